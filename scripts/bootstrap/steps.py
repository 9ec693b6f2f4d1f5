"""Steps of the preparation: each runs once per state of its inputs, some side by side."""

import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bootstrap.failures import SetupFailed
from bootstrap.stamps import fingerprint

_speaking = threading.Lock()


@dataclass(frozen=True)
class Step:
    """Something to do once.

    ``inputs``: files and directories whose change makes it run again; ``facts``: other reasons.
    ``outputs``: what must still exist for the stamp to count. ``stamp``: where it is written,
    beside what the step makes, so that removing the one removes the other.
    """

    title: str
    run: Callable[[], None]
    stamp: Path
    inputs: tuple[Path, ...] = ()
    outputs: tuple[Path, ...] = ()
    facts: str = ""

    def wanted_stamp(self) -> str:
        return fingerprint(self.inputs, self.facts)

    def is_done(self) -> bool:
        """Whether the last run saw the same inputs and its outputs are still there."""
        return (
            self.stamp.exists()
            and all(path.exists() for path in self.outputs)
            and self.stamp.read_text() == self.wanted_stamp()
        )


def carry_out(step: Step) -> None:
    """Run ``step`` unless it is done; the stamp comes last, so an interrupted step runs again."""
    if step.is_done():
        return
    started = time.monotonic()
    step.stamp.unlink(missing_ok=True)
    step.run()
    step.stamp.parent.mkdir(parents=True, exist_ok=True)
    step.stamp.write_text(step.wanted_stamp())
    _say(f"  {step.title} ({time.monotonic() - started:.1f} s)")


def carry_out_in_order(steps: Sequence[Step]) -> None:
    for step in steps:
        carry_out(step)


def carry_out_side_by_side(*chains: Sequence[Step]) -> None:
    """Run each chain in order, all chains at once; raise the first failure."""
    with ThreadPoolExecutor(max_workers=len(chains)) as pool:
        running = [pool.submit(carry_out_in_order, chain) for chain in chains]
    failures = [error for future in running if (error := future.exception())]
    for error in sorted(failures, key=lambda error: not isinstance(error, SetupFailed)):
        raise error


def _say(sentence: str) -> None:
    with _speaking:
        print(sentence, file=sys.stderr, flush=True)
