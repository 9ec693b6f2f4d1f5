"""Facts that services tell, as CloudEvents 1.0 in JSON (https://cloudevents.io, CNCF).

The type says what happened and carries the version of its data: ``poll.decided.v1``. It never
names the service, which ``source`` does. Facts hold no name and nothing that somebody typed:
whoever wants to know more asks, with the rights of a person.
"""

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field, Strict, StringConstraints

from trousse_kit.actions import PersonId, RefText
from trousse_kit.manifest.block import Block

EventType = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*\.v[1-9][0-9]*$")
]
"""Type of thing, past verb, version: ``poll.decided.v1``."""
Count = Annotated[int, Field(ge=0)]


class CloudEvent(Block):
    """The envelope of every fact. ``source`` and ``id`` together are unique."""

    specversion: Literal["1.0"] = "1.0"
    """The version of CloudEvents."""
    id: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    """Unique for this source; the same when a fact is delivered twice."""
    source: Annotated[str, StringConstraints(pattern=r"^(/services/|https://)[^\s]+$")]
    """Which service tells: a path for those of the portal, else an address."""
    type: EventType
    """What happened."""
    subject: RefText
    """To which thing."""
    time: AwareDatetime
    """When."""
    sequence: Annotated[str, StringConstraints(pattern=r"^[0-9]+$")]
    """The number of the fact among those of its subject, without gap (extension « sequence »)."""
    datacontenttype: Literal["application/json"] = "application/json"
    """The form of ``data``."""
    data: dict[str, Any]
    """What the type says: see ``DATA``."""


class NoData(Block):
    """The type says it all."""


class PollCreated(Block):
    """A poll was made."""

    slots: Count
    """How many days or hours it proposes."""


class PollVoted(Block):
    """Somebody answered, changed or withdrew an answer."""

    participant: PersonId
    """The random id of their row."""


class PollDecided(Block):
    """Dates were chosen, instead of any chosen before."""

    slot: PersonId
    """The random id of the slot, the first one when there are several."""
    slots: Annotated[tuple[PersonId, ...], Strict(strict=False)] = ()
    """Those of all of them, in calendar order."""


class PollReopened(Block):
    """Answers are taken again."""

    cancelled_slot: str
    """The slot that had been chosen, or empty."""


class PollReminded(Block):
    """People who had not answered were reminded."""

    people: Count
    """How many."""


class ActivityChanged(Block):
    """The texts, state or next step of an activity changed."""

    state: str
    """Its state now."""


class ActivityThing(Block):
    """A thing came in or went out."""

    thing: RefText
    """Which one."""


DATA: dict[str, type[Block]] = {
    "poll.created.v1": PollCreated,
    "poll.changed.v1": NoData,
    "poll.voted.v1": PollVoted,
    "poll.closed.v1": NoData,
    "poll.decided.v1": PollDecided,
    "poll.reopened.v1": PollReopened,
    "poll.reminded.v1": PollReminded,
    "poll.deleted.v1": NoData,
    "activity.created.v1": NoData,
    "activity.changed.v1": ActivityChanged,
    "activity.thing_added.v1": ActivityThing,
    "activity.thing_removed.v1": ActivityThing,
    "activity.deleted.v1": NoData,
}
"""The types that leave the service that tells them, each with the form of its data."""


def data_of(event: CloudEvent) -> Block:
    """Return the data of ``event``, typed.

    Raises KeyError for a type that this version does not know, ValidationError (Pydantic) for data
    of another form.
    """
    return DATA[event.type].model_validate(event.data)
