"""The sign-in library speaks French to the end, and in our words."""

import re
from collections.abc import Iterator
from pathlib import Path

import allauth
import polib
import pytest
from django.utils.translation import gettext, override, pgettext
from django.utils.translation.template import templatize

from trousse.accounts import library_words

LIBRARY = Path(allauth.__file__).parent
OURS = Path(library_words.__file__).parent
SHOWN = ("account", "mfa", "usersessions")
NEVER_SHOWN = re.compile(r"phone|signup_by_passkey|login_code|trust|password_reset_key|admin")
MARKED = re.compile(
    r"""\b(gettext|_|gettext_noop)\(\s*u?(?P<q>['"])(?P<text>(?:(?!(?P=q)).)+)(?P=q)\s*\)"""
)
SAME_IN_FRENCH = {"Code", "Note", "WebAuthn", "MFA", "Sessions"}


def library_files() -> Iterator[Path]:
    for app in SHOWN:
        yield from (LIBRARY / "templates" / app).rglob("*.html")
        yield from (LIBRARY / "templates" / app).rglob("*.txt")
        yield from (LIBRARY / app).rglob("*.py")


def sentences(path: Path) -> set[str]:
    """Return what ``path`` marks for translation in the short form, which pages mostly use."""
    source = path.read_text()
    if path.suffix != ".py":
        source = templatize(source)
    found = (match["text"] for match in MARKED.finditer(source))
    return {text.replace("\\n", "\n").replace("\\'", "'").replace('\\"', '"') for text in found}


SENTENCES = sorted(
    {
        sentence
        for path in library_files()
        if not NEVER_SHOWN.search(path.name)
        for sentence in sentences(path)
    }
)


def test_the_search_finds_the_sentences_of_the_library() -> None:
    assert len(SENTENCES) > 150
    assert "Incorrect code." in SENTENCES


@pytest.mark.parametrize("sentence", SENTENCES)
def test_every_sentence_has_french(sentence: str) -> None:
    with override("fr"):
        said = {gettext(sentence), pgettext("field label", sentence)}
    assert said != {sentence} or sentence in SAME_IN_FRENCH


def test_our_french_wins_over_the_librarys() -> None:
    ours = {
        entry.msgid: entry.msgstr
        for entry in polib.pofile(str(OURS / "locale/fr/LC_MESSAGES/django.po"))
    }
    with override("fr"):
        for words in library_words.WORDS:
            assert gettext(words) == ours[words]


def test_our_french_has_no_english_mail_and_narrow_spaces() -> None:
    for entry in polib.pofile(str(OURS / "locale/fr/LC_MESSAGES/django.po")):
        for said in (entry.msgstr, *entry.msgstr_plural.values()):
            text = re.sub(r"%\(\w+\)s", "…", said)
            assert not re.search(r"\be-?mail", text, re.IGNORECASE), text
            assert not re.search(r"[^\u202f:/][:;!?](?!/)(?=\s|$)", text), text
