"""What services are asked, and what they answer: one request and one answer per capability.

Calls that write carry a key: the same call sent twice is done once. A service refuses a call with
one of the codes of ``Refusal``. Each resource type adds what is its own: see ``CreatePoll``.
"""

from datetime import date, datetime, time
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from trousse_kit.manifest.block import Block
from trousse_kit.vocabulary import Verb

WRITES: frozenset[Verb] = frozenset(
    {"create", "update", "set_people", "append", "cancel", "archive"}
)
"""Capabilities that change something: their calls need a key."""

RefText = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}:[A-Za-z0-9_-]{1,64}$")]
"""A thing: its type and its public id, ``poll:k3…``."""
PersonId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
ShortText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
RoleName = Literal["none", "view", "take_part", "edit", "manage"]
Limit = Annotated[int, Field(ge=1, le=100)]


class Thing(Block):
    """A thing as lists show it."""

    ref: RefText
    """Its type and its public id."""
    title: str
    """What people call it."""
    url: str
    """Where it opens: an absolute address, without any secret."""
    state: str
    """A code that its type knows, such as ``open``."""


class Member(Block):
    """Somebody, or everybody of a group, and what they may do. ``none`` takes it back."""

    role: RoleName
    """What they may do."""
    person: PersonId | None = None
    """An account, by its public id."""
    group: PersonId | None = None
    """A group, by its public id."""

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if (self.person is None) == (self.group is None):
            raise ValueError("name a person or a group, and only one")
        return self


class OnThing(Block):
    """A request about one thing."""

    ref: RefText
    """Which one."""


class CreateRequest(Block):
    """Make a thing."""

    title: Title
    """What people will call it."""
    description: LongText = ""
    """What it is about."""
    members: Annotated[tuple[Member, ...], Field(max_length=200)] = ()
    """Who is asked to it from the start."""


class UpdateRequest(OnThing):
    """Change what is given, and nothing else."""

    title: Title | None = None
    """A new title."""
    description: LongText | None = None
    """A new description."""


class SetPeopleRequest(OnThing):
    """Give each of these people and groups exactly that role; the others keep theirs."""

    members: Annotated[tuple[Member, ...], Field(min_length=1, max_length=200)]
    """Who, and what they may do from now on."""


class AppendRequest(OnThing):
    """Add to a thing without touching what is there; each type says what."""


class CancelRequest(OnThing):
    """Call a thing off, and tell its people."""


class ArchiveRequest(OnThing):
    """Put a thing away without deleting it."""


class ThingAnswer(Block):
    """The thing as it is now."""

    thing: Thing
    """The thing."""


class OpenRequest(OnThing):
    """Ask where somebody opens a thing."""


class SummaryRequest(OnThing):
    """Ask what a thing holds, in a few words."""


class Fact(Block):
    """One thing to know, with its label."""

    label: str
    """What it is about."""
    value: str
    """What there is to know."""


class SummaryAnswer(Block):
    """What a thing holds."""

    thing: Thing
    """The thing."""
    sentence: str
    """The essential, in the language of the caller."""
    facts: tuple[Fact, ...] = ()
    """More, if need be."""


class EmbedRequest(OnThing):
    """Ask for a card of a thing, for another page."""


class CardAnswer(Block):
    """A card: texts only, never markup; the page that shows it draws it."""

    thing: Thing
    """The thing."""
    state_words: str
    """Its state in the language of the caller."""
    lines: Annotated[tuple[str, ...], Field(max_length=6)] = ()
    """What the card says, a line each."""


class ExportRequest(OnThing):
    """Ask for a thing in an open format."""

    format: Literal["csv", "json"]
    """Which one."""


class ExportAnswer(Block):
    """A file."""

    filename: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,99}$")]
    """Its name."""
    media_type: str
    """Its type, such as ``text/csv; charset=utf-8``."""
    text: str
    """What it holds."""


class RecentRequest(Block):
    """Ask for the last things of somebody."""

    limit: Limit = 10
    """How many at most."""


class PickRequest(Block):
    """Ask for things that somebody may hand on to others, to choose one."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] = ""
    """Words of the title; none for the last ones."""
    limit: Limit = 20
    """How many at most."""


class SearchRequest(Block):
    """Ask for things by what they hold, within the rights of who asks."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    """Words, begun at least, accents or not."""
    limit: Limit = 10
    """How many at most."""
    within_ms: Annotated[int, Field(ge=1, le=10_000)] = 800
    """After how many milliseconds the answer is no longer waited for."""


class Hit(Block):
    """A thing that holds the words."""

    thing: Thing
    """The thing."""
    excerpt: str = ""
    """Where the words are, as plain text."""


class SearchAnswer(Block):
    """What was found, the best first."""

    hits: tuple[Hit, ...]
    """At most as many as asked for."""


class ThingsAnswer(Block):
    """Several things, the best or last first."""

    things: tuple[Thing, ...]
    """At most as many as asked for."""


# --- What is a poll's own -------------------------------------------------------------------


class ProposedSlot(Block):
    """A day, or hours of a day in the poll's time zone."""

    day: date
    """The day."""
    start: time | None = None
    """When it begins; none for the whole day."""
    end: time | None = None
    """When it ends."""

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.end is not None and (self.start is None or self.end <= self.start):
            raise ValueError("a slot ends after it starts")
        return self


Slots = Annotated[tuple[ProposedSlot, ...], Field(min_length=1, max_length=60)]


class CreatePoll(CreateRequest):
    """Ask people when they can."""

    slots: Slots
    """The days or hours to choose from."""
    time_zone: Annotated[str, StringConstraints(min_length=1, max_length=40)] = "Europe/Paris"
    """The zone of the hours."""
    place: ShortText = ""
    """Where people would meet."""
    link: bool = True
    """Whether whoever has the poll's link may answer, without an account."""


class UpdatePoll(UpdateRequest):
    """Change the texts of a poll."""

    place: ShortText | None = None
    """A new place."""


class AppendSlots(AppendRequest):
    """Propose more days or hours."""

    slots: Slots
    """What is added."""


# --- Refusals ------------------------------------------------------------------------------

RefusalCode = Literal[
    "not_found",
    "not_allowed",
    "conflict",
    "invalid_input",
    "too_many_requests",
    "not_offered",
    "unavailable",
]


class Refusal(Block):
    """Why a call was not done. Nothing was changed."""

    code: RefusalCode
    """What kind of refusal."""
    message: str
    """A sentence for a person, in the language of the caller."""
    field: str | None = None
    """The part of the request that is concerned."""
    at: datetime | None = None
    """When to try again, if that makes sense."""


REQUESTS: dict[Verb, type[Block]] = {
    "create": CreateRequest,
    "open": OpenRequest,
    "update": UpdateRequest,
    "set_people": SetPeopleRequest,
    "append": AppendRequest,
    "read_summary": SummaryRequest,
    "cancel": CancelRequest,
    "archive": ArchiveRequest,
    "pick": PickRequest,
    "search": SearchRequest,
    "recent": RecentRequest,
    "embed": EmbedRequest,
    "export": ExportRequest,
}
"""The request of each capability; the one of a type's own action is a subclass of it."""

ANSWERS: dict[Verb, type[Block]] = {
    "create": ThingAnswer,
    "open": ThingAnswer,
    "update": ThingAnswer,
    "set_people": ThingAnswer,
    "append": ThingAnswer,
    "read_summary": SummaryAnswer,
    "cancel": ThingAnswer,
    "archive": ThingAnswer,
    "pick": ThingsAnswer,
    "search": SearchAnswer,
    "recent": ThingsAnswer,
    "embed": CardAnswer,
    "export": ExportAnswer,
}
"""The answer of each capability."""
