import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.packages.trousse_kit.documents import SMALLEST
from trousse_kit import ManifestRefused, load
from trousse_kit.web_app_manifest import icon_of, prefill, share_target_of

URL = "https://polls.example.org/app/site.webmanifest"
SITE: dict[str, Any] = {
    "name": "Les sondages de l’exemple",
    "short_name": "Sondages",
    "description": "Choisir une date\nensemble.",
    "lang": "fr-FR",
    "start_url": "./?source=pwa",
    "icons": [
        {"src": "small.png", "sizes": "48x48 96x96"},
        {"src": "/large.png", "sizes": "512x512"},
        {"src": "/mask.svg", "sizes": "any", "purpose": "maskable"},
    ],
    "shortcuts": [
        {"name": "Nouveau sondage", "url": "/nouveau"},
        {"name": "Ailleurs", "url": "https://other.example.org/"},
        {"name": "Nouveau sondage", "url": "/encore"},
    ],
    "share_target": {
        "action": "partager",
        "method": "post",
        "params": {"title": "t", "text": "x", "files": []},
    },
}


def test_a_site_prefills_its_manifest() -> None:
    assert prefill(SITE, URL) == {
        "identity": {
            "name": {"fr": "Les sondages de l’exemple"},
            "purpose": {"fr": "Choisir une date ensemble."},
        },
        "operation": {
            "url": "https://polls.example.org/app/?source=pwa",
            "origins": ["https://polls.example.org"],
        },
        "capabilities": [
            {
                "verb": "create",
                "resource_type": "nouveau_sondage",
                "url": "https://polls.example.org/nouveau",
            }
        ],
    }


def test_the_largest_icon_that_can_be_shown_as_it_is_wins() -> None:
    assert icon_of(SITE, URL) == "https://polls.example.org/large.png"
    icons = [*SITE["icons"], {"src": "drawing.svg", "sizes": "any"}]
    assert icon_of({"icons": icons}, URL) == "https://polls.example.org/app/drawing.svg"
    assert icon_of({"icons": SITE["icons"][2:]}, URL) == "https://polls.example.org/mask.svg"
    assert icon_of({}, URL) == ""


def test_what_it_takes_from_a_phone_is_noted() -> None:
    assert share_target_of(SITE, URL) == {
        "url": "https://polls.example.org/app/partager",
        "method": "POST",
        "params": {"title": "t", "text": "x"},
    }
    assert share_target_of({}, URL) is None


def test_a_long_name_gives_way_to_the_short_one() -> None:
    found = prefill({**SITE, "name": "x" * 61}, URL)
    assert found["identity"]["name"] == {"fr": "Sondages"}


def test_another_language_stays_what_it_is() -> None:
    found = prefill({"name": "Polls", "lang": "en-GB"}, URL)
    assert found["identity"]["name"] == {"en": "Polls"}


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "https://other.example.org/", "http://polls.example.org/"]
)
def test_an_address_elsewhere_or_unsafe_is_not_taken(address: str) -> None:
    found = prefill({"start_url": address, "shortcuts": [{"name": "A", "url": address}]}, URL)
    assert found["operation"]["url"] == "https://polls.example.org/app/"
    assert "capabilities" not in found


def test_what_is_no_document_is_refused() -> None:
    with pytest.raises(ManifestRefused):
        prefill("<html>", URL)


JUNK = st.recursive(
    st.none() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["src", "sizes", "url", "name", "action", "params"]), inner
        )
    ),
)


@settings(max_examples=100)
@given(
    site=st.dictionaries(st.sampled_from(sorted(SITE)), JUNK),
    url=st.just(URL) | st.text(),
)
def test_whatever_a_site_says_the_result_is_the_start_of_a_manifest(
    site: dict[str, Any], url: str
) -> None:
    found = prefill(site, url)
    document = copy.deepcopy(SMALLEST)
    for block, values in found.items():
        if isinstance(values, dict):
            document.setdefault(block, {}).update(values)
        else:
            document[block] = values
    document["identity"]["name"].setdefault("fr", "x")
    if purpose := document["identity"].get("purpose"):
        purpose.setdefault("fr", "x")
    assert load(document)
    assert isinstance(icon_of(site, url), str)
    share_target_of(site, url)
