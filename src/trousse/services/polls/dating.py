"""A chosen date in the agenda: the only sender of calendar letters."""

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from trousse.agenda.operations import EventDraft, put_event
from trousse.services.polls.inviting import MOST_PEOPLE, invited_people
from trousse.services.polls.models import Poll, Slot
from trousse.sharing.queries import guests_with_access
from trousse.sharing.roles import Role

if TYPE_CHECKING:
    from trousse.accounts.models import Guest, User


def put_date(poll: Poll, slot: Slot) -> None:
    """Make the chosen slot an event of everybody who answered or was invited.

    A text has no date: nothing enters the agenda.
    """
    if slot.day is None:
        return
    start, end = slot.bounds(ZoneInfo(poll.time_zone))
    draft = EventDraft(
        title=poll.title,
        description=poll.description,
        place=poll.place_words_at(slot.place),
        start=start,
        end=end,
        zone=poll.time_zone,
        whole_day=slot.start is None,
    )
    people, guests = people_of_date(poll)
    put_event(poll.ref, draft, organiser=poll.organiser, people=people, guests=guests)


def people_of_date(poll: Poll) -> "tuple[list[User], list[Guest]]":
    """Return whom the date of ``poll`` concerns, the organiser left out.

    Everybody who answered, and those who were invited by name, guest or group; when these are a
    crowd, only those who answered.
    """
    rows = poll.participants.select_related("user", "guest")
    users = {row.user.pk: row.user for row in rows if row.user}
    guests = {row.guest.pk: row.guest for row in rows if row.guest}
    invited = list(invited_people(poll)[: MOST_PEOPLE + 1])
    if len(invited) <= MOST_PEOPLE:
        users |= {person.pk: person for person in invited}
    guests |= {guest.pk: guest for guest in guests_with_access(poll.ref, Role.TAKE_PART)}
    users.pop(poll.organiser_id, None)
    return list(users.values()), list(guests.values())
