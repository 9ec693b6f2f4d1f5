"""Keep what a check found on a service, beside what the service declares."""

import json
import re
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from trousse.core.errors import InvalidInput
from trousse.kit.facts import record_measurement
from trousse_kit.patterns import SLUG
from trousse_kit.vocabulary import CLAIMS


class Command(BaseCommand):
    """``manage.py measure_fact evento accessibility_rate 71.5 --by "Pôle RGAA" --url …``."""

    help = "Keep a measurement: it is shown instead of what the service declares."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("service", help="id of the service")
        parser.add_argument("claim", choices=sorted(CLAIMS), metavar="claim")
        parser.add_argument("value", help="a number, a word, true or false")
        parser.add_argument("--by", required=True, help="the check or the office that measured")
        parser.add_argument("--url", required=True, help="address of the report")
        parser.add_argument("--expires-on", type=date.fromisoformat, default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        if not re.fullmatch(SLUG, options["service"]):
            raise CommandError(f"{options['service']!r} is not the id of a service.")
        try:
            row = record_measurement(
                options["service"],
                options["claim"],
                _value(options["value"]),
                by=options["by"],
                url=options["url"],
                expires_on=options["expires_on"],
            )
        except InvalidInput as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{row.claim} = {row.value}, until {row.expires_on}")


def _value(text: str) -> bool | float | str:
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return found if isinstance(found, bool | int | float) else text
