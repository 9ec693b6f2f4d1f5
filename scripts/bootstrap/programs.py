"""Running a program quietly: its output goes to a log, its failure becomes a sentence."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from bootstrap.checkout import Checkout
from bootstrap.failures import SetupFailed, explain


def run_quietly(
    checkout: Checkout,
    step: str,
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run ``command``; raise SetupFailed with a sentence when it fails."""
    log = checkout.logs / (step.lower().replace(" ", "-") + ".log")
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        done = subprocess.run(
            [str(word) for word in command],
            cwd=cwd or checkout.root,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode:
        text = log.read_text(errors="replace")
        raise SetupFailed(explain(step, text, str(log.relative_to(checkout.root))))
