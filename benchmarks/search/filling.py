"""Fills an instance in its own process: people, then things and services; prints JSON."""

import json
import sys
import time

import django


def main(people: int, things: int) -> None:
    """Set Django up, then fill: models cannot be imported before."""
    django.setup()
    from benchmarks.people import country, writing  # noqa: PLC0415
    from benchmarks.search import shelf  # noqa: PLC0415

    started = time.monotonic()
    writing.prepare()
    country.fill(people)
    shelf.fill(people, things)
    writing.settle()
    told = {"seconds": time.monotonic() - started, "megabytes": writing.megabytes()}
    sys.stdout.write(json.dumps(told | country.counts() | shelf.counts()))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
