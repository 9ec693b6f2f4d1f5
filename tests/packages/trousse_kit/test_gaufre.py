import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.packages.trousse_kit.documents import changed
from trousse_kit import ManifestRefused, gaufre, load
from trousse_kit.gaufre import Gaufre, Listed

PUBLISHED = {
    "organization": {"name": "Une ville", "siret": "1"},
    "services": [
        {
            "id": 7,
            "name": "Résana ",
            "url": "https://resana.example.org",
            "maturity": "beta",
            "logo": "/logos/resana.svg",
            "subscribed": True,
        },
        {"id": "tchap", "name": "Tchap", "url": "https://tchap.example.org", "logo": None},
        {"id": "old", "name": "Old", "url": "https://old.example.org", "enabled": False},
    ],
}
READ = Gaufre(
    (
        Listed(
            "resana",
            "Résana",
            "https://resana.example.org",
            "beta",
            "https://suite.example.org/logos/resana.svg",
            subscribed=True,
        ),
        Listed("tchap", "Tchap", "https://tchap.example.org"),
    ),
    "Une ville",
)
ADDRESS = "https://suite.example.org/api/services.json"


def refused(document: Any) -> list[tuple[str, str]]:
    with pytest.raises(ManifestRefused) as caught:
        gaufre.read(document)
    return [(fault.where, fault.code) for fault in caught.value.faults]


def test_it_reads_the_list_of_another_portal() -> None:
    assert gaufre.read(json.dumps(PUBLISHED), ADDRESS) == READ


def test_it_reads_the_bare_list_of_the_first_version() -> None:
    services = PUBLISHED["services"]
    found = gaufre.read(json.dumps(services), ADDRESS)
    assert found.services == READ.services == gaufre.read(services, ADDRESS).services


def test_what_is_written_is_read_back() -> None:
    assert gaufre.read(gaufre.write(READ)) == READ


def test_a_listed_service_is_the_start_of_a_manifest() -> None:
    draft = READ.services[0].draft()
    assert draft["lifecycle"]["state"] == "pilot"
    draft["identity"]["promise"] = {"fr": "Travailler ensemble"}
    draft["operation"]["operator"] = "Une ville"
    assert load(draft).identity.id == "resana"


@pytest.mark.parametrize(
    ("document", "faults"),
    [
        ("nothing", [("", "syntax")]),
        ("{}", [("services", "missing")]),
        ('{"services": {}}', [("services", "not_a_list")]),
        ('{"services": [1]}', [("services.0", "not_a_block")]),
        (
            '[{"name": "A", "url": "javascript:alert(1)"}, {"url": "https://b.fr"}]',
            [("services.0.url", "link"), ("services.1.name", "missing")],
        ),
        ('[{"name": "A"}]', [("services.0.url", "missing")]),
    ],
)
def test_a_list_that_cannot_be_read_is_refused(
    document: str, faults: list[tuple[str, str]]
) -> None:
    assert refused(document) == faults


def test_too_many_services_are_refused() -> None:
    one = {"name": "A", "url": "https://a.fr"}
    assert refused([one] * (gaufre.MOST_SERVICES + 1)) == [("services", "too_many")]


def test_a_service_without_a_name_to_keep_gets_an_id_all_the_same() -> None:
    found = gaufre.read([{"id": 4, "name": "日本", "url": "https://a.fr"}])
    assert found.services[0].id == "service-4"


def test_a_logo_that_is_no_address_is_left_out() -> None:
    one = {"name": "A b", "url": "https://a.fr", "logo": "data:image/png;base64,AAAA"}
    assert gaufre.read([one], ADDRESS).services[0].logo == ""


def test_our_services_are_listed_with_whole_addresses() -> None:
    ours = changed("integration.means", "built_in")
    ours["operation"] = {"url": "/sondages/", "operated_here": True}
    retired = changed("lifecycle.state", "retired")
    found = gaufre.of_manifests(
        [load(ours), load(retired)], organization="Ici", base="https://trousse.example.org"
    )
    assert found == Gaufre(
        (Listed("evento", "Evento", "https://trousse.example.org/sondages/"),), "Ici"
    )


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "name", "url", "logo", "maturity"]), inner)
    ),
)


@settings(max_examples=60)
@given(services=st.lists(JUNK, max_size=3), name=st.text())
def test_whatever_is_listed_is_read_or_refused(services: list[Any], name: str) -> None:
    named = {"name": name, "url": "https://a.fr", "logo": name, "id": name}
    try:
        found = gaufre.read([*services, named], ADDRESS)
    except ManifestRefused:
        return
    assert gaufre.read(gaufre.write(found)) == found
    for one in found.services:
        complete = one.draft()
        complete["identity"]["promise"] = {"fr": "Travailler"}
        complete["operation"] = {"url": "https://a.fr", "operator": "x"}
        assert load(complete).identity.id == one.id
