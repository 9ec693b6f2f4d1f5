"""Names as they are compared, and words one typing error apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trousse.core.typos import deletions, one_error_apart
from trousse.core.words import end_of_prefix, words_of
from trousse.directory.search.names import MOST_WORDS, name_keys, sorted_name

WORDS = st.text("abcdé", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Léa", ["lea"]),
        ("LE GOFF", ["le", "goff"]),
        ("Jean-Marc", ["jean", "marc"]),
        ("D’Œuvray", ["d", "oeuvray"]),
        ("d'Estaing", ["d", "estaing"]),
        ("Nuñez  (Ép. Weiß)", ["nunez", "ep", "weiss"]),
        ("Trần Thị", ["tran", "thi"]),
        ("Kønig-Łukasz", ["konig", "lukasz"]),
        ("e\u0301lise", ["elise"]),
        ("…", []),
    ],
)
def test_words_lose_accents_case_and_punctuation(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_a_name_begins_at_each_of_its_words() -> None:
    assert name_keys("Jean-Marc", "Le Goff") == [
        "jean marc le goff",
        "marc le goff jean",
        "le goff jean marc",
        "goff jean marc le",
    ]
    assert name_keys("Martin", "Martin") == ["martin martin"]
    assert name_keys("", "") == []


def test_lists_are_sorted_by_last_name() -> None:
    assert sorted_name("Léa", "Le Goff") == "le goff lea"


def test_a_very_long_name_has_few_keys() -> None:
    assert len(name_keys("a b c d e f", "g h i j k l")) == MOST_WORDS


@given(WORDS, WORDS)
def test_a_text_begins_with_a_prefix_exactly_when_it_lies_in_its_range(
    text: str, prefix: str
) -> None:
    assert text.startswith(prefix) == (prefix <= text < end_of_prefix(prefix))


def distance(one: str, other: str) -> int:
    """Optimal string alignment, by the book."""
    table = {(i, -1): i + 1 for i in range(-1, len(one))}
    table |= {(-1, j): j + 1 for j in range(-1, len(other))}
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            table[i, j] = min(
                table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (a != b)
            )
            if i and j and a == other[j - 1] and one[i - 1] == b:
                table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[len(one) - 1, len(other) - 1]


@given(WORDS, WORDS)
def test_one_error_apart_is_a_distance_of_one(one: str, other: str) -> None:
    assert one_error_apart(one, other) == (distance(one, other) == 1)


@given(WORDS, st.integers(0, 12), st.sampled_from("abz"), st.sampled_from("+-=x"))
def test_words_one_error_apart_share_a_deletion(word: str, at: int, char: str, error: str) -> None:
    at = min(at, len(word) - 1)
    wrong = {
        "+": word[:at] + char + word[at:],
        "-": word[:at] + word[at + 1 :],
        "=": word[:at] + char + word[at + 1 :],
        "x": word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    }[error]
    assert deletions(word) & deletions(wrong)
