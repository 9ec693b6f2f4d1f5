"""Where and with what a figure was measured: it means nothing without."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("Django", "gunicorn", "uvicorn", "psycopg")


def describe_machine() -> list[str]:
    """Return lines: date, processors and load, system, versions."""
    load, *_ = os.getloadavg()
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return [
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, load {load:.1f} at the start",
        f"{os.cpu_count()} × {_processor()}, Linux {platform.release()}",
        f"Python {platform.python_version()}, {versions}",
    ]


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
