"""Seeing and mending deliveries that went wrong."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from trousse.core.errors import TrousseError
from trousse.core.models import Delivery
from trousse.core.outbox.operating import replay, skip
from trousse.core.outbox.queries import (
    dead_deliveries,
    deliveries_without_receiver,
    facts_held_back_by,
    failing_deliveries,
)


class Command(BaseCommand):
    help = "List deliveries of facts that went wrong; replay them, or skip them for ever."

    def add_arguments(self, parser: ArgumentParser) -> None:
        gestures = parser.add_subparsers(dest="gesture", required=True)
        gestures.add_parser("list", help="show what is dead, failing or without receiver")
        for name, text in (
            ("replay", "try dead deliveries again"),
            ("skip", "give deliveries up, so that the next ones go on"),
        ):
            gestures.add_parser(name, help=text).add_argument("ids", nargs="+", type=int)

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["gesture"] == "list":
            self._list()
            return
        act = replay if options["gesture"] == "replay" else skip
        for delivery_id in options["ids"]:
            try:
                act(delivery_id)
            except TrousseError as error:
                raise CommandError(f"{delivery_id}: {error}") from error
            self.stdout.write(f"{delivery_id}: {options['gesture']}")

    def _list(self) -> None:
        chapters = (
            ("dead", dead_deliveries()),
            ("failing", failing_deliveries()),
            ("without receiver", deliveries_without_receiver()),
        )
        for word, deliveries in chapters:
            for delivery in deliveries.select_related("event").order_by("pk"):
                self.stdout.write(self._line(word, delivery))

    def _line(self, word: str, delivery: Delivery) -> str:
        return (
            f"{delivery.pk}\t{word}\t{delivery.subscriber}\t{delivery.event.type}"
            f"\t{delivery.subject} #{delivery.sequence}\tattempts {delivery.attempts}"
            f"\tholds back {facts_held_back_by(delivery)}\t{delivery.last_error}"
        )
