"""Fill a demo instance with believable people and things; may be run again."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from trousse.core.demo import demo_fillers


class Command(BaseCommand):
    """``manage.py fill_demo``."""

    help = "Fill a demo instance (DEMO=1) with believable people and things."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("fill_demo only runs in demo mode: set DEMO=1.")
        for filler in demo_fillers():
            for line in filler.fill():
                self.stdout.write(line)
        self.stdout.write(f"Become anybody else in one click: {settings.SITE_URL}/demo/")
