"""Manifests become versions; what editors changed stays theirs."""

import copy
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from tests.factories.library import DOCUMENT
from trousse.accounts.models import User
from trousse.kit.facts import record_measurement
from trousse.library.models import Entry, Revision
from trousse.library.publishing import publish_document
from trousse.library.taking import Offered, take
from trousse_kit import load

pytestmark = pytest.mark.django_db
PAGE = "/bibliotheque/etherpad/"


def manifest(**blocks: Any) -> dict[str, Any]:
    document = copy.deepcopy(DOCUMENT)
    for block, said in blocks.items():
        document[block] = {**document.get(block, {}), **said}
    return document


def offer(digest: str, **blocks: Any) -> Offered:
    made = load(manifest(**blocks))
    return Offered("etherpad", Entry.Source.FILE, digest, manifest=made)


def edit(entry: Entry, by: User, **blocks: Any) -> None:
    """Publish what an editor wrote over the public version."""
    document = copy.deepcopy(entry.document)
    for block, said in blocks.items():
        document[block] = {**document.get(block, {}), **said}
    revision = Revision.objects.create(
        entry=entry, number=9, document=document, origin="editor", status="draft", author=by
    )
    publish_document(entry, revision)


def entry() -> Entry:
    return Entry.objects.get(slug="etherpad")


def test_a_manifest_is_published() -> None:
    assert take(offer("a"))
    assert (entry().name_fr, entry().is_published, entry().loaded_digest) == ("Etherpad", True, "a")
    assert entry().revisions.get().status == "published"


def test_a_new_version_replaces_the_last_one() -> None:
    take(offer("a"))
    take(offer("b", operation={"operator": "Une autre académie"}))
    assert entry().document["operation"]["operator"] == "Une autre académie"
    assert entry().revisions.filter(status="published").count() == 1


def test_texts_of_editors_stay_and_facts_come(teacher: User) -> None:
    take(offer("a"))
    edit(entry(), teacher, identity={"name": {"fr": "Pads"}}, lifecycle={"state": "retired"})
    take(offer("b", operation={"operator": "Une autre académie"}, software={"version": "2.1"}))
    document = entry().document
    assert document["identity"]["name"]["fr"] == "Pads"
    assert document["lifecycle"]["state"] == "retired"
    assert document["operation"]["operator"] == "Une autre académie"
    assert document["software"]["version"] == "2.1"
    take(offer("c", identity={"name": {"fr": "Etherpad 3"}, "promise": {"fr": "Écrire."}}))
    assert entry().document["identity"]["name"]["fr"] == "Pads"
    assert entry().document["identity"]["promise"]["fr"] == "Écrire."


def test_what_editors_began_themselves_stays_theirs() -> None:
    Entry.objects.create(slug="etherpad", source="editor")
    assert not take(offer("a"))
    assert not entry().is_published


def test_starting_again_changes_nothing() -> None:
    call_command("load_catalogue", verbosity=0)
    before = Revision.objects.count()
    call_command("load_catalogue", verbosity=0)
    assert Revision.objects.count() == before > 0


def test_the_page_says_what_changed(client: Client) -> None:
    take(offer("a"))
    assert "Ce qui a changé" not in client.get(PAGE).content.decode()
    take(offer("b", operation={"operator": "Une autre académie"}))
    assert "Ce qui a changé" in client.get(PAGE).content.decode()


def test_the_measure_wins_and_the_difference_is_shown(client: Client) -> None:
    proof = {"declared_on": "2026-03-02", "url": "https://etherpad.example.org/a11y"}
    document = {"claim": "accessibility_rate", "value": 90, **proof}
    made = load({**manifest(), "evidence": [document]})
    take(Offered("etherpad", Entry.Source.FILE, "a", manifest=made))
    record_measurement("etherpad", "accessibility_rate", 60, by="axe", url=proof["url"])
    words = client.get(PAGE).content.decode()
    assert words.index("60\u202f%") < words.index("90\u202f%")
    assert "mesuré le" in words
