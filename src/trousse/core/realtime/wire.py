"""The words of the protocol and the form of notices on the bus, written in one place."""

import json

from trousse.core.realtime.types import LiveEvent, Message, Moved, Notice, SessionEnded
from trousse.core.refs import Ref


def subscribed(ref: Ref, head: int) -> Message:
    return {"subscribed": str(ref), "seq": head}


def refused(subject: str) -> Message:
    return {"refused": subject}


def gone(ref: Ref) -> Message:
    """Tell that what was followed until now no longer may be."""
    return {"gone": str(ref)}


def reload(ref: Ref, head: int) -> Message:
    """Tell that numbers were lost for good: read the thing again, then follow from ``head``."""
    return {"reload": str(ref), "seq": head}


def event(ref: Ref, live: LiveEvent) -> Message:
    return {"event": {"subject": str(ref), "seq": live.sequence, "type": live.type}}


def encode_notice(notice: Notice) -> str:
    if isinstance(notice, SessionEnded):
        return json.dumps({"ended": notice.session})
    live = notice.event
    return json.dumps({"subject": str(notice.ref), "seq": live.sequence, "type": live.type})


def decode_notice(text: str | bytes) -> Notice:
    """Read a notice. Raises ValueError when it has another form."""
    try:
        data = json.loads(text)
        if "ended" in data:
            return SessionEnded(str(data["ended"]))
        return Moved(Ref.parse(data["subject"]), LiveEvent(int(data["seq"]), str(data["type"])))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a notice") from error
