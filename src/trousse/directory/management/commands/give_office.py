"""``manage.py give_office``: name the first operator, or repair what no operator can any more."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from trousse.accounts.queries import user_with_email
from trousse.core.errors import TrousseError
from trousse.directory.access import Office
from trousse.directory.models import Academy
from trousse.directory.offices import Scope, give_office


class Command(BaseCommand):
    help = "Give an office on this instance to somebody who has an account."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="address of the account")
        parser.add_argument("office", choices=Office.values)
        parser.add_argument("--academy", default="", help="slug, for academy_editor")
        parser.add_argument("--service", default="", help="slug, for service_owner")
        parser.add_argument("--until", type=date.fromisoformat, help="last day, as 2027-08-31")

    def handle(self, *args: Any, **options: Any) -> None:
        user = user_with_email(options["email"])
        if user is None:
            raise CommandError(f"nobody has an account with {options['email']}")
        scope = Scope(_academy(options["academy"]), options["service"])
        try:
            give_office(user, options["office"], by=None, scope=scope, until=options["until"])
        except TrousseError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{user.full_name} holds the office {options['office']}.")


def _academy(slug: str) -> Academy | None:
    if not slug:
        return None
    academy = Academy.objects.filter(slug=slug).first()
    if academy is None:
        raise CommandError(f"there is no académie {slug!r}")
    return academy
