"""Erases, for an operator, somebody whose address they checked."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from trousse.accounts.leaving import ask_for_erasure
from trousse.accounts.queries import subject_at
from trousse.core.personal_data import DataSubject
from trousse.core.personal_data.erasing import erase_everywhere, foresee_erasure


class Command(BaseCommand):
    """``manage.py erase_person EMAIL --yes``."""

    help = "Erase the person of that address; without --yes, only say what would happen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="an address that you know to be theirs")
        parser.add_argument("--yes", action="store_true", help="do it: it cannot be undone")

    def handle(self, *args: Any, **options: Any) -> None:
        subject = subject_at(options["email"])
        if subject.user is not None and subject.user.is_superuser:
            raise CommandError("This account administers the instance: take that right off first.")
        if options["yes"]:
            self._erase(subject)
        else:
            self._foresee(subject)

    def _foresee(self, subject: DataSubject) -> None:
        self.stdout.write("Account: yes" if subject.user else "Account: none")
        self.stdout.write(f"Guest: {len(subject.guests)}")
        with override("en"):
            for line in foresee_erasure(subject):
                self.stdout.write(f"- {line.outcome}: {line.text}")
        self.stdout.write("Nothing was erased. Add --yes to erase.")

    def _erase(self, subject: DataSubject) -> None:
        if subject.user is None:
            erase_everywhere(subject)
            self.stdout.write("Erased.")
            return
        ask_for_erasure(subject.user, actor=None)
        self.stdout.write("The account is closed; a worker erases it now.")
