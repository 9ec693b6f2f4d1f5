"""Says in one sentence whom a proposed slot suits."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext, ngettext, pgettext

from trousse.core.dates import hour_label
from trousse.services.polls.models import Answer, Participant, Slot
from trousse.services.polls.queries import Tally, names_with

NAMES_IN_A_SENTENCE = 3


def when_words(slot: Slot, today: date) -> str:
    """Return a slot as the subject of a sentence: « Le mardi 2 décembre de 17 h à 18 h »."""
    if slot.day is None:
        return gettext("“%(text)s”") % {"text": slot.label}
    given = {"day": slot.day_words(today)}
    if slot.start is None:
        return pgettext("subject of a sentence", "%(day)s") % given
    given["start"] = hour_label(slot.start)
    if slot.end is None:
        return pgettext("subject of a sentence", "%(day)s at %(start)s") % given
    given["end"] = hour_label(slot.end)
    return pgettext("subject of a sentence", "%(day)s from %(start)s to %(end)s") % given


def suits_sentence(
    tally: Tally, participants: Sequence[Participant], today: date, *, names: bool
) -> str:
    """Return « Le mardi 2 décembre à 17 h convient à 8 personnes sur 9 ; Karim, si besoin. ».

    ``names``: whether who reads it may know who answered what.
    """
    if not tally.available:
        return tally_sentence(tally, participants, names=names)
    words = ngettext(
        "%(when)s suits %(yes)d person of %(total)d",
        "%(when)s suits %(yes)d people of %(total)d",
        tally.available,
    )
    given = {"yes": tally.available, "total": len(participants)}
    said = words % {**given, "when": when_words(tally.slot, today)}
    return _with_reserves(said, tally, participants, names=names)


def tally_sentence(tally: Tally, participants: Sequence[Participant], *, names: bool) -> str:
    """Return the same without the date, for where it stands already.

    Such as « Suits 8 people of 9; Karim, if need be. ».
    """
    total = len(participants)
    if not total:
        return gettext("Nobody has answered yet.")
    if not tally.available:
        return gettext("Suits nobody.")
    suits = ngettext(
        "Suits %(yes)d person of %(total)d", "Suits %(yes)d people of %(total)d", tally.available
    ) % {"yes": tally.available, "total": total}
    return _with_reserves(suits, tally, participants, names=names)


def _with_reserves(
    said: str, tally: Tally, participants: Sequence[Participant], *, names: bool
) -> str:
    """End a sentence with those who would come if need be, by name or by number."""
    if not tally.if_need_be:
        return f"{said}."
    limit = NAMES_IN_A_SENTENCE if names else 0
    named = names_with(participants, tally.slot, Answer.IF_NEED_BE, limit)
    rest = tally.if_need_be - len(named)
    if rest:
        named.append(ngettext("%d other", "%d others", rest) % rest if named else str(rest))
    return gettext("%(suits)s; %(names)s, if need be.") % {
        "suits": said,
        "names": ", ".join(named),
    }
