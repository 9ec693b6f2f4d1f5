"""One row of each table that holds people, about somebody: for the test that erases them.

A new table is filled by itself from the types of its fields; one with rules of its own (checks,
a pair of fields) says here what it needs.
"""

import datetime as dt
import itertools
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, models, transaction

from tests.meta.personal_tables import holds_name, holds_person
from trousse.accounts.models import Guest, User
from trousse.core.clock import now

RULES: dict[str, Callable[[User], dict[str, Any]]] = {
    "agenda.Event": lambda _: {
        "about": "thing:abc",
        "source": "thing:abc",
        "first_day": None,
        "day_after": None,
        "starts_at": now(),
        "ends_at": now() + dt.timedelta(hours=1),
    },
    "core.AuditEntry": lambda person: {
        "action": "tests:thing:touch",
        "subject": f"user:{person.public_id}",
    },
    "core.Mail": lambda person: {"to": person.email, "status": "queued", "calendar": b"x"},
    "directory.Affiliation": lambda _: {"until": None},
    "directory.Group": lambda _: {"rule": "", "size": 1},
    "directory.Mandate": lambda _: {"office": "operator", "academy": None, "until": None},
    "identity.Client": lambda _: {
        "client_type": "confidential",
        "authorization_grant_type": "authorization-code",
        "algorithm": "RS256",
        "hash_client_secret": False,
    },
    "oauth2_provider.AccessToken": lambda _: {"source_refresh_token": None},
    "oauth2_provider.RefreshToken": lambda _: {"access_token": None},
    "polls.Poll": lambda _: {"state": "open", "decided_slot": None},
    "polls.Requirement": lambda person: {
        "kind": "person",
        "user": person,
        "group": None,
        "function": "",
        "percent": None,
    },
    "polls.Slot": lambda _: {"day": now().date(), "label": "", "end": None},
    "sharing.Grant": lambda person: {
        "kind": "person",
        "subject": f"person:{person.pk}",
        "role": 40,
        "ref": "thing:abc",
        "group": None,
        "establishment": None,
        "guest": None,
        "token_hash": "",
        "until": None,
    },
}
NAMES_OF_REFS = frozenset({"ref", "about", "source"})
_numbers = itertools.count(1)


class NotMade(AssertionError):
    """A table refused the row: it needs a line in ``RULES``."""


def make_row(model: type[models.Model], person: User, guest: Guest) -> models.Model:
    """Create and return one row of ``model`` that is about ``person``, whatever links to them.

    A table that takes an account or a guest, not both, gets the account.
    """
    try:
        return _create(model, person, guest)
    except IntegrityError:
        try:
            return _create(model, person, None)
        except IntegrityError as error:
            raise NotMade(f"add {model._meta.label} to RULES in {__name__}: {error}") from error


def _create(model: type[models.Model], person: User, guest: Guest | None) -> models.Model:
    values = RULES.get(model._meta.label, lambda _: {})(person)
    for field in model._meta.concrete_fields:
        if field.name not in values and not _fills_itself(field):
            values[field.name] = _value(field, person, guest)
    with transaction.atomic():
        return model._default_manager.create(**values)


def _fills_itself(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, models.AutoField) or (
        field.has_default() and not field.is_relation and not holds_name(field)
    )


def _value(field: models.Field[Any, Any], person: User, guest: Guest | None) -> Any:
    if field.is_relation:
        return _related(field, person, guest)
    if isinstance(field, models.EmailField):
        return person.email
    if holds_name(field):
        return person.full_name[: field.max_length]
    return _plain(field)


def _related(field: models.Field[Any, Any], person: User, guest: Guest | None) -> Any:
    target: Any = field.related_model
    if target is User:
        return person
    if target is Guest:
        return guest
    if field.null and not holds_person(target):
        return None
    known = target._default_manager.order_by("pk").last()
    return known or _create(target, person, guest)


def _plain(field: models.Field[Any, Any]) -> Any:
    """Return a value of the field's type that says nothing about anybody."""
    number = next(_numbers)
    if field.choices:
        return field.choices[0][0]  # type: ignore[index]  # a list, not groups, in our models
    if field.name in NAMES_OF_REFS:
        return f"thing:x{number}"
    kinds: tuple[tuple[Any, Any], ...] = (
        (models.GenericIPAddressField, "0.0.0.0"),  # noqa: S104  # nothing is bound
        (models.CharField | models.TextField, f"x{number}"[: field.max_length or 20]),
        (models.BooleanField, False),
        (models.IntegerField, number % 1000),
        (models.DateTimeField, now()),
        (models.DateField, now().date()),
        (models.TimeField, dt.time(10)),
        (models.JSONField, {}),
        (models.BinaryField, b"x"),
    )
    return next((value for kind, value in kinds if isinstance(field, kind)), None)
