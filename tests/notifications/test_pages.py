"""The inbox, the choice of letters and the bell, as people meet them."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.harness.people import signed_in
from tests.notifications.conftest import Tell
from trousse.accounts.models import User
from trousse.notifications.models import Notification, Preference
from trousse.notifications.queries import PAGE_SIZE, choices_of, unread_count

INBOX, SETTINGS, READ_ALL = (
    "/notifications/",
    "/notifications/reglages/",
    "/notifications/tout-lire/",
)
Page = Callable[..., str]


@pytest.fixture
def page(as_head: Client) -> Page:
    """Return ``page(path)``: what Sophie sees there."""

    def seen(path: str = INBOX) -> str:
        answer = as_head.get(path)
        assert answer.status_code == 200
        return answer.content.decode()

    return seen


def one(user: User) -> Notification:
    return Notification.objects.get(user=user)


def test_an_empty_inbox_says_what_will_come(page: Page) -> None:
    assert "Rien à signaler" in page()
    assert "Tout marquer comme lu" not in page()
    assert "Vous avez tout lu." in page(f"{INBOX}?voir=non-lues")


def test_news_are_grouped_by_day_unread_first(
    head: User, tell: Tell, clock: time_machine.Traveller
) -> None:
    tell(head, key="1", params={"title": "Première"})
    tell(head, key="2", params={"title": "Deuxième"})
    Notification.objects.filter(key="2").update(read_at="2026-12-01T11:30Z")
    clock.shift(timedelta(days=1))
    tell(head, key="3", params={"title": "Troisième"})
    text = signed_in(head).get(INBOX).content.decode()
    places = [
        text.index(words) for words in ("Aujourd’hui", "Troisième", "Hier", "Première", "Deuxième")
    ]
    assert places == sorted(places)
    assert text.count("<strong>Non lue</strong>") == 2
    clock.shift(timedelta(days=5))
    assert "Mardi 1er décembre" in signed_in(head).get(INBOX).content.decode()


def test_only_the_unread_ones_are_shown_when_asked(head: User, tell: Tell, page: Page) -> None:
    tell(head, key="1", params={"title": "Première"})
    tell(head, key="2", params={"title": "Deuxième"})
    Notification.objects.filter(key="2").update(read_at="2026-12-01T11:30Z")
    text = page(f"{INBOX}?voir=non-lues")
    assert "Première" in text
    assert "Deuxième" not in text


def test_following_one_marks_it_as_read(head: User, as_head: Client, tell: Tell) -> None:
    tell(head)
    answer = as_head.get(f"{INBOX}{one(head).public_id}/")
    assert (answer.status_code, answer["Location"]) == (302, "/sondages/k3k3k3k3k3k3k3k3k3k3k3/")
    assert unread_count(head) == 0
    assert one(head).due_at is None
    assert as_head.get(f"{INBOX}{one(head).public_id}/").status_code == 302


def test_one_is_marked_as_read_without_leaving(head: User, as_head: Client, tell: Tell) -> None:
    tell(head)
    path = f"{INBOX}{one(head).public_id}/lue/"
    assert as_head.get(path).status_code == 405
    assert as_head.post(path, {"voir": "non-lues"})["Location"] == f"{INBOX}?voir=non-lues"
    assert as_head.post(path)["Location"] == INBOX
    assert unread_count(head) == 0


def test_everything_is_marked_as_read(
    head: User, outsider: User, as_head: Client, tell: Tell
) -> None:
    tell(head, outsider)
    tell(head, key="2")
    assert as_head.get(READ_ALL).status_code == 405
    assert as_head.post(READ_ALL)["Location"] == INBOX
    assert (unread_count(head), unread_count(outsider)) == (0, 1)


@pytest.mark.parametrize("end", ["", "lue/"])
def test_nobody_reaches_the_notification_of_another(
    head: User, as_outsider: Client, client: Client, tell: Tell, end: str
) -> None:
    tell(head)
    path = f"{INBOX}{one(head).public_id}/{end}"
    ask = as_outsider.post if end else as_outsider.get
    assert ask(path).status_code == 404
    assert ask(f"{INBOX}unknown/{end}").status_code == 404
    guest = client.post(path) if end else client.get(path)
    assert guest["Location"].startswith("/comptes/login/")
    assert unread_count(head) == 1


@pytest.mark.parametrize("path", [INBOX, SETTINGS])
def test_guests_are_asked_to_sign_in(client: Client, db: None, path: str) -> None:
    assert client.get(path)["Location"].startswith("/comptes/login/")
    assert client.post(READ_ALL)["Location"].startswith("/comptes/login/")


def test_pages_follow_each_other_without_hole_or_repetition(
    head: User, tell: Tell, as_head: Client
) -> None:
    count = 2 * PAGE_SIZE + 5
    for number in range(count):  # all at the same instant: the key decides
        tell(head, key=f"k{number}", params={"title": f"n{number}."})
    path, seen = INBOX, []
    for size in (PAGE_SIZE, PAGE_SIZE, 5):
        answer = as_head.get(path)
        ids = [line.id for day in answer.context["page"].days for line in day.lines]
        assert len(ids) == size
        seen += ids
        path = f"{INBOX}?avant={answer.context['page'].next_key}"
    assert len(set(seen)) == count
    assert answer.context["page"].next_key == ""
    assert "Revenir aux plus récentes" in answer.content.decode()


def test_a_page_key_that_is_gone_starts_at_the_top(head: User, tell: Tell, page: Page) -> None:
    tell(head)
    assert "Conseil pédagogique" in page(f"{INBOX}?avant=gone")


def test_a_full_inbox_costs_a_few_queries(
    head: User, teacher: User, tell: Tell, as_head: Client
) -> None:
    for number in range(PAGE_SIZE):
        tell(head, key=f"k{number}", actor=teacher)
    as_head.get(INBOX)
    with CaptureQueriesContext(connection) as asked:
        as_head.get(INBOX)
    assert len(asked) == 4  # the person, the bell, the lines, their count


def test_what_people_type_is_text(head: User, tell: Tell, page: Page) -> None:
    tell(head, params={"title": "<script>alert(1)</script>"})
    assert "<script>alert" not in page()


def test_the_bell_counts_in_words_on_every_page(
    head: User, tell: Tell, page: Page, client: Client
) -> None:
    assert "Notifications</span>" in page("/comptes/")
    tell(head)
    assert "Notifications\u202f: 1 non lue</span>" in page("/comptes/")
    Notification.objects.bulk_create(
        Notification(user=head, kind="polls.invited", service="polls", key=f"b{n}")
        for n in range(120)
    )
    assert "Notifications\u202f: plus de 99 non lues</span>" in page("/comptes/")
    assert ">99+</span>" in page("/comptes/")
    assert INBOX not in client.get("/contact/").content.decode()


def test_letters_are_chosen_service_by_service(head: User, as_head: Client, page: Page) -> None:
    text = page(SETTINGS)
    assert text.index("Notes") < text.index("Sondages") < text.index("Visios")
    chosen = {"polls": "digest", "notes": "never", "video": "now"}
    assert as_head.post(SETTINGS, chosen)["Location"] == SETTINGS
    assert as_head.post(SETTINGS, chosen)["Location"] == SETTINGS
    kept = Preference.objects.filter(user=head).values_list("service", "choice")
    assert dict(kept) == chosen
    checked = re.findall(r'<input[^>]*value="(\w+)"[^>]* checked', page(SETTINGS))
    assert checked == ["never", "digest", "now"]


def test_a_choice_that_does_not_exist_changes_nothing(as_head: Client, db: None) -> None:
    sent = {"polls": "hourly", "notes": "never", "video": "now"}
    assert as_head.post(SETTINGS, sent).status_code == 422
    assert not Preference.objects.exists()


def test_a_service_left_out_keeps_its_choice(head: User, as_head: Client) -> None:
    as_head.post(SETTINGS, {"polls": "digest"})
    assert as_head.post(SETTINGS, {"notes": "never", "unknown": "never"}).status_code == 302
    assert as_head.post(SETTINGS).status_code == 302
    assert choices_of(head) == {"polls": "digest", "notes": "never", "video": "now"}


def test_the_settings_say_so_when_nothing_can_be_chosen(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trousse.notifications.kinds._kinds", {})
    assert "Aucun service n’a encore de nouvelles à vous donner." in page(SETTINGS)
