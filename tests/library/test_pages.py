"""The list and the page of a service, as people and other software read them."""

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests.factories.library import DOCUMENT, make_entry
from tests.factories.offices import academy, hold
from trousse.accounts.models import User
from trousse.directory.models import Affiliation, Function
from trousse.library.models import Entry, Need
from trousse.library.publishing import fill
from trousse.library.taking import take_all
from trousse_kit import load

pytestmark = pytest.mark.django_db
LIST = "/bibliotheque/"
Services = dict[str, Entry]


def names_in(response: Any) -> list[str]:
    content = response.content.decode()
    parts = content.split('class="t-svc__name"><a href="/bibliotheque/')[1:]
    return [part.partition("/")[0] for part in parts]


def published(**changes: Any) -> Entry:
    """Publish Etherpad with other blocks, written over those of ``DOCUMENT``."""
    document = {name: {**DOCUMENT.get(name, {}), **said} if isinstance(said, dict) else said
                for name, said in {**DOCUMENT, **changes}.items()}  # fmt: skip
    entry = make_entry("etherpad", document=document)
    fill(entry, load(document))
    entry.save()
    return entry


def test_it_lists_services_by_need(client: Client, services: Services) -> None:
    response = client.get(LIST)
    assert names_in(response) == ["polls", "framadate", "visio-agents", "etherpad"]
    words = response.content.decode()
    assert "4 services" in words
    assert words.index("Trouver une date") < words.index("Se réunir en visio")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("besoin=find-a-date", ["polls", "framadate"]),
        ("q=doodle", ["polls", "framadate"]),
        ("q=DOODLE", ["polls", "framadate"]),
        ("etat=recommended", ["polls"]),
        ("etat=external&besoin=find-a-date", ["framadate"]),
        ("etat=retired", ["old-pads"]),
        ("invites=1", ["framadate", "visio-agents"]),
        ("telephone=1", ["polls"]),
        ("ici=1", ["polls"]),
        ("ici=1&invites=1", []),
        ("q=old pads", ["old-pads"]),
        ("etat=nonsense", ["polls", "framadate", "visio-agents", "etherpad"]),
        ("besoin=nonsense", []),
    ],
)
def test_it_filters(client: Client, services: Services, asked: str, found: list[str]) -> None:
    assert names_in(client.get(f"{LIST}?{asked}")) == found


def test_a_need_has_its_own_address(client: Client, services: Services) -> None:
    response = client.get(f"{LIST}besoin/find-a-date/")
    assert names_in(response) == ["polls", "framadate"]
    assert "<h1>Trouver une date</h1>" in response.content.decode()


def test_an_unknown_need_is_missing(client: Client, services: Services) -> None:
    assert client.get(f"{LIST}besoin/nothing/").status_code == 404


def test_an_empty_result_proposes_to_tell_the_need(client: Client, services: Services) -> None:
    words = client.get(LIST, {"q": "xyzzy & <b>"}).content.decode()
    assert "/bibliotheque/proposer/nouveau?texte=xyzzy+%26+%3Cb%3E" in words
    assert "<b>" not in words


def test_it_reads_in_english(client: Client, services: Services) -> None:
    words = client.get(LIST, headers={"Accept-Language": "en"}).content.decode()
    assert "Find a date" in words
    assert "External link" in words


def test_a_draft_is_seen_by_those_who_write_it(client: Client, teacher: User, head: User) -> None:
    make_entry("secret", published_at=None, document=DOCUMENT)
    hold(teacher, "national_editor")
    for person, status in ((None, 404), (head, 404), (teacher, 200)):
        if person:
            client.force_login(person)
        assert client.get(f"{LIST}secret/").status_code == status
    assert names_in(client.get(LIST)) == []


def test_a_closed_library_asks_to_sign_in(
    client: Client, teacher: User, services: Services, settings: Settings
) -> None:
    settings.LIBRARY_PUBLIC = False
    for address in (LIST, f"{LIST}polls/", f"{LIST}services.json", f"{LIST}besoin/find-a-date/"):
        assert client.get(address).url.startswith("/comptes/login/?next=")
    assert client.get(f"{LIST}polls/ouvrir").status_code == 404
    client.force_login(teacher)
    assert len(names_in(client.get(LIST))) == 4


def works(person: User, code: str, place: Any) -> None:
    Affiliation.objects.create(
        user=person, academy=place, function=Function.objects.get(code=code), since="2020-01-01"
    )


def test_a_service_of_an_academie_is_listed_for_its_people(
    client: Client, teacher: User, outsider: User
) -> None:
    lyon, lille = academy("lyon"), academy("lille")
    works(teacher, "enseignant", lyon)
    works(outsider, "enseignant", lille)
    entry = make_entry("pads-de-lyon", academy=lyon, document=DOCUMENT)
    assert names_in(client.get(LIST)) == []
    client.force_login(outsider)
    assert names_in(client.get(LIST)) == []
    assert "Académie de Lyon" in client.get(entry.get_absolute_url()).content.decode()
    client.force_login(teacher)
    assert names_in(client.get(LIST)) == ["pads-de-lyon"]
    assert names_in(client.get(f"{LIST}?academie=lyon")) == ["pads-de-lyon"]


def test_a_service_for_a_function_is_listed_for_it(
    client: Client, teacher: User, head: User
) -> None:
    place = academy("lyon")
    works(teacher, "cpe", place)
    works(head, "principal", place)
    entry = published(audience={"functions": ["cpe"], "academies": ["lyon"]})
    client.force_login(head)
    assert names_in(client.get(LIST)) == []
    assert "(CPE)" in client.get(entry.get_absolute_url()).content.decode()
    client.force_login(teacher)
    assert names_in(client.get(LIST)) == ["etherpad"]


def test_the_page_answers_in_order(client: Client) -> None:
    published(
        audience={"guests": "invited", "account": "agent", "phone": "yes"},
        lifecycle={"state": "available", "review_on": "2027-06-30"},
        evidence=[
            {
                "claim": "accessibility_rate",
                "value": 87.5,
                "declared_on": "2020-03-02",
                "url": "https://etherpad.example.org/a11y",
                "expires_on": "2023-03-02",
            }
        ],
    )
    make_entry("framapad")
    words = client.get(f"{LIST}etherpad/").content.decode()
    told = [
        "À quoi il sert", "Une académie", "Inconnu de nous", "Est-il accessible", "87,5",
        "trop ancien pour compter", "30 juin 2027", "Nous ne connaissons pas de page d’aide",
        "Framapad", "Preuves", "https://git.example.org/etherpad",
    ]  # fmt: skip
    places = [words.find(one) for one in told]
    assert -1 not in places, dict(zip(told, places, strict=True))
    assert places == sorted(places)
    assert "n’est pas opéré ici" in words


def test_what_nobody_said_is_not_answered(client: Client) -> None:
    entry = published()
    words = client.get(f"{LIST}etherpad/").content.decode()
    assert "Réservé aux agents" not in words
    assert "Conçu pour un ordinateur" not in words
    assert (entry.guests, entry.on_mobile) == ("", None)


def test_a_retired_service_leads_to_its_successor(client: Client) -> None:
    make_entry("codimd")
    published(lifecycle={"state": "retired", "since": "2023-07-01", "successor": "codimd"})
    words = client.get(f"{LIST}etherpad/").content.decode()
    assert "Retiré depuis le 1 juillet 2023" in words
    assert words.index("/bibliotheque/codimd/") < words.index("À quoi il sert")
    assert "/bibliotheque/etherpad/ouvrir" not in words


def test_a_service_says_when_it_closes(client: Client) -> None:
    published(lifecycle={"state": "maintenance", "sunset_on": "2028-07-07"})
    words = client.get(f"{LIST}etherpad/").content.decode()
    assert "Fermeture le 7 juillet 2028" in words
    assert "Maintenance" in words


def test_other_software_reads_the_list(client: Client, services: Services) -> None:
    response = client.get(f"{LIST}services.json")
    told = json.loads(response.content)
    assert [one["id"] for one in told["services"]] == [
        "polls", "etherpad", "framadate", "visio-agents",
    ]  # fmt: skip
    assert told["services"][1]["url"].endswith("/bibliotheque/etherpad/ouvrir")
    logo = told["services"][1]["logo"].partition("/bibliotheque/")[2]
    assert client.get(f"{LIST}{logo}")["Content-Type"] == "image/svg+xml"
    again = client.get(f"{LIST}services.json", headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_entry("codimd")
    changed = client.get(f"{LIST}services.json", headers={"If-None-Match": response["ETag"]})
    assert changed.status_code == 200


def test_the_list_for_others_holds_nothing_reserved(client: Client, teacher: User) -> None:
    place = academy("lyon")
    works(teacher, "enseignant", place)
    make_entry("pads-de-lyon", academy=place)
    client.force_login(teacher)
    assert json.loads(client.get(f"{LIST}services.json").content)["services"] == []


def test_catalogues_read_the_identity_card_of_software(client: Client) -> None:
    published()
    text = client.get(f"{LIST}etherpad/publiccode.yml").content.decode()
    assert "https://git.example.org/etherpad" in text
    make_entry("closed", document={**DOCUMENT, "software": {}})
    assert client.get(f"{LIST}closed/publiccode.yml").status_code == 404


def test_public_pages_cost_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    take_all()
    for address in (LIST, f"{LIST}?q=doodle", f"{LIST}besoin/find-a-date/"):
        with django_assert_max_num_queries(3):
            client.get(address)
    with django_assert_max_num_queries(6):
        client.get(f"{LIST}nuage/")


def test_names_of_editors_are_escaped(client: Client) -> None:
    nasty = "<script>alert(1)</script>"
    make_entry("nasty", name_fr=nasty, promise_fr=nasty, document={
        **DOCUMENT, "identity": {**DOCUMENT["identity"], "name": {"fr": nasty}},
    })  # fmt: skip
    for address in (LIST, f"{LIST}nasty/"):
        assert nasty not in client.get(address).content.decode()


def test_every_need_has_an_icon_that_exists(client: Client) -> None:
    from trousse.ui.icons import OUTLINES  # noqa: PLC0415

    assert set(Need.objects.values_list("icon", flat=True)) <= OUTLINES.keys()
