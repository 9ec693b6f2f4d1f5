"""The figures that we claim, each printed by a script that anybody can run: ``make bench``."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

for folder in ("scripts", "src"):  # so that ``python -m benchmarks.polls`` needs no preparation
    if str(ROOT / folder) not in sys.path:
        sys.path.insert(0, str(ROOT / folder))
