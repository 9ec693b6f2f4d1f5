"""The secret address that calendar programs read."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
import vobject
from django.test import Client
from icalendar import Calendar

from tests.agenda.conftest import MONDAY, POLL, TUESDAY_FIVE, draft
from tests.factories.groups import group
from trousse.accounts.models import User
from trousse.agenda.feeds import address_of, renew_feed
from trousse.agenda.models import Feed
from trousse.agenda.operations import cancel_event, forget_event, put_event
from trousse.core.models import AuditEntry
from trousse.core.refs import Ref
from trousse.directory.models import Membership
from trousse.sharing.operations import grant_group
from trousse.sharing.roles import Role

PAGE = "/agenda/abonnement/"


@pytest.fixture
def path(teacher: User) -> str:
    return urlsplit(address_of(renew_feed(teacher))).path


def test_two_libraries_read_the_same_agenda(client: Client, teacher: User, path: str) -> None:
    put_event(POLL, draft(), organiser=teacher)
    content = client.get(path).content
    ours = Calendar.from_ical(content)
    theirs = vobject.readOne(content.decode())

    (event,) = ours.events
    assert event.start == theirs.vevent.dtstart.value == TUESDAY_FIVE
    assert event["summary"] == theirs.vevent.summary.value == "Conseil pédagogique"
    assert ours["x-wr-calname"] == "Agenda – Trousse"
    assert ours["refresh-interval"].dt == timedelta(hours=1)
    assert str(ours["x-published-ttl"]) == "PT1H"
    assert b"@example.org" not in content


def test_the_address_is_kept_out_of_caches_searches_and_referrers(
    client: Client, path: str
) -> None:
    for response in (client.get(path), client.get(path, headers={"If-None-Match": "*"})):
        assert response["Cache-Control"] == "private, no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_it_says_when_nothing_changed(
    client: Client, teacher: User, path: str, clock: time_machine.Traveller
) -> None:
    put_event(POLL, draft(), organiser=teacher)
    first = client.get(path)
    tag, since = {"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}
    clock.move_to(MONDAY + timedelta(minutes=5))

    assert client.get(path, headers=tag).status_code == 304
    assert client.get(path, headers=since).status_code == 304
    assert client.get(path).content == first.content
    put_event(POLL, draft(place="Salle 14"), organiser=teacher)
    assert client.get(path, headers=tag).status_code == 200
    assert client.get(path, headers=since).status_code == 200


def test_an_event_one_is_taken_off_leaves_the_feed(
    client: Client, teacher: User, head: User, clock: time_machine.Traveller
) -> None:
    path = urlsplit(address_of(renew_feed(head))).path
    put_event(POLL, draft(), organiser=teacher, people=[head])
    before = client.get(path)
    clock.move_to(MONDAY + timedelta(minutes=5))
    put_event(POLL, draft(), organiser=teacher)
    by_tag = client.get(path, headers={"If-None-Match": before["ETag"]})
    by_date = client.get(path, headers={"If-Modified-Since": before["Last-Modified"]})

    assert b"VEVENT" in before.content
    for after in (by_tag, by_date):
        assert after.status_code == 200
        assert b"VEVENT" not in after.content


def test_a_forgotten_event_leaves_the_feed(
    client: Client, teacher: User, path: str, clock: time_machine.Traveller
) -> None:
    put_event(POLL, draft(), organiser=teacher)
    before = client.get(path)
    clock.move_to(MONDAY + timedelta(minutes=5))
    forget_event(POLL)
    after = client.get(path, headers={"If-Modified-Since": before["Last-Modified"]})
    assert after.status_code == 200
    assert b"VEVENT" not in after.content


def test_a_cancelled_event_stays_as_cancelled(client: Client, teacher: User, path: str) -> None:
    put_event(POLL, draft(), organiser=teacher)
    cancel_event(POLL)
    (event,) = Calendar.from_ical(client.get(path).content).events
    assert (event["status"], event["sequence"]) == ("CANCELLED", 2)


def test_the_table_keeps_a_hash_only(teacher: User, path: str) -> None:
    token = path.rpartition("/")[2].removesuffix(".ics")
    feed = Feed.objects.get()
    assert token not in feed.token_hash
    assert all(token not in str(row.details) + row.subject for row in AuditEntry.objects.all())


def test_the_token_stays_out_of_the_logs(
    client: Client, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    client.get(path)
    client.get(f"{path[:-6]}xx.ics")
    token = path.rpartition("/")[2].removesuffix(".ics")
    assert token[:-2] not in caplog.text
    assert token[:-2] not in str(
        [vars(record) for record in caplog.records if record.name != "django.request"]
    )


@pytest.mark.parametrize("token", ["x", "x" * 32, "x" * 500, "é" * 32])
def test_an_unknown_address_opens_nothing(client: Client, db: None, token: str) -> None:
    assert client.get(f"/agenda/flux/{token}.ics").status_code == 404


def test_guessing_is_slowed_down(client: Client, db: None) -> None:
    answers = {client.get(f"/agenda/flux/{n:032}.ics").status_code for n in range(61)}
    assert answers == {404, 429}


def test_a_program_that_asks_without_rest_is_slowed_down(client: Client, path: str) -> None:
    answers = [client.get(path).status_code for _ in range(121)]
    assert (answers[119], answers[120]) == (200, 429)


def test_nobody_writes_to_a_feed(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
    assert client.head(path).status_code == 200


def test_the_owner_makes_changes_and_ends_the_address(as_teacher: Client, client: Client) -> None:
    assert "Créer mon adresse secrète" in as_teacher.get(PAGE).content.decode()
    as_teacher.post(f"{PAGE}renouveler")
    first = shown_path(as_teacher)
    assert client.get(first).status_code == 200

    as_teacher.post(f"{PAGE}renouveler")
    second = shown_path(as_teacher)
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)

    for _twice in range(2):
        as_teacher.post(f"{PAGE}arreter")
    assert client.get(second).status_code == 404
    assert "flux" not in as_teacher.get(PAGE).content.decode()


def test_the_page_of_the_address_can_still_send_its_forms(as_teacher: Client) -> None:
    page = as_teacher.get(PAGE)
    assert page["Referrer-Policy"] == "same-origin"  # the strictest that keeps the form's Origin
    assert page["Cache-Control"] == "private, no-store"


def shown_path(client: Client) -> str:
    page = client.get(PAGE).content.decode()
    return "/agenda/flux/" + page.partition("/agenda/flux/")[2].partition('"')[0]


def test_gestures_on_feeds_are_posted_by_those_signed_in(
    as_teacher: Client, client: Client
) -> None:
    for gesture in ("renouveler", "arreter"):
        assert as_teacher.get(f"{PAGE}{gesture}").status_code == 405
        assert client.post(f"{PAGE}{gesture}")["Location"].startswith("/comptes/")


def test_a_closed_account_gives_no_feed(client: Client, teacher: User, path: str) -> None:
    User.objects.filter(pk=teacher.pk).update(is_active=False)
    assert client.get(path).status_code == 404


def test_another_secret_of_the_instance_asks_for_a_new_address(
    as_teacher: Client, client: Client, path: str, settings: object
) -> None:
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]  # pytest-django's settings
    settings.SECRET_KEY_FALLBACKS = []  # type: ignore[attr-defined]
    assert client.get(path).status_code == 200
    assert address_of(Feed.objects.get()) == ""


def test_a_group_has_its_agenda_for_its_members_only(
    client: Client, as_teacher: Client, as_outsider: Client, teacher: User, head: User
) -> None:
    readers = group(teacher)
    renew = f"{PAGE}renouveler"
    assert as_outsider.post(renew, {"group": readers.public_id}).status_code == 404
    as_teacher.post(renew, {"group": readers.public_id})
    path = shown_path(as_teacher)

    put_event(POLL, draft(title="Lecture"), organiser=head)
    put_event(Ref("poll", "z"), draft(title="Autre chose"), organiser=head)
    grant_group(POLL, readers, Role.VIEW, by=head)
    response = client.get(path)
    content = response.content.decode()
    assert "Last-Modified" not in response  # rights withdrawn leave no date behind
    assert "Lecture" in content
    assert "Autre chose" not in content
    assert "Groupe lecture" in content

    Membership.objects.filter(user=teacher).delete()
    assert client.get(path).status_code == 404


def test_renewing_keeps_one_feed_and_changes_its_address(teacher: User) -> None:
    first = address_of(renew_feed(teacher))
    second = address_of(renew_feed(teacher))
    assert Feed.objects.count() == 1
    assert first != second
