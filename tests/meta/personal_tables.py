"""Which tables hold people, as far as their fields and docs/reference/personal-data.md say."""

import re
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models

from trousse.accounts.models import Guest, User

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "personal-data.md"
WITH, WITHOUT = "Tables that hold personal data", "Tables without personal data"
TELLING_NAMES = re.compile(
    r"(^|_)(email|e_mail|phone|address|ip|user_agent|birth|to|reply_to)(_|$)"
)
NAMES_OF_PEOPLE = frozenset({"name", "first_name", "last_name", "full_name"})
THINGS_WITH_NAMES = frozenset(
    {
        "auth.Group",
        "auth.Permission",
        "core.ScheduledJob",
        "directory.Academy",
        "directory.BellTime",
        "directory.Establishment",
        "directory.Group",
        "directory.SchoolClass",
        "files.StoredFile",
        "identity.Client",
    }
)
MODELS: dict[str, type[models.Model]] = {
    model._meta.label: model
    for model in apps.get_models(include_auto_created=True)
    if not model.__module__.startswith("tests.")
}


def section(heading: str) -> str:
    return PAGE.read_text().partition(f"## {heading}\n")[2].partition("\n## ")[0]


def listed(heading: str) -> set[str]:
    """Return the tables named in the first column under ``heading``."""
    first_cells = re.findall(r"^\| ([^|]+) \|", section(heading), re.MULTILINE)
    return {name for cell in first_cells for name in re.findall(r"`([\w.]+)`", cell)}


def how_it_goes(label: str) -> str:
    """Return the last cell of the row of a table that holds personal data."""
    rows = [line for line in section(WITH).splitlines() if line.startswith("|")]
    return next(row.split("|")[-2].strip() for row in rows if f"`{label}`" in row.split("|")[1])


def holds_name(field: models.Field[Any, Any]) -> bool:
    return field.name in NAMES_OF_PEOPLE and field.model._meta.label not in THINGS_WITH_NAMES


def holds_person(model: type[models.Model]) -> bool:
    """Tell whether a field of ``model`` holds or names a person, as far as its form shows."""
    return any(
        field.related_model in {User, Guest}
        or isinstance(field, models.EmailField | models.GenericIPAddressField)
        or TELLING_NAMES.search(field.name)
        or holds_name(field)
        for field in model._meta.get_fields()
        if field.concrete and isinstance(field, models.Field)
    )


def cascades(label: str) -> set[str]:
    """Return the labels of the tables whose rows take those of ``label`` with them."""
    return {
        field.related_model._meta.label
        for field in MODELS[label]._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.remote_field.on_delete is models.CASCADE
        and isinstance(field.related_model, type)
    }
