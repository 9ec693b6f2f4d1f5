"""One run: all voters at the same instant, or each at their own pace for a while."""

import random
import statistics
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from benchmarks.measuring.cpu import cpu_seconds
from benchmarks.measuring.visitor import UnexpectedReply
from benchmarks.rush.voters import Voter

PATIENCE = 120.0


@dataclass
class Result:
    """Seconds that each reply took, what was refused, processor seconds of the servers."""

    waited: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    lasted: float = 0.0
    cpu: float = 0.0

    def milliseconds(self, rank: int) -> float:
        """Return that percentile of the waits."""
        return 1000 * statistics.quantiles(self.waited, n=100)[rank - 1]


def all_at_once(voters: Sequence[Voter], processes: Sequence[int]) -> Result:
    """Send every form at the same instant."""
    return _run(voters, processes, changes=1, pause=0.0)


def all_choosing(
    voters: Sequence[Voter], processes: Sequence[int], *, changes: int, pause: float
) -> Result:
    """Let each voter change ``changes`` times, about one every ``pause`` seconds."""
    return _run(voters, processes, changes=changes, pause=pause)


def _run(
    voters: Sequence[Voter], processes: Sequence[int], *, changes: int, pause: float
) -> Result:
    result, together = Result(), threading.Barrier(len(voters) + 1, timeout=PATIENCE)

    def answer(voter: Voter) -> None:
        together.wait()
        for _ in range(changes):
            time.sleep(random.uniform(0, 2 * pause))  # noqa: S311  # people's rhythm
            try:
                result.waited.append(voter.vote())
            except (UnexpectedReply, OSError) as error:
                result.errors.append(str(error))

    with ThreadPoolExecutor(len(voters)) as pool:
        running = [pool.submit(answer, voter) for voter in voters]
        cpu, started = cpu_seconds(processes), time.perf_counter()
        together.wait()
        for one in running:
            one.result()
    result.lasted = time.perf_counter() - started
    result.cpu = cpu_seconds(processes) - cpu
    return result
