"""What people type, in the shares of docs/reference/benchmarks.md; the seed makes the set."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from trousse.accounts.models import User
from trousse.core.words import words_of

ASKERS = 50


@dataclass(frozen=True, slots=True)
class Question:
    """``asker`` types ``text``, thinking of ``wanted``; ``kind`` names the line."""

    kind: str
    asker: User
    text: str
    wanted: User


Typed = Callable[[Sequence[str], Sequence[str], Random], str]


def _prefix(word: str, random: Random, shortest: int = 2, longest: int = 6) -> str:
    return word[: random.randint(shortest, longest)]


def _one_prefix(first: Sequence[str], last: Sequence[str], random: Random) -> str:
    return _prefix(random.choice([first[0], last[-1]]), random)


def _last_name(_first: Sequence[str], last: Sequence[str], _random: Random) -> str:
    return " ".join(last)


def _first_and_prefix(first: Sequence[str], last: Sequence[str], random: Random) -> str:
    return f"{' '.join(first)} {_prefix(last[-1], random)}"


def _last_and_prefix(first: Sequence[str], last: Sequence[str], random: Random) -> str:
    return f"{' '.join(last)} {_prefix(first[0], random, 1, 3)}"


def _full(first: Sequence[str], last: Sequence[str], _random: Random) -> str:
    return " ".join([*first, *last])


def _two_short(first: Sequence[str], last: Sequence[str], random: Random) -> str:
    return f"{_prefix(first[0], random, 1, 2)} {_prefix(last[-1], random, 2, 2)}"


def _with_particle(first: Sequence[str], last: Sequence[str], _random: Random) -> str:
    return f"de {last[-1]} {first[0][:1]}"


def _one_typo(first: Sequence[str], last: Sequence[str], random: Random) -> str:
    word = max(last, key=len)
    at = random.randrange(1, max(2, len(word) - 1))
    wrong = random.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + random.choice("aeinrst") + word[at:],
            word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
        ]
    )
    return f"{first[0]} {wrong}"


MIX: tuple[tuple[str, int, Typed], ...] = (
    ("one prefix, 2 to 6 letters", 28, _one_prefix),
    ("last name", 8, _last_name),
    ("first name and a prefix", 20, _first_and_prefix),
    ("last name and a prefix", 14, _last_and_prefix),
    ("full name", 10, _full),
    ("two short prefixes", 6, _two_short),
    ("particle", 4, _with_particle),
    ("one typo", 10, _one_typo),
)


def questions(count: int, seed: int) -> Iterator[Question]:
    """Yield ``count`` questions about people drawn from everybody."""
    random = Random(seed)  # noqa: S311  # a set of questions
    people = User.objects.count()
    kinds = [(kind, typed) for kind, _share, typed in MIX]
    shares = [share for _kind, share, _typed in MIX]
    askers = [random.randint(1, people) for _ in range(ASKERS)]
    drawn = random.choices(kinds, shares, k=count)
    wanted = [random.randint(1, people) for _ in range(count)]
    users = User.objects.in_bulk([*askers, *wanted])
    for number, ((kind, typed), pk) in enumerate(zip(drawn, wanted, strict=True)):
        person = users[pk]
        first, last = words_of(person.first_name), words_of(person.last_name)
        asker = users[askers[number % ASKERS]]
        yield Question(kind, asker, typed(first, last, random), person)
