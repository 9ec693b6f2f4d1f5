import json
import re
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest

from tests.packages.trousse_kit.documents import SMALLEST, changed
from trousse_kit import json_schema, load, schema_text, vocabulary
from trousse_kit.cli import main
from trousse_kit.reference import reference_text

ROOT = Path(__file__).resolve().parents[3]
COMMITTED = ROOT / "packages" / "trousse-kit" / "manifest-v1.schema.json"


def fields() -> list[tuple[str, dict[str, Any]]]:
    schema = json_schema()
    blocks = {"Manifest": schema, **schema["$defs"]}
    return [
        (f"{block}.{name}", field)
        for block, content in blocks.items()
        for name, field in content.get("properties", {}).items()
    ]


def test_the_committed_schema_is_the_models() -> None:
    assert COMMITTED.read_text() == schema_text()


def test_it_is_valid_in_its_dialect() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(COMMITTED.read_text()))
    assert json_schema()["$schema"].endswith("2020-12/schema")


@pytest.mark.parametrize(("name", "field"), fields(), ids=[name for name, _ in fields()])
def test_every_field_has_a_title_and_a_description(name: str, field: dict[str, Any]) -> None:
    assert field["title"]
    assert field["description"].endswith((".", "`.", ")."))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("identity.colour", "red"),
        ("identity.name", {"en": "Evento"}),
        ("identity.id", "A B"),
        ("lifecycle.state", "gone"),
        ("operation.url", "http://example.org/"),
        ("identity.needs", "find-a-date"),
    ],
)
def test_it_refuses_what_load_refuses(path: str, value: object) -> None:
    validator = jsonschema.Draft202012Validator(json_schema())
    assert validator.is_valid(SMALLEST)
    assert not validator.is_valid(changed(path, value))


@pytest.mark.parametrize(
    ("values", "meanings"),
    [
        (vocabulary.State, vocabulary.STATES),
        (vocabulary.Antifeature, vocabulary.ANTIFEATURES),
        (vocabulary.Guests, vocabulary.GUESTS),
        (vocabulary.Account, vocabulary.ACCOUNTS),
        (vocabulary.YesNo, vocabulary.YES_NO),
        (vocabulary.SignInMethod, vocabulary.SIGN_IN_METHODS),
        (vocabulary.Provisioning, vocabulary.PROVISIONING),
        (vocabulary.Means, vocabulary.MEANS),
        (vocabulary.Depth, vocabulary.DEPTHS),
        (vocabulary.BarMode, vocabulary.BAR_MODES),
        (vocabulary.CspStrategy, vocabulary.CSP_STRATEGIES),
        (vocabulary.Verb, vocabulary.VERBS),
        (vocabulary.Claim, vocabulary.CLAIMS),
    ],
)
def test_every_word_of_a_closed_list_is_explained(values: object, meanings: dict[str, str]) -> None:
    assert get_args(values) == tuple(meanings)
    assert all(meanings.values())


PAGE = ROOT / "docs" / "reference" / "manifest.md"
GUIDE = ROOT / "docs" / "how-to" / "describe-your-service.md"


def test_the_reference_page_is_the_models(capsys: pytest.CaptureFixture[str]) -> None:
    assert PAGE.read_text() == reference_text()
    assert main(["reference"]) == 0
    assert capsys.readouterr().out == reference_text()


@pytest.mark.parametrize(("name", "field"), fields(), ids=[name for name, _ in fields()])
def test_every_field_has_a_row_with_an_example(name: str, field: dict[str, Any]) -> None:
    last = name.partition(".")[2]
    rows = [
        line for line in reference_text().splitlines() if re.match(rf"\| \**`[\w.]*{last}`", line)
    ]
    assert any(" ".join(field["description"].split()) in row for row in rows)
    nested = "$ref" in field or "$ref" in field.get("items", {})
    assert field.get("examples") or nested, f"{name} has no example"


def test_the_guide_shows_manifests_that_are_accepted() -> None:
    examples = re.findall(r"^```toml\n(.*?)^```$", GUIDE.read_text(), re.MULTILINE | re.DOTALL)
    assert len(examples) > 1
    for number, text in enumerate(examples):
        assert load(text if number == 0 else examples[0] + text)
