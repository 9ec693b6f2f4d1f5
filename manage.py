#!/usr/bin/env python3
"""Django's command line, with the source tree on the path."""

import os
import sys
from pathlib import Path


def main() -> None:
    """Run the command given as arguments."""
    sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trousse.config.settings.base")
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
