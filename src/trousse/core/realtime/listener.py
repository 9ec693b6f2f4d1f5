"""One open connection, whatever carries it: what it follows and what to tell it next."""

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Self

from trousse.core.realtime import wire
from trousse.core.realtime.database import in_thread
from trousse.core.realtime.limits import SUBJECTS_PER_CONNECTION
from trousse.core.realtime.registry import is_about_rights, may_follow, read_subject
from trousse.core.realtime.visits import open_visit

if TYPE_CHECKING:
    from types import TracebackType

    from trousse.core.realtime.hub import Hub
    from trousse.core.realtime.topic import Follower
    from trousse.core.realtime.types import Message
    from trousse.core.realtime.visits import Visit
    from trousse.core.refs import Ref

LONGEST_REPLY_QUEUE = 64


class TooManyReplies(Exception):
    """The client asks without reading the answers."""


class Listener:
    """Use it as a context manager: leaving the block gives up everything it follows."""

    def __init__(self, hub: "Hub", visit: "Visit") -> None:
        self.is_ended = False
        self._hub = hub
        self._visit = visit
        self._followers: dict[Ref, Follower] = {}
        self._replies: deque[Message] = deque()
        self._news = asyncio.Event()

    def __enter__(self) -> Self:
        self._hub.join(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: "TracebackType | None",
    ) -> None:
        self._hub.part(self)
        for follower in self._followers.values():
            self._hub.leave(follower)
        self._followers.clear()

    @property
    def session(self) -> str:
        return self._visit.session

    @property
    def is_over(self) -> bool:
        """Tell whether the session or the process is ending."""
        return self.is_ended or self._hub.is_stopping

    def wake(self) -> None:
        self._news.set()

    def end(self) -> None:
        """Let the connection end: its session is over."""
        self.is_ended = True
        self.wake()

    def reply(self, message: "Message") -> None:
        """Queue an answer. Raises TooManyReplies when the client does not read them."""
        if len(self._replies) >= LONGEST_REPLY_QUEUE:
            raise TooManyReplies
        self._replies.append(message)
        self.wake()

    async def subscribe(self, subject: str, after: int) -> "Message":
        """Follow ``subject`` from number ``after`` on; return the answer to give."""
        ref = read_subject(subject)
        if ref is None or not await in_thread(may_follow, self._visit.viewer, ref):
            return wire.refused(subject)
        self.unsubscribe(subject)
        if len(self._followers) >= SUBJECTS_PER_CONNECTION:
            return wire.refused(subject)
        follower = await self._hub.follow(ref, after, self.wake)
        self._followers[ref] = follower
        self.wake()
        return wire.subscribed(ref, follower.topic.last)

    def unsubscribe(self, subject: str) -> None:
        ref = read_subject(subject)
        follower = self._followers.pop(ref, None) if ref is not None else None
        if follower is not None:
            self._hub.leave(follower)

    async def next_messages(self) -> "list[Message]":
        """Wait for something to tell; an empty list means that the connection must end."""
        while not self.is_over:
            self._news.clear()
            if messages := await self.present_messages():
                return messages
            await self._news.wait()
        return []

    async def present_messages(self) -> "list[Message]":
        """Return what there is to tell now."""
        messages = list(self._replies)
        self._replies.clear()
        for ref, follower in tuple(self._followers.items()):
            news = await follower.news()
            if any(_may_end_access(message) for message in news):
                news = await self._checked(ref, news)
            messages += news
        return messages

    async def _checked(self, ref: "Ref", news: "list[Message]") -> "list[Message]":
        """Return ``news`` about ``ref``, or that it is over for this person."""
        if await in_thread(may_follow, self._visit.viewer, ref):
            return news
        self.unsubscribe(str(ref))
        return [wire.gone(ref)]

    async def is_still_allowed(self) -> bool:
        """Look again at the session and at each subject; False when the session has changed."""
        viewer = self._visit.viewer
        present = await in_thread(open_visit, viewer.cookies)
        if self._hub.is_ended(self.session) or present.viewer.user != viewer.user:
            return False
        for ref in tuple(self._followers):
            if not await in_thread(may_follow, present.viewer, ref):
                self.unsubscribe(str(ref))
                self.reply(wire.gone(ref))
        return True


def _may_end_access(message: "Message") -> bool:
    """Tell whether a fact, or the loss of some, may have taken a right away."""
    return "reload" in message or is_about_rights(message["event"]["type"])
