"""The index follows what services write, and can be made again."""

from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from tests.kit.conftest import Leaflet, Shelf
from trousse.accounts.models import User
from trousse.core.refs import Ref
from trousse.kit.keeping import ask_for_first_index
from trousse.kit.models import Resource, ResourceWord, TitleToken
from trousse.kit.resources import (
    ResourceFacts,
    forget_unused_tokens,
    publish_resource,
    publish_resources,
    rebuild_index,
    withdraw_resource,
)
from trousse.sharing.operations import forget_thing


def words_of(ref: Ref) -> list[str]:
    rows = ResourceWord.objects.filter(resource__ref=str(ref)).order_by("word")
    return list(rows.values_list("word", flat=True))


def test_it_keeps_the_words_of_the_title(leaflet: Leaflet) -> None:
    ref = leaflet("Compte rendu – mars 2026")
    assert words_of(ref) == ["2026", "compte", "mars", "rendu"]


def test_it_follows_a_new_title(leaflet: Leaflet, shelf: Shelf) -> None:
    ref = leaflet("Été")
    publish_resource(replace(shelf.facts[ref], title="Hiver", state="done"))
    row = Resource.objects.get(ref=str(ref))
    assert (row.title, row.state, words_of(ref)) == ("Hiver", "done", ["hiver"])


def test_publishing_the_same_again_changes_nothing(leaflet: Leaflet, shelf: Shelf) -> None:
    ref = leaflet("Été", state="done")
    before = Resource.objects.values().get(ref=str(ref))
    publish_resource(shelf.facts[ref])
    assert Resource.objects.values().get(ref=str(ref)) == before


def test_it_refuses_a_type_that_nobody_registered(db: None) -> None:
    stranger = ResourceFacts(Ref("stone", "x" * 22), "A stone", "/stones/x", "open", None)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no service registered the type of stone"):
        publish_resource(stranger)


def test_a_deleted_thing_leaves_the_index(leaflet: Leaflet, teacher: User) -> None:
    ref, other = leaflet("Été", teacher), leaflet("Hiver", teacher)
    forget_thing(ref)
    assert list(Resource.objects.values_list("ref", flat=True)) == [str(other)]


def test_withdrawing_twice_does_nothing_more(leaflet: Leaflet) -> None:
    ref = leaflet("Été")
    withdraw_resource(ref)
    withdraw_resource(ref)
    assert not Resource.objects.exists()


def test_a_write_that_fails_leaves_the_index_as_it_was(leaflet: Leaflet, shelf: Shelf) -> None:
    ref = leaflet("Été")
    with transaction.atomic():
        publish_resource(replace(shelf.facts[ref], title="Hiver"))
        transaction.set_rollback(True)
    assert words_of(ref) == ["ete"]


def test_publishing_many_costs_no_query_each(
    leaflet: Leaflet, shelf: Shelf, django_assert_max_num_queries: object
) -> None:
    many = [
        replace(
            shelf.facts[leaflet("x")], ref=Ref("leaflet", f"n{number:021}"), title=f"Un {number}"
        )
        for number in range(50)
    ]
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        publish_resources(many)
    assert words_of(many[7].ref) == ["7", "un"]


def test_it_is_made_again_from_what_services_have(leaflet: Leaflet, shelf: Shelf) -> None:
    kept, gone = leaflet("Été"), leaflet("Hiver")
    del shelf.facts[gone]
    shelf.facts[kept] = replace(shelf.facts[kept], title="Automne")
    assert list(rebuild_index("leaflets")) == [1]
    assert list(Resource.objects.values_list("title", flat=True)) == ["Automne"]


def test_the_command_names_a_service_without_things(db: None) -> None:
    with pytest.raises(CommandError, match="'stones'"):
        call_command("index_things", "stones")


def test_the_command_indexes_what_is_missing(
    leaflet: Leaflet, capsys: pytest.CaptureFixture[str]
) -> None:
    leaflet("Été")
    Resource.objects.all().delete()
    call_command("index_things", "leaflets")
    assert Resource.objects.get().title == "Été"
    assert capsys.readouterr().out.endswith("The index is up to date.\n")


def test_an_older_instance_is_indexed_once_by_the_worker(
    leaflet: Leaflet, run_tasks: object
) -> None:
    leaflet("Été")
    Resource.objects.all().delete()
    ask_for_first_index()
    ask_for_first_index()
    assert run_tasks() == 1  # type: ignore[operator]
    assert Resource.objects.get().title == "Été"


def test_an_empty_instance_asks_for_nothing(db: None, run_tasks: object) -> None:
    ask_for_first_index()
    assert run_tasks() == 0  # type: ignore[operator]


def test_words_that_no_title_has_any_more_are_forgotten(leaflet: Leaflet, shelf: Shelf) -> None:
    ref = leaflet("Été chaud")
    publish_resource(replace(shelf.facts[ref], title="Été froid"))
    assert forget_unused_tokens() is False
    tokens = TitleToken.objects.order_by("token").values_list("token", flat=True)
    assert list(tokens) == ["ete", "froid"]
