"""What a search found, in one shape whatever it is, and which of it comes first."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from trousse.core.words import words_of

EXACT, BEGINS, HAS_WORDS, OTHER = 3, 2, 1, 0


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. ``detail``: what tells homonyms apart; ``icon`` or ``initials``: drawn."""

    title: str
    url: str
    detail: str = ""
    icon: str = ""
    initials: str = ""


@dataclass(frozen=True, slots=True)
class HitGroup:
    """Things of one kind, the nearest first.

    ``key``: its name in addresses; ``name``, ``kind``: in words, several and one of them.
    ``did_you_mean``: the text searched instead of the one typed, or empty; ``is_guess``: some text
    was, without saying which. ``is_cut``: there may be more. ``obstacle``: why nothing was
    searched, in words. ``is_sentence``: titles begin with a verb that nobody types (« Meet by
    video »), so that any word counts as the first.
    """

    key: str
    name: str
    kind: str
    hits: Sequence[Hit]
    did_you_mean: str = ""
    is_guess: bool = False
    is_cut: bool = False
    obstacle: str = ""
    is_sentence: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """All that was found for ``text``, the kind with the nearest thing first."""

    text: str
    groups: Sequence[HitGroup] = field(default=())

    @property
    def first(self) -> Hit | None:
        """What Enter opens, or None: nothing was found, or only guesses."""
        best = next((group for group in self.groups if group.hits), None)
        is_sure = best and not (best.did_you_mean or best.is_guess)
        return best.hits[0] if best and is_sure else None

    @property
    def count(self) -> int:
        return sum(len(group.hits) for group in self.groups)


def in_order(text: str, groups: Sequence[HitGroup]) -> Results:
    """Return ``groups`` by the nearness of their first hit to ``text``, else as they come.

    A person called exactly what was typed comes before a thing that has the word in its title.
    """
    words = words_of(text)
    kept = [_exact_first(words, group) for group in groups if group.hits or group.obstacle]
    return Results(text, sorted(kept, key=lambda group: -_nearness(words, group)))


def _exact_first(words: Sequence[str], group: HitGroup) -> HitGroup:
    """Put first what is called as was typed; else the order is that of the room that searched."""
    is_other = [title_nearness(words, hit.title) != EXACT for hit in group.hits]
    ordered = sorted(range(len(group.hits)), key=is_other.__getitem__)
    return replace(group, hits=[group.hits[at] for at in ordered])


def _nearness(words: Sequence[str], group: HitGroup) -> int:
    if not group.hits:
        return -1
    if group.did_you_mean:
        return OTHER
    nearness = title_nearness(words, group.hits[0].title)
    return BEGINS if group.is_sentence and nearness == HAS_WORDS else nearness


def title_nearness(words: Sequence[str], text: str) -> int:
    """Tell how near the title ``text`` is to what was typed, ``words``."""
    title = words_of(text)
    if sorted(title) == sorted(words):
        return EXACT
    if " ".join(title).startswith(" ".join(words)):
        return BEGINS
    has_all = all(any(one.startswith(word) for one in title) for word in words)
    return HAS_WORDS if has_all else OTHER
