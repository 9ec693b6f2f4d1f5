"""What somebody keeps at hand, and what they opened."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.factories.library import make_entry
from trousse.accounts.models import User
from trousse.library.models import Entry, Opening, Pin, Recent
from trousse.library.operations import MOST_RECENTS, pin_entry, record_opening
from trousse.library.queries import desk_services, recent_services

pytestmark = pytest.mark.django_db
Services = dict[str, Entry]


def pins_of(user: User) -> list[str]:
    return list(Pin.objects.filter(user=user).values_list("entry__slug", flat=True))


def send(client: Client, slug: str, gesture: str, **data: str) -> Any:
    return client.post(f"/bibliotheque/{slug}/{gesture}", data)


def test_it_pins_a_service(client: Client, teacher: User, services: Services) -> None:
    client.force_login(teacher)
    assert send(client, "etherpad", "epingler").status_code == 302
    assert pins_of(teacher) == ["etherpad"]


def test_twice_pins_once(client: Client, teacher: User, services: Services) -> None:
    client.force_login(teacher)
    send(client, "etherpad", "epingler")
    assert send(client, "etherpad", "epingler").status_code == 302
    assert pins_of(teacher) == ["etherpad"]


def test_a_visitor_signs_in_before_pinning(client: Client, services: Services) -> None:
    assert "/comptes/" in send(client, "etherpad", "epingler").url
    assert Pin.objects.count() == 0


def test_it_does_not_pin_by_a_link(client: Client, teacher: User, services: Services) -> None:
    client.force_login(teacher)
    assert client.get("/bibliotheque/etherpad/epingler").status_code == 405


def test_a_service_that_does_not_exist_is_not_pinned(client: Client, teacher: User) -> None:
    client.force_login(teacher)
    assert send(client, "nothing", "epingler").status_code == 404


def test_a_draft_is_pinned_by_nobody(client: Client, teacher: User) -> None:
    make_entry("secret", published_at=None)
    client.force_login(teacher)
    assert send(client, "secret", "epingler").status_code == 404


def test_the_thirteenth_pin_is_refused_in_words(client: Client, teacher: User) -> None:
    client.force_login(teacher)
    for number in range(12):
        pin_entry(make_entry(f"s{number}"), teacher)
    make_entry("one-more")
    response = send(client, "one-more", "epingler")
    assert response.status_code == 409
    assert "12" in response.content.decode()
    assert len(pins_of(teacher)) == 12


def test_it_unpins(client: Client, teacher: User, services: Services) -> None:
    pin_entry(services["etherpad"], teacher)
    client.force_login(teacher)
    send(client, "etherpad", "detacher")
    send(client, "etherpad", "detacher")
    assert pins_of(teacher) == []


def test_it_leaves_the_pins_of_others(
    client: Client, teacher: User, outsider: User, services: Services
) -> None:
    pin_entry(services["etherpad"], outsider)
    client.force_login(teacher)
    send(client, "etherpad", "detacher")
    assert pins_of(outsider) == ["etherpad"]


def test_pins_move_without_dragging(client: Client, teacher: User, services: Services) -> None:
    for slug in ("etherpad", "framadate", "polls"):
        pin_entry(services[slug], teacher)
    client.force_login(teacher)
    send(client, "polls", "deplacer", to="up")
    assert pins_of(teacher) == ["etherpad", "polls", "framadate"]
    send(client, "etherpad", "deplacer", to="down")
    assert pins_of(teacher) == ["polls", "etherpad", "framadate"]
    send(client, "polls", "deplacer", to="up")
    assert pins_of(teacher) == ["polls", "etherpad", "framadate"]


def test_after_a_gesture_one_is_back_where_one_was(
    client: Client, teacher: User, services: Services
) -> None:
    client.force_login(teacher)
    there = send(client, "etherpad", "epingler", next="/bibliotheque/?q=pad")
    assert there.url == "/bibliotheque/?q=pad"
    away = send(client, "etherpad", "epingler", next="https://elsewhere.example/")
    assert away.url == "/bibliotheque/"


def test_opening_goes_there_and_counts_nobody(client: Client, services: Services) -> None:
    for _ in range(2):
        response = client.get("/bibliotheque/etherpad/ouvrir")
        assert response["Location"] == "https://etherpad.example.org/"
    counted = Opening.objects.get()
    assert (counted.entry, counted.count) == (services["etherpad"], 2)
    assert {field.name for field in Opening._meta.get_fields()} == {"id", "entry", "day", "count"}
    assert Recent.objects.count() == 0


def test_openings_are_counted_by_day(client: Client, services: Services) -> None:
    for day in ("2026-11-23T10:00Z", "2026-11-24T10:00Z"):
        with time_machine.travel(day, tick=False):
            client.get("/bibliotheque/etherpad/ouvrir")
    assert [row.count for row in Opening.objects.all()] == [1, 1]


def test_looking_whether_it_is_there_does_not_count(client: Client, services: Services) -> None:
    assert client.head("/bibliotheque/etherpad/ouvrir").status_code == 302
    assert Opening.objects.count() == 0


def test_a_service_without_address_does_not_open(client: Client) -> None:
    make_entry("nowhere", open_url="")
    assert client.get("/bibliotheque/nowhere/ouvrir").status_code == 404


def test_what_one_opened_is_found_again(client: Client, teacher: User, services: Services) -> None:
    client.force_login(teacher)
    for hour, slug in enumerate(("etherpad", "polls", "etherpad")):
        with time_machine.travel(f"2026-11-23T1{hour}:00Z", tick=False):
            client.get(f"/bibliotheque/{slug}/ouvrir")
    assert [card.slug for card in recent_services(teacher)] == ["etherpad", "polls"]


def test_few_openings_are_remembered(teacher: User) -> None:
    for number in range(MOST_RECENTS + 2):
        with time_machine.travel(f"2026-11-23T10:{number:02}Z", tick=False):
            record_opening(make_entry(f"s{number}"), teacher)
    assert Recent.objects.filter(user=teacher).count() == MOST_RECENTS
    assert recent_services(teacher)[0].slug == f"s{MOST_RECENTS + 1}"


def test_pins_stand_first_on_the_desk(teacher: User, services: Services) -> None:
    assert desk_services(teacher)[0].slug == "polls"
    pin_entry(services["etherpad"], teacher)
    first = desk_services(teacher)[0]
    assert (first.slug, first.is_pinned) == ("etherpad", True)


def test_the_desk_is_never_empty(teacher: User) -> None:
    make_entry("unheard-of")
    assert [card.slug for card in desk_services(teacher)] == ["unheard-of"]


def test_a_retired_service_stays_on_the_desk_of_who_pinned_it(
    teacher: User, outsider: User, services: Services
) -> None:
    pin_entry(services["old-pads"], teacher)
    assert desk_services(teacher)[0].level == "retired"
    assert "old-pads" not in [card.slug for card in desk_services(outsider)]


def test_own_services_are_put_in_order_by_buttons(
    client: Client, teacher: User, services: Services
) -> None:
    client.force_login(teacher)
    assert "Rien n’est encore épinglé" in client.get("/bibliotheque/mes-services").content.decode()
    for slug in ("etherpad", "old-pads"):
        pin_entry(services[slug], teacher)
    record_opening(services["framadate"], teacher)
    words = client.get("/bibliotheque/mes-services").content.decode()
    assert words.index("Etherpad") < words.index("Old Pads") < words.index("Framadate")
    assert words.count('value="up"') == words.count('value="down"') == 1
    assert '/bibliotheque/old-pads/deplacer"' in words


def test_own_services_are_seen_by_their_owner(client: Client) -> None:
    assert "/comptes/" in client.get("/bibliotheque/mes-services").url


def test_an_icon_that_nobody_knows_breaks_no_desk(teacher: User) -> None:
    make_entry("odd", icon="no-such-icon")
    assert desk_services(teacher)[0].icon == "note"
