"""Words one typing error away: a letter too many, missing, wrong, or two swapped.

Both sides drop one letter from their first eight; whoever is one error apart then shares a text
(symmetric deletion, W. Garbe 2012), which a B-tree finds. The exact distance decides.
"""

COMPARED_LETTERS = 8
SHORTEST = 3
"""Below, everything is one error away from everything."""


def deletions(word: str) -> set[str]:
    """Return the first eight letters of ``word``, and the same less each letter."""
    beginning = word[:COMPARED_LETTERS]
    return {beginning} | {beginning[:at] + beginning[at + 1 :] for at in range(len(beginning))}


def one_error_apart(one: str, other: str) -> bool:
    """Tell whether one insertion, deletion, substitution or swap of neighbours makes them equal.

    Equal words are not one error apart.
    """
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = _common_beginning(one, other)
    one, other = one[start:], other[start:]
    if len(one) != len(other):
        longer, shorter = (one, other) if len(one) > len(other) else (other, one)
        return longer[1:] == shorter
    swapped = one[:2] == other[1::-1] and one[2:] == other[2:]
    return one[1:] == other[1:] or swapped


def _common_beginning(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
