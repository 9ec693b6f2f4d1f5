"""Copies the needs into the database after each ``migrate``; safe to repeat."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps as installed_apps
from django.apps.registry import Apps
from django.db import router

FOLDER = Path(__file__).parent
COLUMNS = ("verb_fr", "verb_en", "hint_fr", "hint_en", "icon", "order")
STEP = 10
"""Between the orders of two needs of the file, so that others find place between them."""


@cache
def needs_of_file() -> tuple[dict[str, Any], ...]:
    """Return the needs of ``needs.toml`` in its order, one dictionary of columns each."""
    return tuple(
        {**{key: value for key, value in need.items() if key != "first"}, "order": at * STEP}
        for at, need in enumerate(_read(), start=1)
    )


@cache
def first_of_need(need: str) -> tuple[str, ...]:
    """Return the slugs of the services to show first among those that answer ``need``."""
    return next((tuple(one.get("first", ())) for one in _read() if one["slug"] == need), ())


@cache
def _read() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(
        (FOLDER / "needs.toml").read_text(encoding="utf-8")
    )["need"]
    return found


def load_needs(*, using: str = "default", apps: Apps = installed_apps, **_signal: Any) -> None:
    """Create or correct every need of the file by its slug; others stay.

    ``apps``: the models as the last migration left them; nothing happens before theirs exist.
    """
    try:
        model = apps.get_model("library", "Need")
    except LookupError:
        return
    if not router.allow_migrate_model(using, model):
        return
    model.objects.using(using).bulk_create(
        [model(**need) for need in needs_of_file()],
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=COLUMNS,
    )
