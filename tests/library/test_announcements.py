"""News of editors, and the maintenance of services: who tells what, and who reads it when."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from tests.factories.directory import affiliated
from tests.factories.library import make_entry
from tests.factories.offices import academy
from trousse.accounts.models import User
from trousse.core.models import AuditEntry
from trousse.library.announcements.operations import (
    News,
    change_announcement,
    forget_old_announcements,
    make_announcement,
)
from trousse.library.announcements.queries import maintenance_of
from trousse.library.models import Announcement
from trousse.library.queries import announcements_for

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PAGE = "/bibliotheque/edition/annonces/"
KEY = "a" * 22


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def told(by: User, **changes: Any) -> Announcement:
    start = {"kind": "information", "text_fr": "Le portail change de couleurs."}
    times = {"starts_at": MONDAY - timedelta(hours=1), "ends_at": MONDAY + timedelta(days=3)}
    key = changes.pop("key", f"key-of-{Announcement.objects.count():020}")
    return make_announcement(News(**start | times | changes), key=key, by=by)  # type: ignore[arg-type]


def typed(**changes: str) -> dict[str, str]:
    start = {
        "kind": "information",
        "entry": "",
        "academy": "",
        "text_fr": "La formation du 2 décembre est ouverte.",
        "text_en": "",
        "starts_at": "2026-11-23T08:00",
        "ends_at": "2026-12-02T18:00",
        "key": KEY,
        "version": "",
    }
    return start | changes


def maintained(by: User, slug: str = "etherpad", **changes: Any) -> Announcement:
    entry = make_entry(slug)
    saturday = datetime(2026, 11, 28, 7, 0, tzinfo=UTC)
    period = {"starts_at": saturday, "ends_at": saturday + timedelta(hours=4)}
    return told(by, kind="maintenance", entry=entry, **period | changes)


def texts_for(user: User | None) -> list[str]:
    return [card.text for card in announcements_for(user)]


def test_everybody_reads_what_is_for_everybody(national: User, teacher: User) -> None:
    told(national)
    assert texts_for(None) == texts_for(teacher) == ["Le portail change de couleurs."]


def test_an_academie_tells_its_own_people_only(national: User, teacher: User) -> None:
    told(national, academy=academy("rennes"))
    assert texts_for(teacher) == texts_for(None) == []
    affiliated(teacher, academy("rennes"))
    assert texts_for(teacher) == ["Le portail change de couleurs."]


def test_news_is_read_between_its_two_dates(national: User, clock: time_machine.Traveller) -> None:
    told(national, starts_at=MONDAY + timedelta(hours=1), ends_at=MONDAY + timedelta(hours=2))
    assert texts_for(None) == []
    clock.shift(timedelta(hours=1))
    assert len(texts_for(None)) == 1
    clock.shift(timedelta(hours=1))
    assert texts_for(None) == []


def test_a_maintenance_is_told_a_week_before_in_few_words(
    national: User, clock: time_machine.Traveller
) -> None:
    one = maintained(national)
    clock.shift(timedelta(days=-3))
    assert announcements_for(None) == []
    clock.shift(timedelta(days=3))
    with translation.override("fr"):
        [card] = announcements_for(None)
        words = maintenance_of([one.entry_id or 0])[one.entry_id or 0].period
    assert card.period == words == "Maintenance samedi de 8\u00a0h à 12\u00a0h"
    assert (card.service, card.url) == ("Etherpad", "/bibliotheque/etherpad/")


def test_during_a_maintenance_the_card_says_until_when(
    national: User, clock: time_machine.Traveller
) -> None:
    maintained(national)
    clock.move_to(datetime(2026, 11, 28, 8, 0, tzinfo=UTC))
    with translation.override("fr"):
        [card] = announcements_for(None)
    assert (card.period, card.is_under_way) == ("En maintenance jusqu’à 12\u00a0h", True)


def test_the_maintenance_of_a_draft_is_told_to_nobody(national: User) -> None:
    maintained(national)
    Announcement.objects.get().entry.__class__.objects.update(published_at=None)
    assert announcements_for(None) == []


def test_english_is_read_where_it_was_written(national: User) -> None:
    told(national, text_en="The portal changes its colours.")
    with translation.override("en"):
        assert texts_for(None) == ["The portal changes its colours."]
    Announcement.objects.update(text_en="")
    with translation.override("en"):
        assert texts_for(None) == ["Le portail change de couleurs."]


def test_an_editor_announces(client: Client, national: User) -> None:
    client.force_login(national)
    assert client.post(f"{PAGE}nouvelle", typed()).status_code == 302
    made = Announcement.objects.get()
    assert (made.author, made.academy) == (national, None)
    assert made.starts_at == datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    page = client.get(PAGE).content.decode()
    assert "La formation du 2 décembre est ouverte." in page
    assert AuditEntry.objects.filter(action="library:announcement:make").count() == 1


def test_sent_twice_it_is_made_once(client: Client, national: User) -> None:
    client.force_login(national)
    for _ in range(2):
        assert client.post(f"{PAGE}nouvelle", typed()).status_code == 302
    assert Announcement.objects.count() == 1


def test_an_end_before_the_beginning_is_refused_and_nothing_typed_is_lost(
    client: Client, national: User
) -> None:
    client.force_login(national)
    response = client.post(f"{PAGE}nouvelle", typed(ends_at="2026-11-20T08:00"))
    assert response.status_code == 422
    assert "La formation du 2 décembre est ouverte." in response.content.decode()
    assert Announcement.objects.count() == 0


def test_an_academie_speaks_for_itself_only(client: Client, regional: User) -> None:
    academy("lyon")
    client.force_login(regional)
    assert client.post(f"{PAGE}nouvelle", typed(academy="lyon")).status_code == 422
    assert client.post(f"{PAGE}nouvelle", typed(academy="")).status_code == 422
    assert client.post(f"{PAGE}nouvelle", typed(academy="rennes")).status_code == 302


def test_the_owner_of_a_service_tells_of_its_maintenance_and_nothing_else(
    client: Client, owner: User
) -> None:
    make_entry("etherpad")
    make_entry("framadate")
    client.force_login(owner)
    assert client.post(f"{PAGE}nouvelle", typed()).status_code == 422
    other = typed(kind="maintenance", entry="framadate")
    assert client.post(f"{PAGE}nouvelle", other).status_code == 422
    own = typed(kind="maintenance", entry="etherpad")
    assert client.post(f"{PAGE}nouvelle", own).status_code == 302


def test_a_maintenance_needs_its_service(client: Client, national: User) -> None:
    client.force_login(national)
    assert client.post(f"{PAGE}nouvelle", typed(kind="maintenance")).status_code == 422


def test_others_find_no_page(client: Client, teacher: User, national: User) -> None:
    one = told(national)
    client.force_login(teacher)
    for path in (PAGE, f"{PAGE}nouvelle", f"{PAGE}{one.public_id}/"):
        assert client.get(path).status_code == 404
    assert client.post(f"{PAGE}{one.public_id}/terminer").status_code == 404
    assert client.post(f"{PAGE}nouvelle", typed()).status_code == 404


def test_an_editor_of_elsewhere_may_not_change_it(
    client: Client, regional: User, national: User
) -> None:
    one = told(national)
    client.force_login(regional)
    assert client.get(f"{PAGE}{one.public_id}/").status_code == 403
    assert client.post(f"{PAGE}{one.public_id}/terminer").status_code == 403


def test_a_visitor_signs_in_first(client: Client) -> None:
    assert "/comptes/" in client.get(PAGE).headers["Location"]


def test_what_does_not_exist_is_not_found(client: Client, national: User) -> None:
    client.force_login(national)
    assert client.get(f"{PAGE}missing/").status_code == 404
    assert client.post(f"{PAGE}missing/terminer").status_code == 404
    assert client.get(f"{PAGE}missing/terminer").status_code == 405


def test_it_is_changed(client: Client, national: User) -> None:
    one = told(national)
    client.force_login(national)
    response = client.post(f"{PAGE}{one.public_id}/", typed(version="1", text_fr="Autre texte."))
    assert response.status_code == 302
    assert texts_for(None) == ["Autre texte."]


def test_who_is_late_sees_both_texts_and_may_send_again(client: Client, national: User) -> None:
    one = told(national)
    there = News(
        kind="information", text_fr="Écrit ailleurs.", starts_at=one.starts_at, ends_at=one.ends_at
    )
    change_announcement(one, there, version=1, by=national)
    client.force_login(national)
    late = client.post(f"{PAGE}{one.public_id}/", typed(version="1", text_fr="Mon texte."))
    page = late.content.decode()
    assert late.status_code == 409
    assert "Mon texte." in page
    assert "Écrit ailleurs." in page
    assert 'name="version" value="2"' in page
    client.post(f"{PAGE}{one.public_id}/", typed(version="2", text_fr="Mon texte."))
    assert texts_for(None) == ["Mon texte."]


def test_ending_takes_it_off_and_keeps_its_trace(client: Client, national: User) -> None:
    one = told(national)
    client.force_login(national)
    for _ in range(2):
        assert client.post(f"{PAGE}{one.public_id}/terminer").status_code == 302
    assert texts_for(None) == []
    assert Announcement.objects.count() == 1
    assert AuditEntry.objects.filter(action="library:announcement:end").count() == 1


def test_what_has_not_begun_is_deleted(client: Client, national: User) -> None:
    one = told(national, starts_at=MONDAY + timedelta(days=1))
    client.force_login(national)
    assert client.post(f"{PAGE}{one.public_id}/terminer").status_code == 302
    assert Announcement.objects.count() == 0


def test_old_news_is_forgotten_after_a_year(national: User, clock: time_machine.Traveller) -> None:
    told(national)
    clock.shift(timedelta(days=367))
    forget_old_announcements()
    assert Announcement.objects.count() == 1
    clock.shift(timedelta(days=2))
    forget_old_announcements()
    assert Announcement.objects.count() == 0
