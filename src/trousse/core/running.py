"""Whether an instance runs on a data directory: a lock that the kernel frees, even on a kill."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK_NAME = "running.lock"


@contextmanager
def declare_running(data_dir: Path) -> Iterator[None]:
    """Hold the shared lock of ``data_dir`` for the time of the block."""
    with (data_dir / LOCK_NAME).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield


def is_running(data_dir: Path) -> bool:
    """Whether some process declared that it runs on ``data_dir``."""
    path = data_dir / LOCK_NAME
    if not path.exists():
        return False
    with path.open("r") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False
