"""One process kept by the launcher: started, watched, restarted with a growing pause."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

LONGEST_PAUSE = 30.0
STEADY_AFTER = 60.0  # seconds alive after which earlier failures are forgotten
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)
LAUNCHER = os.getpid()


@dataclass
class Child:
    """A process and the history of its failures.

    ``orphan_signal``: what the kernel sends it if the launcher is killed (Linux).
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    orphan_signal: signal.Signals = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    started_at: float = 0.0
    start_again_at: float = field(default=0.0)

    def start(self) -> None:
        """Start it in a session of its own: Ctrl-C reaches the launcher only."""
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - the launcher's own commands
            self.command,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=self._die_with_the_launcher if sys.platform == "linux" else None,  # noqa: PLW1509 - the launcher has one thread
        )

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def notice_end(self) -> float:
        """Record that it ended unexpectedly; return the pause before the next start, seconds."""
        steady = time.monotonic() - self.started_at > STEADY_AFTER
        self.failures = 1 if steady else self.failures + 1
        pause = min(LONGEST_PAUSE, 2.0 ** (self.failures - 1))
        self.process = None
        self.start_again_at = time.monotonic() + pause
        return pause

    def send(self, number: signal.Signals) -> None:
        """Signal the process and whatever it started."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, number)

    def _die_with_the_launcher(self) -> None:
        LIBC.prctl(PR_SET_PDEATHSIG, self.orphan_signal)
        if os.getppid() != LAUNCHER:  # killed before the line above took effect
            os.kill(os.getpid(), signal.SIGKILL)
