"""Documentation that names what is gone is worse than none: names and links are checked."""

import importlib
import re
from functools import cache
from pathlib import Path

import polib
import pytest

from trousse.services.polls.models import RETENTION
from trousse_kit import load

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    {
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("deploy/**/*.md"),
        *ROOT.glob("src/**/README.md"),
        *ROOT.glob("packages/**/README.md"),
        *ROOT.glob("frontend/*/README.md"),
        *ROOT.glob("benchmarks/**/*.md"),
    }
)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)|src=\"([^\"]+)\"")
CODE = re.compile(r"`([^`\n]+)`")
SYMBOL = re.compile(r"trousse(?:_kit)?(?:\.\w+)+")
TOP_FOLDERS = "src|packages|tests|docs|scripts|deploy|frontend|benchmarks|requirements"
PATH = re.compile(rf"(?:{TOP_FOLDERS})(?:/[\w.-]+)+/?")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
WALK = ROOT / "docs" / "explanation" / "life-of-a-request.md"
RECORDS = ROOT / "docs" / "adr"


GUIDES = sorted(ROOT.glob("docs/tutorials/*.md"))


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def prose(page: Path) -> str:
    return FENCE.sub("", page.read_text())


def symbols(page: Path) -> set[str]:
    """Return the dotted names of ours that stand alone between backticks, files beside excepted."""
    found = (code.removesuffix("()") for code in CODE.findall(prose(page)))
    dotted = {code for code in found if SYMBOL.fullmatch(code)}
    return {code for code in dotted if not (page.parent / code).exists()}


def exists(symbol: str) -> bool:
    """Tell whether ``symbol`` is a module, or can be reached in one."""
    parts = symbol.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for attribute in parts[length:]:
            if not hasattr(found, attribute):
                return False
            found = getattr(found, attribute)
        return True
    return False


@cache
def anchors(page: Path) -> frozenset[str]:
    """Return the anchors that code hosts make of the headings of ``page``."""
    headings = re.findall(r"^#+ +(.+?) *$", prose(page), re.MULTILINE)
    plain = (re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading) for heading in headings)
    return frozenset(
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in plain
    )


def links(page: Path) -> list[str]:
    return [in_text or picture for in_text, picture in LINK.findall(prose(page))]


def reachable_from(page: Path) -> set[Path]:
    """Return the pages that links lead to, from ``page`` on."""
    seen, to_read = {page}, [page]
    while to_read:
        here = to_read.pop()
        paths = (link.partition("#")[0] for link in links(here) if "://" not in link)
        next_pages = {(here.parent / path).resolve() for path in paths if path.endswith(".md")}
        to_read += next_pages - seen
        seen |= next_pages
    return seen


def broken_links(page: Path) -> list[str]:
    broken = []
    for link in links(page):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    return broken


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_it_names_only_symbols_that_exist(page: Path) -> None:
    assert {symbol for symbol in symbols(page) if not exists(symbol)} == set()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_it_links_only_to_what_exists(page: Path) -> None:
    assert broken_links(page) == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_it_names_only_files_that_exist(page: Path) -> None:
    named = {code for code in CODE.findall(prose(page)) if PATH.fullmatch(code)}
    assert {path for path in named if not (ROOT / path).exists()} == set()


def test_it_walks_a_vote_by_its_real_names() -> None:
    assert {
        "trousse.services.polls.views.answering.detail",
        "trousse.services.polls.access.access_poll",
        "trousse.services.polls.voting.cast_vote",
        "trousse.core.outbox.publish",
        "trousse.core.realtime.announcing.announce",
    } <= symbols(WALK)


@pytest.mark.parametrize(
    "symbol", ["trousse.nothing", "trousse.core.clock.never", "trousse.core.clock.now.never"]
)
def test_it_knows_a_symbol_that_is_gone(symbol: str) -> None:
    assert not exists(symbol)


def test_it_knows_a_broken_link(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# One\n[ok](#one) [bad](#two) [gone](gone.md) [far](https://example.org)\n")
    assert broken_links(page) == ["#two", "gone.md"]


def test_every_page_is_found_from_the_map() -> None:
    found = reachable_from(ROOT / "docs" / "index.md")
    lost = set(ROOT.glob("docs/**/*.md")) - found
    assert {name_of(page) for page in lost} == set()


def test_it_lists_every_decision_in_order() -> None:
    records = sorted(path.name for path in RECORDS.glob("[0-9]*.md"))
    assert re.findall(
        r"^- \[\d+\]\(([^)]+)\)", (RECORDS / "README.md").read_text(), re.MULTILINE
    ) == (records)


@pytest.mark.parametrize("record", sorted(RECORDS.glob("[0-9]*.md")), ids=name_of)
def test_a_decision_has_its_parts(record: Path) -> None:
    text = record.read_text()
    assert text.startswith(f"# {record.name[:4]}. ")
    wanted = ["Context", "Decision", "Consequences", "When to revisit"]
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == wanted


def plain(words: str) -> str:
    """Return ``words`` with ordinary spaces and without a final full stop."""
    return re.sub(r"[\u00a0\u202f]", " ", words).strip().rstrip(".")


@cache
def words_on_screen() -> frozenset[str]:
    catalogues = [polib.pofile(str(path)) for path in ROOT.glob("src/trousse/**/locale/fr/*/*.po")]
    entries = [entry for catalogue in catalogues for entry in catalogue]
    said = [words for one in entries for words in (one.msgstr, *one.msgstr_plural.values())]
    for path in ROOT.glob("src/trousse/**/manifest.toml"):
        identity = load(path.read_bytes()).identity
        said += [str(identity.name), str(identity.promise)]
    return frozenset(plain(words) for words in said)


@pytest.mark.parametrize("guide", GUIDES, ids=name_of)
def test_a_guide_puts_in_bold_the_very_words_on_screen(guide: Path) -> None:
    labels = {plain(words) for words in re.findall(r"\*\*([^*]+)\*\*", prose(guide))}
    assert labels
    assert labels - words_on_screen() == set()


def test_a_guide_says_how_long_polls_stay() -> None:
    assert f"*{RETENTION.days} jours*" in (ROOT / "docs/tutorials/trouver-une-date.md").read_text()
