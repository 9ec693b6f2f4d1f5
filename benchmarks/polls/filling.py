"""Prepares an instance in its own process: ``python -m benchmarks.polls.filling`` prints JSON."""

import json
import sys
from collections.abc import Sequence

import django

from benchmarks.polls.sizes import SIZES


def main(arguments: Sequence[str]) -> None:
    """Set Django up, then fill with a poll of the size named: models cannot be imported before."""
    django.setup()
    from benchmarks.polls.scenario import fill  # noqa: PLC0415

    sys.stdout.write(json.dumps(fill(SIZES[arguments[0] if arguments else "usual"])))


if __name__ == "__main__":
    main(sys.argv[1:])
