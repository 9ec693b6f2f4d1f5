"""``manage.py read_school_calendar``: school calendars out of the ministry's open data."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from trousse.directory.calendar_data import read_calendars
from trousse.directory.calendar_export import calendars_of_export, toml_of


class Command(BaseCommand):
    help = (
        "Turn the JSON export of the dataset fr-en-calendrier-scolaire (data.education.gouv.fr) "
        "into a file for the setting SCHOOL_CALENDAR."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("export", type=Path, help="the JSON file of the dataset")
        parser.add_argument("calendar", type=Path, help="the TOML file to write")
        parser.add_argument("--since", default="", help="first school year to keep, as 2026-2027")

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["calendar"]
        draft = target.with_name(f"{target.name}.new")
        try:
            records = json.loads(options["export"].read_text(encoding="utf-8"))
            years = [one for one in calendars_of_export(records) if one.year >= options["since"]]
            draft.write_text(toml_of(years), encoding="utf-8")
            read_calendars(draft)
            draft.replace(target)
        except (OSError, ValueError) as error:
            draft.unlink(missing_ok=True)
            raise CommandError(str(error)) from error
        zones = sorted({one.zone for one in years})
        self.stdout.write(f"{len(years)} calendars of {len(zones)} zones: {', '.join(zones)}")
