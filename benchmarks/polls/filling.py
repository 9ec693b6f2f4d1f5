"""Prepares an instance in its own process: ``python -m benchmarks.polls.filling`` prints JSON."""

import json
import sys

import django


def main() -> None:
    """Set Django up, then fill: models cannot be imported before."""
    django.setup()
    from benchmarks.polls.scenario import fill  # noqa: PLC0415

    sys.stdout.write(json.dumps(fill()))


if __name__ == "__main__":
    main()
