"""``python -m benchmarks.rush.counting`` prints the answers that an instance holds, as JSON."""

import json
import sys

import django


def main() -> None:
    """Set Django up, then read: models cannot be imported before."""
    django.setup()
    from trousse.services.polls.models import Participant  # noqa: PLC0415

    rows = Participant.objects.order_by("pk").values_list("name", "answers")
    sys.stdout.write(json.dumps(list(rows)))


if __name__ == "__main__":
    main()
