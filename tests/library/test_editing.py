"""The work of editors: versions that add up, of which one is public, and nothing typed is lost."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.factories.offices import academy, hold
from tests.library.sheets import document, drafted, published, typed
from trousse.accounts.models import User
from trousse.core.errors import Conflict
from trousse.core.models import AuditEntry, Event
from trousse.library.editing.comparing import differences
from trousse.library.editing.operations import (
    StaleDraft,
    publish_due,
    publish_revision,
    restore_revision,
    save_draft,
    schedule_revision,
)
from trousse.library.models import Entry, Revision

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DESK = "/bibliotheque/edition/"
SHEET = f"{DESK}services/reservations/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def statuses(entry: Entry) -> dict[int, str]:
    return dict(Revision.objects.filter(entry=entry).values_list("number", "status"))


def name_shown(entry: Entry) -> str:
    entry.refresh_from_db()
    return entry.name_fr


def test_an_editor_writes_a_service_that_nobody_else_sees(
    client: Client, national: User, teacher: User
) -> None:
    client.force_login(national)
    response = client.post(f"{DESK}nouveau", typed())
    assert response.headers["Location"] == SHEET
    made = Entry.objects.get()
    assert (made.slug, made.is_published, made.source) == ("reservations", False, "editor")
    assert made.revisions.get().document == document()
    assert AuditEntry.objects.filter(action="library:service:draft").count() == 1
    assert Event.objects.filter(type="service.drafted").count() == 1
    client.force_login(teacher)
    assert client.get("/bibliotheque/reservations/").status_code == 404


def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(
    client: Client, national: User
) -> None:
    client.force_login(national)
    wrong = typed(url="http://example.org/", name_en="Bookings", purpose_fr="Pour s’organiser.")
    response = client.post(f"{DESK}nouveau", wrong)
    page = response.content.decode()
    assert response.status_code == 422
    assert "url" in response.context["form"].errors
    for text in ("Bookings", "Pour s’organiser.", "http://example.org/"):
        assert text in page
    assert Entry.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slug", "Réservations"),
        ("name_fr", ""),
        ("promise_fr", ""),
        ("url", "javascript:alert(1)"),
        ("operator", ""),
        ("help_url", "data:text/html,x"),
        ("state", "gone"),
        ("successor", "nothing"),
        ("sunset_on", "2026-99-99"),
        ("needs", "no-such-need"),
    ],
)
def test_each_field_is_judged(client: Client, national: User, field: str, value: str) -> None:
    client.force_login(national)
    response = client.post(f"{DESK}nouveau", typed(**{field: value}))
    assert response.status_code == 422
    assert field in response.context["form"].errors


def test_a_name_for_machines_is_taken_once(client: Client, national: User) -> None:
    drafted(national)
    client.force_login(national)
    response = client.post(f"{DESK}nouveau", typed())
    assert response.status_code == 422
    assert "slug" in response.context["form"].errors


def test_facts_are_kept_with_their_proof(client: Client, national: User) -> None:
    client.force_login(national)
    fact = {
        "facts-0-claim": "accessibility_rate",
        "facts-0-value": "87,5 %",
        "facts-0-declared_on": "2026-03-02",
        "facts-0-url": "https://reservations.example.org/accessibilite",
    }
    assert client.post(f"{DESK}nouveau", typed(**fact)).status_code == 302
    [kept] = Revision.objects.get().document["evidence"]
    assert (kept["claim"], kept["value"]) == ("accessibility_rate", 87.5)
    wrong = typed(slug="autre", **fact | {"facts-0-value": "beaucoup"})
    response = client.post(f"{DESK}nouveau", wrong)
    assert response.status_code == 422
    assert "beaucoup" in response.content.decode()
    assert "Un fait est incomplet" in response.content.decode()
    bare = typed(slug="autre", **{"facts-0-claim": "dpia"})
    assert "Un fait est incomplet" in client.post(f"{DESK}nouveau", bare).content.decode()


def test_the_form_keeps_what_it_does_not_show(client: Client, national: User) -> None:
    resources = [{"type": "booking"}]
    entry = drafted(national, resources=resources)
    client.force_login(national)
    response = client.post(f"{SHEET}modifier", typed(base="1", name_fr="Salles"))
    assert response.status_code == 302
    latest = entry.revisions.get(number=2).document
    assert (latest["resources"], latest["identity"]["name"]["fr"]) == (resources, "Salles")


def test_saving_the_same_again_makes_no_version(client: Client, national: User) -> None:
    entry = drafted(national)
    client.force_login(national)
    for _ in range(2):
        assert client.post(f"{SHEET}modifier", typed(base="1")).status_code == 302
    assert statuses(entry) == {1: "draft"}


def test_who_is_late_sees_both_versions_and_may_send_again(
    client: Client, national: User, regional: User
) -> None:
    entry = drafted(national)
    save_draft(entry, document(name="Écrit ailleurs"), base=1, by=regional)
    client.force_login(national)
    late = client.post(f"{SHEET}modifier", typed(base="1", name_fr="Mon nom"))
    page = late.content.decode()
    assert late.status_code == 409
    assert "Écrit ailleurs" in page
    assert 'value="Mon nom"' in page
    assert 'name="base" value="2"' in page
    assert client.post(f"{SHEET}modifier", typed(base="2", name_fr="Mon nom")).status_code == 302
    assert statuses(entry) == {1: "superseded", 2: "superseded", 3: "draft"}


def test_publishing_shows_it_in_the_library(client: Client, national: User) -> None:
    entry = drafted(national, needs=["write-together"], keywords={"fr": ["réserver une salle"]})
    client.force_login(national)
    for _ in range(2):
        assert client.post(f"{SHEET}publier", {"number": "1"}).status_code == 302
    entry.refresh_from_db()
    assert entry.is_published
    assert (entry.needs, entry.found_by) == ("write-together", "reserver une salle")
    assert "Réservations" in client.get("/bibliotheque/").content.decode()
    assert AuditEntry.objects.filter(action="library:service:publish").count() == 1


def test_one_version_is_public_at_a_time(national: User) -> None:
    entry = published(national)
    save_draft(entry, document(name="Salles"), base=1, by=national)
    assert name_shown(entry) == "Réservations"
    publish_revision(entry, 2, by=national)
    assert name_shown(entry) == "Salles"
    assert statuses(entry) == {1: "superseded", 2: "published"}


def test_a_replaced_version_is_not_published(client: Client, national: User) -> None:
    entry = drafted(national)
    save_draft(entry, document(name="Salles"), base=1, by=national)
    client.force_login(national)
    assert client.post(f"{SHEET}publier", {"number": "1"}).status_code == 409
    assert client.post(f"{SHEET}publier", {"number": "7"}).status_code == 404
    assert client.post(f"{SHEET}publier", {"number": "x"}).status_code == 422
    assert client.get(f"{SHEET}publier").status_code == 405
    assert not Entry.objects.get().is_published


def test_a_version_is_published_at_its_time_once(
    client: Client, national: User, clock: time_machine.Traveller
) -> None:
    entry = drafted(national)
    client.force_login(national)
    later = {"number": "1", "at": "2026-11-24T08:00"}
    assert client.post(f"{SHEET}programmer", later).status_code == 302
    assert statuses(entry) == {1: "scheduled"}
    assert publish_due() == 0
    clock.move_to(datetime(2026, 11, 24, 7, 0, tzinfo=UTC))
    assert [publish_due(), publish_due()] == [1, 0]
    assert statuses(entry) == {1: "published"}
    assert AuditEntry.objects.filter(action="library:service:publish").count() == 1


def test_a_past_time_is_refused(client: Client, national: User) -> None:
    entry = drafted(national)
    client.force_login(national)
    past = {"number": "1", "at": "2026-11-22T08:00"}
    assert client.post(f"{SHEET}programmer", past).status_code == 422
    assert statuses(entry) == {1: "draft"}


def test_a_planned_version_waits_again_when_asked(client: Client, national: User) -> None:
    entry = drafted(national)
    schedule_revision(entry, 1, MONDAY + timedelta(days=1), by=national)
    client.force_login(national)
    for _ in range(2):
        assert client.post(f"{SHEET}deprogrammer").status_code == 302
    assert statuses(entry) == {1: "draft"}


def test_a_draft_written_after_leaves_the_planned_one_alone(
    national: User, clock: time_machine.Traveller
) -> None:
    entry = drafted(national)
    schedule_revision(entry, 1, MONDAY + timedelta(days=1), by=national)
    save_draft(entry, document(name="Plus tard"), base=1, by=national)
    clock.shift(timedelta(days=1))
    publish_due()
    assert statuses(entry) == {1: "published", 2: "draft"}
    assert name_shown(entry) == "Réservations"


def test_the_history_tells_who_changed_what(client: Client, national: User) -> None:
    entry = published(national)
    save_draft(entry, document(name="Salles"), base=1, by=national)
    client.force_login(national)
    page = client.get(f"{SHEET}historique").content.decode()
    assert national.full_name in page
    assert "Réservations" in page
    assert "Salles" in page


def test_differences_are_said_in_words() -> None:
    before, after = document(), document(name="Salles", needs=["write-together"])
    after["lifecycle"] = {"state": "pilot"}
    found = {one.label: (one.before, one.after) for one in differences(before, after)}
    assert found == {
        "Nom du service, en français": ("Réservations", "Salles"),
        "Besoins auxquels il répond": ("", "write-together"),
        "État": ("available", "pilot"),
    }


def test_an_older_version_is_written_again_as_a_draft(client: Client, national: User) -> None:
    entry = published(national)
    save_draft(entry, document(name="Salles"), base=1, by=national)
    client.force_login(national)
    assert client.post(f"{SHEET}restaurer", {"number": "1", "base": "2"}).status_code == 302
    assert entry.revisions.get(number=3).document == document()
    late = client.post(f"{SHEET}restaurer", {"number": "2", "base": "2"})
    assert late.status_code == 409


def test_a_preview_shows_the_draft_to_its_editors_only(
    client: Client, national: User, teacher: User
) -> None:
    entry = published(national)
    save_draft(entry, document(name="Salles"), base=1, by=national)
    client.force_login(national)
    assert "Salles" in client.get(f"{SHEET}apercu").content.decode()
    assert "Réservations" in client.get(f"{SHEET}apercu?version=1").content.decode()
    assert client.get(f"{SHEET}apercu?version=9").status_code == 404
    assert client.get(f"{SHEET}apercu?version=x").status_code == 404
    client.force_login(teacher)
    assert client.get(f"{SHEET}apercu").status_code == 404


@pytest.mark.parametrize("page", ["", "modifier", "apercu", "historique", "images"])
def test_the_pages_are_missing_to_others(
    client: Client, national: User, teacher: User, page: str
) -> None:
    drafted(national)
    assert "/comptes/" in client.get(f"{SHEET}{page}").headers["Location"]
    client.force_login(teacher)
    assert client.get(f"{SHEET}{page}").status_code == 404
    assert client.get(DESK).status_code == 404


def test_an_academie_writes_its_own_services_only(
    client: Client, national: User, regional: User
) -> None:
    entry = drafted(national)
    client.force_login(regional)
    assert client.get(SHEET).status_code == 403
    Entry.objects.filter(pk=entry.pk).update(academy=academy("rennes"))
    assert client.get(SHEET).status_code == 200
    assert client.post(f"{DESK}nouveau", typed(slug="autre", place="")).status_code == 422
    made = client.post(f"{DESK}nouveau", typed(slug="autre", place="rennes"))
    assert made.status_code == 302
    assert Entry.objects.get(slug="autre").academy == academy("rennes")


def test_an_owner_writes_the_service_and_creates_none(
    client: Client, national: User, teacher: User
) -> None:
    drafted(national)
    hold(teacher, "service_owner", service="reservations")
    client.force_login(teacher)
    assert client.post(f"{SHEET}modifier", typed(base="1", name_fr="Salles")).status_code == 302
    assert client.get(f"{DESK}nouveau").status_code == 403
    assert client.get(f"{DESK}ajouter").status_code == 403
    assert "Ajouter" not in client.get(DESK).content.decode()


def test_an_operator_writes_everything(client: Client, national: User, teacher: User) -> None:
    drafted(national)
    hold(teacher, "operator")
    client.force_login(teacher)
    assert client.get(SHEET).status_code == 200


def test_the_list_says_what_asks_for_attention(
    client: Client, national: User, clock: time_machine.Traveller
) -> None:
    quiet = published(national, slug="calme")
    lifecycle = {"state": "available", "review_on": "2026-11-20"}
    published(national, slug="a-revoir", lifecycle=lifecycle)
    drafted(national)
    client.force_login(national)
    whole = client.get(DESK).content.decode()
    narrowed = client.get(DESK, {"a-voir": ""}).content.decode()
    assert quiet.get_absolute_url()
    assert "services/calme/" in whole
    assert "services/calme/" not in narrowed
    for words in ("Un brouillon attend", "relecture"):
        assert words in narrowed


def test_the_list_costs_as_many_queries_whatever_its_length(
    client: Client, national: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        published(national, slug=f"service-{number}")
    client.force_login(national)
    client.get(DESK)
    with django_assert_max_num_queries(11):
        client.get(DESK)


def test_below_the_pages_a_stale_write_is_refused_too(national: User) -> None:
    entry = drafted(national)
    save_draft(entry, document(name="Deux"), base=1, by=national)
    with pytest.raises(StaleDraft):
        save_draft(entry, document(name="Trois"), base=1, by=national)
    with pytest.raises(Conflict):
        restore_revision(entry, 1, base=1, by=national)
