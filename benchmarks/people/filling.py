"""Fills an instance in its own process: ``python -m benchmarks.people.filling N`` prints JSON."""

import json
import sys
import time

import django


def main(people: int) -> None:
    """Set Django up, then fill: models cannot be imported before."""
    django.setup()
    from benchmarks.people import country, writing  # noqa: PLC0415

    started = time.monotonic()
    writing.prepare()
    country.fill(people)
    writing.settle()
    told = {"seconds": time.monotonic() - started, "megabytes": writing.megabytes()}
    sys.stdout.write(json.dumps(told | country.counts()))


if __name__ == "__main__":
    main(int(sys.argv[1]))
