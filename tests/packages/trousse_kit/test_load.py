import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.packages.trousse_kit.documents import SMALLEST, changed
from trousse_kit import Manifest, ManifestRefused, document_of, load
from trousse_kit.faults import WORDING
from trousse_kit.parsing import KINDS, LARGEST_DOCUMENT, Kind

TOML = """
[identity]
id = "evento"
name = { fr = "Evento" }
promise = { fr = "Trouver une date", en = "Find a date" }
[lifecycle]
state = "available"
since = 2026-09-01
[operation]
url = "https://evento.example.org/"
operator = "Un réseau"
[audience]
guests = "yes"
"""
YAML = """
identity:
  id: evento
  name: {fr: Evento}
  promise: {fr: Trouver une date, en: Find a date}
lifecycle: {state: available, since: 2026-09-01}
operation:
  url: https://evento.example.org/
  operator: Un réseau
audience: {guests: yes}
"""
JSON = """{
"identity": {"id": "evento", "name": {"fr": "Evento"},
 "promise": {"fr": "Trouver une date", "en": "Find a date"}},
"lifecycle": {"state": "available", "since": "2026-09-01"},
"operation": {"url": "https://evento.example.org/", "operator": "Un réseau"},
"audience": {"guests": "yes"}}"""


def refused(document: object, kind: Kind = "toml") -> list[tuple[str, str]]:
    with pytest.raises(ManifestRefused) as caught:
        load(document, kind)  # type: ignore[arg-type]  # wrong types are refused too
    return [(fault.where, fault.code) for fault in caught.value.faults]


def test_the_three_formats_say_the_same() -> None:
    found = [load(TOML), load(JSON, "json"), load(YAML, "yaml")]
    assert found[0] == found[1] == found[2]
    assert found[0].lifecycle.since == date(2026, 9, 1)
    assert found[0].audience.guests == "yes"


def test_bytes_with_a_mark_of_order_are_read() -> None:
    assert load(b"\xef\xbb\xbf" + TOML.encode()) == load(TOML)


def test_what_is_left_out_has_a_default() -> None:
    manifest = load(SMALLEST)
    assert manifest.audience.everyone
    assert (manifest.integration.means, manifest.capabilities) == ("link", ())


def test_a_manifest_goes_to_a_document_and_back() -> None:
    manifest = load(TOML)
    assert load(document_of(manifest)) == manifest


def test_words_fall_back_on_french() -> None:
    promise = load(SMALLEST).identity.promise
    assert promise.in_language("en") == "Find a date"
    assert promise.in_language("en-GB") == "Find a date"
    assert promise.in_language("de") == str(promise) == "Trouver une date"


@pytest.mark.parametrize(
    ("path", "value", "where", "code"),
    [
        ("identity.id", "Find A Date", "identity.id", "slug"),
        ("identity.id", "", "identity.id", "too_short"),
        ("identity.name", "Evento", "identity.name", "not_words"),
        ("identity.name", {}, "identity.name.fr", "no_french"),
        ("identity.name", {"fr": "x", "french": "y"}, "identity.name.french", "language"),
        ("identity.name", {"fr": " "}, "identity.name.fr", "empty"),
        ("identity.promise", {"fr": "x" * 121}, "identity.promise.fr", "too_long"),
        ("identity.needs", "find-a-date", "identity.needs", "not_a_list"),
        ("identity.needs", ["a-b"] * 21, "identity.needs", "too_many"),
        ("identity.icon", 3, "identity.icon", "not_text"),
        ("identity.colour", "red", "identity.colour", "unknown"),
        ("identity.promiss", {}, "identity.promiss", "unknown_near"),
        ("identity", "evento", "identity", "not_a_block"),
        ("lifecycle.state", "retird", "lifecycle.state", "choice_near"),
        ("lifecycle.state", "gone", "lifecycle.state", "choice"),
        ("lifecycle.since", "2026-02-30", "lifecycle.since", "not_a_day"),
        ("lifecycle.since", 20260901, "lifecycle.since", "not_a_day"),
        ("lifecycle.successor", "evento", "lifecycle.successor", "names_itself"),
        ("operation.url", "http://evento.example.org/", "operation.url", "address"),
        ("operation.url", "/evento/", "operation.url", "path_outside_the_portal"),
        ("operation.operated_here", "yes", "operation.operated_here", "not_true_or_false"),
        ("operation.operator", None, "operation.operator", "no_operator"),
        ("operation.operator", "a\nb", "operation.operator", "one_line"),
        ("operation.origins", ["https://a.fr/"], "operation.origins.0", "origin"),
        ("operation.health_url", "javascript:1", "operation.health_url", "address"),
        ("operation.help_url", "data:text/html,x", "operation.help_url", "help_address"),
        ("software.repository_url", "git@x:y", "software.repository_url", "link"),
        ("audience.guests", True, "audience.guests", "choice"),
        ("sign_in.logout_paths", ["logout"], "sign_in.logout_paths.0", "path"),
        ("schema_version", 2, "schema_version", "choice"),
        (
            "capabilities",
            [{"verb": "create", "resource_type": "poll"}],
            "capabilities.0",
            "unreachable_capability",
        ),
        ("resources", [{"type": "poll"}, {"type": "poll"}], "resources", "twice"),
        ("resources", [{"type": "Poll"}], "resources.0.type", "name"),
        (
            "data_protection.processors",
            [{"name": "x", "country": "France"}],
            "data_protection.processors.0.country",
            "country",
        ),
    ],
)
def test_a_fault_says_where_and_what(path: str, value: object, where: str, code: str) -> None:
    assert refused(changed(path, value)) == [(where, code)]


@pytest.mark.parametrize(
    ("claim", "value", "code"),
    [
        ("accessibility_rate", 100.5, "claim_rate"),
        ("accessibility_rate", True, "claim_rate"),
        ("accessibility_statement", "some", "claim_choice"),
        ("dpia", "yes", "claim_yes_no"),
        ("dpia", 1, "claim_yes_no"),
    ],
)
def test_a_claim_has_values_of_its_own(claim: str, value: object, code: str) -> None:
    one = {"claim": claim, "value": value, "declared_on": "2026-01-01", "url": "https://x.fr"}
    assert refused(changed("evidence", [one])) == [("evidence.0", code)]


@pytest.mark.parametrize(
    ("claim", "declared", "ends"),
    [
        ("dpia", "2026-03-01", date(2029, 3, 1)),
        ("penetration_test", "2026-03-31", date(2027, 3, 31)),
        ("dpia", "2028-02-29", date(2031, 2, 28)),
    ],
)
def test_a_claim_without_expiry_gets_old(claim: str, declared: str, ends: date) -> None:
    one = {"claim": claim, "value": True, "declared_on": declared, "url": "https://x.fr"}
    assert load(changed("evidence", [one])).evidence[0].ends_on == ends


def test_all_that_is_wrong_is_said_at_once() -> None:
    assert refused({"identity": {"id": "evento"}}) == [
        ("identity.name", "missing"),
        ("identity.promise", "missing"),
        ("lifecycle", "missing"),
        ("operation", "missing"),
    ]


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("[identity", "toml", "syntax"),
        ("a = 1\na = 2", "toml", "syntax"),
        ('{"a": 1,}', "json", "syntax"),
        ('{"a": 1, "a": 2}', "json", "key_twice"),
        ("9" * 5000, "json", "syntax"),
        ("[" * 5000, "json", "too_deep"),
        ("[1, 2]", "json", "not_a_block"),
        ("", "yaml", "not_a_block"),
        ("a: [", "yaml", "syntax"),
        ("a: 1\na: 2", "yaml", "key_twice"),
        ("a: &x 1\nb: *x", "yaml", "not_allowed_in_yaml"),
        ("a: !!python/object:os.system x", "yaml", "not_allowed_in_yaml"),
        ("1: a", "yaml", "not_data"),
        ("[" * 5000, "yaml", "too_deep"),
        (b"\xff\xfe", "toml", "encoding"),
        ("#" * (LARGEST_DOCUMENT + 1), "toml", "too_large"),
    ],
)
def test_what_cannot_be_read_is_refused(text: str | bytes, kind: Kind, code: str) -> None:
    assert refused(text, kind) == [("", code)]


def test_data_that_json_cannot_hold_are_refused() -> None:
    assert refused('{"a": {"b": NaN}}', "json") == [("a.b", "not_finite")]
    assert refused({"identity": {"id": object()}}) == [("identity.id", "not_data")]


def test_it_knows_on_which_line_reading_stopped() -> None:
    for text, kind in (("a = 1\nb = =", "toml"), ('{\n"a": }', "json"), ("a: 1\n]", "yaml")):
        with pytest.raises(ManifestRefused) as caught:
            load(text, kind)  # type: ignore[arg-type]  # a Kind
        assert caught.value.faults[0].line == 2


SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates() | st.binary()
)
JUNK = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from([*Manifest.model_fields, "id", "name", "fr", "url"]) | st.text(), inner
        )
    ),
    max_leaves=20,
)


@settings(max_examples=60)
@given(document=st.dictionaries(st.sampled_from(list(Manifest.model_fields)) | st.text(), JUNK))
def test_any_data_are_a_manifest_or_refused(document: dict[str, object]) -> None:
    assert refused(document)


@settings(max_examples=60)
@given(text=st.text() | st.binary(), kind=st.sampled_from(KINDS))
def test_any_text_is_a_manifest_or_refused(text: str | bytes, kind: Kind) -> None:
    assert refused(text, kind)


PARTS = st.sampled_from([
    "[identity]", "identity:", "{", "}", "[", "]", '"', "'", "!!int", "!!timestamp", "&a", "*a",
    "<<", ": ", "- ", "? ", "\n", "  ", "id", " = ", "2026-13-45", "0x", "1e999", "---", "%YAML",
    "\\ud800", '"""', ",", "#", "\x00", "é", "\u2028", "|\n", ">\n",
])  # fmt: skip


@settings(max_examples=60)
@given(parts=st.lists(PARTS, max_size=30), kind=st.sampled_from(KINDS))
def test_text_that_looks_like_a_document_is_refused_too(parts: list[str], kind: Kind) -> None:
    assert refused("".join(parts), kind)


@settings(max_examples=60)
@given(
    path=st.sampled_from(["identity.name", "evidence", "capabilities", "audience.phone"]), junk=JUNK
)
def test_junk_in_a_good_document_is_refused_by_name(path: str, junk: object) -> None:
    faults = []
    try:
        load(changed(path, junk))
    except ManifestRefused as refusal:
        faults = refusal.faults or [None]
    assert all(fault and fault.code in WORDING for fault in faults)


def test_the_package_needs_neither_django_nor_yaml() -> None:
    program = (
        "import sys, trousse_kit; "
        "print(sorted({'django', 'yaml', 'trousse'} & {m.partition('.')[0] for m in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"
