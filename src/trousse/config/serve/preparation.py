"""What must be true of the database before pages are served; run as a process of its own.

Apart from the launcher, so that the launcher itself never loads Django and stays small.
"""

import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from trousse.core.env import InvalidSetting

UNREACHABLE = (
    "The database cannot be used: {reason}. Check DATABASE_URL and that the server is running."
)


def main() -> int:
    """Migrate, and fill a new database with demo people in demo mode."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trousse.config.settings.base")
    try:
        django.setup()
        prepare()
    except InvalidSetting as error:
        return _refuse(str(error))
    except OperationalError as error:
        return _refuse(UNREACHABLE.format(reason=str(error).strip().splitlines()[0]))
    return 0


def prepare() -> None:
    """Bring the database up to date; safe to repeat, and to interrupt at any moment."""
    to_fill = Path(settings.DATA_DIR) / "demo-to-fill"
    connection.settings_dict["OPTIONS"].pop("pool", None)  # a pool insists for 30 s in vain
    executor = MigrationExecutor(connection)
    if settings.DEMO and not executor.loader.applied_migrations:
        to_fill.touch()
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
    call_command("load_catalogue", verbosity=0)
    if to_fill.exists():
        call_command("fill_demo")
        to_fill.unlink()


def _refuse(reason: str) -> int:
    print(reason, file=sys.stderr)  # noqa: T201 - the launcher's console is the interface here
    return 1


if __name__ == "__main__":
    sys.exit(main())
