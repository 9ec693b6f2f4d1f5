"""After an erasure, no table of any app holds the person's id, name or address.

Every table that points at people gets a row about somebody, whichever app it belongs to, now or
later; then the whole database is read.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.test import Client

from tests.accounts.conftest import PASSWORD, sign_in
from tests.factories.one_of_each import make_row
from tests.meta.personal_tables import MODELS, holds_person
from trousse.accounts.leaving import ask_for_erasure
from trousse.accounts.models import Guest, User
from trousse.accounts.operations import create_person
from trousse.accounts.queries import subject_of
from trousse.core.clock import now
from trousse.core.personal_data.exporting import collect

ADDRESS = "wq1879@college.example"
NAMES = ("Wilhelmine", "Quaresma")
RANDOM_ID_STAYS = {
    "core.AuditEntry",  # seen by the operator, until AUDIT_RETENTION_DAYS
    "core.Event",  # groups tell who left them; until EVENT_RETENTION_DAYS
    "core.TaskKey",  # so that the erasure is not asked for twice; 90 days
    "django_tasks_database.DBTaskResult",  # the erasure's own task; two days
}


@pytest.fixture
def person(db: None) -> User:
    """Somebody whose names stand in no other place."""
    return create_person(ADDRESS, PASSWORD, first_name=NAMES[0], last_name=NAMES[1])


@pytest.fixture
def everywhere(person: User, client: Client) -> None:
    """A row about the person in every table that can hold one."""
    sign_in(client, ADDRESS)
    guest = Guest.objects.create(
        name=person.full_name, email=ADDRESS, user=person, expires_at=now(), token_hash="x" * 64
    )
    known = set(traces_of(person))
    for label, model in MODELS.items():
        if label not in known and holds_person(model):
            with transaction.atomic():
                make_row(model, person, guest)


def traces_of(person: User) -> dict[str, set[str]]:
    """Return the columns, by table, in which something of the person stands."""
    guests = set(Guest.objects.filter(email=ADDRESS).values_list("pk", flat=True))
    addresses = set(EmailAddress.objects.filter(email=ADDRESS).values_list("pk", flat=True))
    keys = {User: {person.pk}, Guest: guests, EmailAddress: addresses}
    words = [word.lower() for word in (ADDRESS, *NAMES, person.public_id)]
    found: defaultdict[str, set[str]] = defaultdict(set)
    for label, model in MODELS.items():
        for field, value in _values(model):
            said = _text(value).lower()
            linked = value in keys.get(field.related_model, ())  # type: ignore[call-overload]  # models as keys
            if linked or any(word in said for word in words):
                found[label].add(field.name)
    return dict(found)


def _values(model: type[models.Model]) -> Iterator[tuple[models.Field[Any, Any], Any]]:
    fields = model._meta.concrete_fields
    for row in model._default_manager.values_list(*(field.attname for field in fields)):
        yield from zip(fields, row, strict=True)


def _text(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode(errors="replace")
    return value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)


def test_nothing_is_left_of_somebody(
    everywhere: None, person: User, run_tasks: Callable[..., int]
) -> None:
    before = traces_of(person)
    assert before.keys() >= {label for label, model in MODELS.items() if holds_person(model)}
    ask_for_erasure(person, actor=person)
    run_tasks(allow_failures=False)
    after = traces_of(person)
    assert after.keys() <= RANDOM_ID_STAYS, {label: after[label] for label in after}
    columns = set().union(*after.values())
    assert columns <= {"subject", "data", "key", "args_kwargs"}


def test_no_session_remembers_somebody(
    everywhere: None, person: User, run_tasks: Callable[..., int]
) -> None:
    def owners() -> set[str]:
        return {row.get_decoded().get("_auth_user_id", "") for row in Session.objects.all()}

    assert str(person.pk) in owners()
    ask_for_erasure(person, actor=person)
    assert str(person.pk) not in owners()


def test_others_keep_what_is_theirs(
    everywhere: None, person: User, teacher: User, run_tasks: Callable[..., int]
) -> None:
    guest = Guest.objects.create(name="Anne", expires_at=now(), invited_by=person)
    ask_for_erasure(person, actor=person)
    run_tasks()
    guest.refresh_from_db()
    assert guest.invited_by is None
    assert User.objects.filter(pk=teacher.pk).exists()


def test_what_is_taken_away_names_every_app_that_keeps_something(
    everywhere: None, person: User
) -> None:
    keepers = {label.partition(".")[0] for label in traces_of(person)}
    given = {
        app for handler, _answer in collect(subject_of(person)) for app in handler.covers
    }  # fmt: skip
    assert keepers <= given


def test_what_is_taken_away_holds_no_secret(everywhere: None, person: User) -> None:
    answers = [answer for _handler, answer in collect(subject_of(person))]
    text = json.dumps(answers, default=str)
    secrets = [person.password, "x" * 64, *Session.objects.values_list("session_key", flat=True)]
    assert [secret for secret in secrets if secret in text] == []
