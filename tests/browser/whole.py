"""The whole product as `make run` starts it: launcher, pages and sockets, worker, demo data."""

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from tests.browser.instance import ROOT, Site, build_front_end

START_TIMEOUT = 180.0


@dataclass
class WholeSite(Site):
    """An instance run by the launcher. The first start fills the demo data."""

    _launcher: "subprocess.Popen[bytes] | None" = field(default=None)

    def start(self) -> None:
        with (self.data_dir / "server.log").open("ab") as log:
            self._launcher = subprocess.Popen(
                [sys.executable, "-m", "trousse.config.serve"],
                cwd=ROOT,
                env=self.env(),
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._wait_until_ready()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self._launcher is not None:
            self._launcher.send_signal(how)
            self._launcher.wait(15)
            self._launcher = None
            self._wait_until_gone()

    def _wait_until_gone(self) -> None:
        """Wait for the processes that a killed launcher leaves: they notice it a moment later."""
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)):
                    return
            time.sleep(0.05)  # a process outside this one tells that it is gone by not answering
        raise RuntimeError(f"something still listens on port {self.port}")

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline:
            if self._launcher is None or self._launcher.poll() is not None:
                raise RuntimeError(f"the launcher stopped at start-up:\n{self.log}")
            try:
                urllib.request.urlopen(f"{self.url}/healthz", timeout=5).close()  # noqa: S310
            except OSError:
                time.sleep(0.05)  # a process outside this one tells its readiness by answering
            else:
                return
        raise RuntimeError(f"the instance did not answer:\n{self.log}")


def new_whole_site(data_dir: Path) -> WholeSite:
    """Start the product on an empty data directory; the caller stops it."""
    build_front_end()
    site = WholeSite(data_dir)
    site.start()
    return site
