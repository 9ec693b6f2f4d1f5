"""Measures a filled instance in its own process: prints JSON, in milliseconds."""

import json
import sys

import django


def main(queries: int) -> None:
    """Set Django up, then measure: models cannot be imported before."""
    django.setup()
    from benchmarks.search.lines import measure  # noqa: PLC0415

    sys.stdout.write(json.dumps(measure(queries)))


if __name__ == "__main__":
    main(int(sys.argv[1]))
