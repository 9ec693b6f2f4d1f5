"""A real worker process on the test's database."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def database_url() -> str:
    """Return the address of the test database for another process."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    owner = f"{known['USER']}:{known['PASSWORD']}".rstrip(":")
    return f"postgres://{owner}@{known['HOST']}:{known['PORT']}/{known['NAME']}"


class WorkerProcess:
    """``manage.py worker``, to be killed or asked to leave."""

    def __init__(self, log: Path, data_dir: Path | None = None, **variables: str) -> None:
        self.log = log
        environment = os.environ | {
            "DATABASE_URL": database_url(),
            "DATA_DIR": str(data_dir or settings.DATA_DIR),
            "DJANGO_SETTINGS_MODULE": "trousse.config.settings.test",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            "LOG_FORMAT": "json",
            "SECRET_KEY": "only-for-tests",
        }
        with log.open("a") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "worker", "--interval", "0.1"],
                cwd=ROOT,
                env=environment | variables,
                stdout=output,
                stderr=output,
            )

    def kill(self) -> None:
        """Kill without warning."""
        self.process.kill()
        self.process.wait()

    def ask_to_leave(self, number: int = signal.SIGTERM) -> None:
        self.process.send_signal(number)

    def leaves(self) -> int:
        """Wait for the end and return the exit code."""
        return self.process.wait(timeout=60)
