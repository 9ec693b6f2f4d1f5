"""The loop that keeps the children alive and ends them together."""

import signal
import threading
import time
from collections.abc import Callable, Sequence
from types import FrameType

from trousse.config.serve.children import Child

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 4.0  # seconds given to children to end by themselves: everything is down within 5
STEP = 0.1
GIVES_UP_AFTER = 5  # failures in a row of a child without which nothing works


class Supervisor:
    """Starts children, restarts those that end, stops them all on a signal."""

    def __init__(self, children: Sequence[Child], say: Callable[[str], None]) -> None:
        self.children = children
        self.say = say
        self.stop_requests = 0
        self._woken = threading.Event()

    def run(self, vital: Child, on_ready: Callable[[], None], is_ready: Callable[[], bool]) -> int:
        """Keep everything running until a signal; return the exit status.

        ``vital``: the child whose repeated failure ends the launcher (status 1).
        ``on_ready`` is called once, the first time ``is_ready`` answers true.
        """
        for number in STOP_SIGNALS:
            under_nohup = number == signal.SIGHUP and signal.getsignal(number) is signal.SIG_IGN
            if not under_nohup:
                signal.signal(number, self._request_stop)
        for child in self.children:
            child.start()
        waiting = True
        while not self.stop_requests:
            self._woken.wait(STEP if waiting else STEP * 3)
            if waiting and is_ready():
                waiting = False
                on_ready()
            self._restart_ended()
            if vital.failures >= GIVES_UP_AFTER:
                self.say("The pages cannot be started: the reason is written above.")
                break
        self._stop_children()
        return 0 if self.stop_requests else 1

    def _request_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stop_requests += 1
        self._woken.set()

    def _restart_ended(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.is_running():
                continue
            if child.process is not None:
                status = child.process.returncode
                pause = child.notice_end()
                self.say(f"The {child.name} ended (status {status}); new start in {pause:.0f} s.")
            elif now >= child.start_again_at:
                child.start()

    def _stop_children(self) -> None:
        """End the children: politely, then for good after PATIENCE or a second signal."""
        for child in self.children:
            child.send(signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        self._woken.clear()
        while any(child.is_running() for child in self.children):
            if time.monotonic() > deadline or self.stop_requests > 1:
                for child in self.children:
                    child.send(signal.SIGKILL)
            self._woken.wait(STEP / 2)
