"""The process that runs tasks, delivers facts, sends mail and keeps the schedule."""

import secrets
import socket
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from trousse.core.tasks.working import WorkerLoop


class Command(BaseCommand):
    help = "Run background tasks and periodic jobs until SIGTERM or SIGINT."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--interval",
            type=float,
            default=0.3,
            help="seconds between two looks at an empty queue (default: %(default)s)",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        worker_id = f"{socket.gethostname()[:40]}-{secrets.token_hex(6)}"
        loop = WorkerLoop(worker_id, options["interval"])
        loop.stop_on_signals()
        loop.run()
