"""Chosen dates in the agenda: the only sender of calendar letters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings

from trousse.agenda.operations import EventDraft, cancel_event, forget_event, put_event
from trousse.core.refs import Ref
from trousse.services.polls.inviting import MOST_PEOPLE, invited_people
from trousse.services.polls.models import Answer, Participant, Poll, Slot
from trousse.sharing.queries import Invitations, guests_with_access, invitations_of
from trousse.sharing.roles import Role

if TYPE_CHECKING:
    from trousse.accounts.models import Guest, User

MOST_CHOSEN = 20
"""Dates chosen in one poll: each one is a letter to everybody."""
DESCRIPTION_LENGTH = 2000


def date_ref(poll: Poll, number: int) -> Ref:
    """Return what the agenda knows the date ``number`` of a poll by; it stays when dates move.

    The first one is the poll's own: inside an activity it is the date of the activity.
    """
    return Ref("polldate", f"{poll.public_id}-{number}") if number else poll.ref


def date_refs(poll: Poll) -> list[Ref]:
    """Return what the agenda knows, or knew, the dates of a poll by."""
    return [date_ref(poll, number) for number in range(poll.dates_used)]


def chosen_slots(poll: Poll) -> list[Slot]:
    """Return the slots that are chosen, in calendar order; no query while none is."""
    return list(poll.slots.filter(is_chosen=True)) if poll.decided_slot_id else []


def choose_slots(poll: Poll, slots: Sequence[Slot], by: "User") -> None:
    """Make ``slots`` what is chosen in a locked poll, in the agenda too; the poll is not saved.

    A date that stays keeps its event. One that comes takes the event of one that goes, which so
    moves, under the same UID; the events that are left over are called off. Texts have none.
    """
    before = {slot.pk: slot for slot in chosen_slots(poll)}
    after = list(poll.slots.filter(pk__in=[slot.pk for slot in slots]))
    stays = {slot.pk for slot in after}
    gone = [slot for pk, slot in before.items() if pk not in stays]
    freed = sorted(slot.date_number for slot in gone if slot.date_number is not None)
    held = {slot.date_number for pk, slot in before.items() if pk in stays}
    poll.slots.filter(pk__in=[slot.pk for slot in gone]).update(is_chosen=False, date_number=None)
    unused = iter(
        [*freed, *(n for n in range(MOST_CHOSEN * 2) if n not in held and n not in freed)]
    )
    for slot in after:
        if slot.pk not in before:
            slot.is_chosen = True
            slot.date_number = next(unused) if slot.day else None
    Slot.objects.bulk_update(after, ["is_chosen", "date_number"])
    numbers = {slot.date_number for slot in after if slot.date_number is not None}
    poll.dates_used = max([poll.dates_used, *(number + 1 for number in numbers)])
    poll.decided_slot = after[0] if after else None
    put_dates(poll, after)
    for number in freed:
        if number not in numbers:
            cancel_event(date_ref(poll, number), by=by)


def put_dates(poll: Poll, slots: Iterable[Slot] | None = None) -> None:
    """Bring the events of the chosen ``slots`` up to date, by default of all of them."""
    dated = [slot for slot in (chosen_slots(poll) if slots is None else slots) if slot.day]
    concerned = people_concerned(poll) if dated else None
    for slot in dated:
        if concerned is not None and slot.date_number is not None:
            users, guests = concerned.by(slot)
            ref = date_ref(poll, slot.date_number)
            put_event(
                ref, _draft(poll, slot), organiser=poll.organiser, people=users, guests=guests
            )


def cancel_dates(poll: Poll, by: "User | None") -> None:
    """Call off every event of a poll that is not off already."""
    for ref in date_refs(poll):
        cancel_event(ref, by=by)


def forget_dates(poll: Poll) -> None:
    """Remove the events of a poll that is deleted, but the first: it goes with the poll itself."""
    for ref in date_refs(poll)[1:]:
        forget_event(ref)


def _draft(poll: Poll, slot: Slot) -> EventDraft:
    start, end = slot.bounds(ZoneInfo(poll.time_zone))
    link = f"{settings.SITE_URL}{poll.get_absolute_url()}" if slot.date_number else ""
    words = poll.description[: DESCRIPTION_LENGTH - len(link) - 2]  # the others are not the poll
    return EventDraft(
        title=poll.title,
        description="\n\n".join(filter(None, [words, link])) if link else poll.description,
        place=poll.place_words_at(slot.place),
        start=start,
        end=end,
        zone=poll.time_zone,
        whole_day=slot.start is None,
    )


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whom the dates of a poll concern, the organiser left out, and what they had answered."""

    users: "dict[int, User]"
    guests: "dict[int, Guest]"
    rows: list[Participant]
    invitations: Invitations

    def by(self, *slots: Slot) -> "tuple[list[User], list[Guest]]":
        """Return whom one at least of these dates concerns.

        Whoever came by the link and said no to them is told nothing; invited people are.
        """
        refusing = [row for row in self.rows if slots and _refuses(row, slots)]
        users, guests = dict(self.users), dict(self.guests)
        for row in refusing:
            if row.user_id and self.invitations.of_person(row.user_id) is None:
                users.pop(row.user_id, None)
            elif row.guest_id and self.invitations.of_guest(row.guest_id) is None:
                guests.pop(row.guest_id, None)
        return list(users.values()), list(guests.values())


def _refuses(row: Participant, slots: Iterable[Slot]) -> bool:
    return all(row.answers.get(slot.public_id) == Answer.NO.value for slot in slots)


def people_concerned(poll: Poll) -> Concerned:
    """Return everybody who answered ``poll``, and who was invited by name, guest or group.

    When these are a crowd, only those who answered.
    """
    rows = list(poll.participants.select_related("user", "guest"))
    users = {row.user.pk: row.user for row in rows if row.user}
    guests = {row.guest.pk: row.guest for row in rows if row.guest}
    invited = list(invited_people(poll)[: MOST_PEOPLE + 1])
    if len(invited) <= MOST_PEOPLE:
        users |= {person.pk: person for person in invited}
    guests |= {guest.pk: guest for guest in guests_with_access(poll.ref, Role.TAKE_PART)}
    users.pop(poll.organiser_id, None)
    return Concerned(users, guests, rows, invitations_of(poll.ref, Role.TAKE_PART))
