"""One run: a crowd follows a poll while somebody votes at a steady pace."""

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from benchmarks.live.followers import TRANSPORTS, Crowd
from benchmarks.measuring.cpu import cpu_seconds
from benchmarks.measuring.visitor import Visitor
from benchmarks.polls.lines import Step

LATEST = 15.0
"""Seconds after the last vote at which what has not arrived counts as lost."""
SETTLING = 1.0
"""Seconds between the last follower's arrival and the first vote."""


@dataclass(frozen=True, slots=True)
class Plan:
    """``votes``, one every ``every`` seconds, told to ``followers``."""

    followers: int
    votes: int
    every: float


@dataclass
class Result:
    """Seconds from the sending of each vote: until each follower knew, and until its reply."""

    told: list[float] = field(default_factory=list)
    replied: list[float] = field(default_factory=list)
    expected: int = 0
    cpu: float = 0.0


async def run(
    transport: str, crowd: Crowd, voter: Visitor, votes: Iterator[Step], plan: Plan, server: int
) -> Result:
    """Gather the followers of ``crowd``, vote, wait for the news; raise what a follower raises."""
    follow = TRANSPORTS[transport]
    followers = [asyncio.create_task(follow(crowd)) for _ in range(plan.followers)]
    try:
        await _until(lambda: crowd.ready >= plan.followers, 120, followers)
        await asyncio.sleep(SETTLING)
        result = Result(expected=plan.votes * plan.followers)
        before = cpu_seconds([server])
        sent = await _vote(voter, votes, plan, result)
        await _until(lambda: _heard(crowd) >= result.expected, LATEST, followers)
        result.cpu = cpu_seconds([server]) - before
    finally:
        for task in followers:
            task.cancel()
        await asyncio.gather(*followers, return_exceptions=True)
    for number, moment in enumerate(sent, start=crowd.after + 1):
        result.told += [heard - moment for heard in crowd.learned.get(number, [])]
    return result


async def _vote(voter: Visitor, votes: Iterator[Step], plan: Plan, result: Result) -> list[float]:
    sent = []
    for number in range(plan.votes):
        (request,) = next(votes)
        sent.append(time.perf_counter())
        await asyncio.to_thread(voter.send, request)
        result.replied.append(time.perf_counter() - sent[-1])
        await asyncio.sleep(max(0.0, sent[0] + (number + 1) * plan.every - time.perf_counter()))
    return sent


def _heard(crowd: Crowd) -> int:
    return sum(len(moments) for moments in crowd.learned.values())


async def _until(
    is_done: Callable[[], bool], patience: float, followers: list[asyncio.Task[None]]
) -> None:
    """Wait for it, ``patience`` seconds at most, as long as no follower fails."""
    deadline = time.perf_counter() + patience
    while not is_done() and time.perf_counter() < deadline:
        for task in followers:
            if task.done():
                task.result()
        await asyncio.sleep(0.05)
