"""Giving and withdrawing offices, and who holds them."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trousse.accounts.operations import ref_of
from trousse.core import audit
from trousse.core.clock import now
from trousse.core.errors import Conflict, InvalidInput, NotFound
from trousse.directory.access import Office, forget_offices
from trousse.directory.models import Mandate
from trousse.directory.models.mandates import in_force

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from trousse.accounts.models import User
    from trousse.core.audit.recording import JSON
    from trousse.directory.models import Academy


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an office holds: ``academy`` for its editor, ``service`` (a slug) for its owner."""

    academy: "Academy | None" = None
    service: str = ""


EVERYWHERE = Scope()


@transaction.atomic
def give_office(
    user: "User",
    office: str,
    *,
    by: "User | None",
    scope: Scope = EVERYWHERE,
    until: date | None = None,
) -> Mandate:
    """Let ``user`` hold ``office`` until the end of that day; given again, the last day changes.

    ``by``: the operator, or None at the command line. Raises InvalidInput when the office needs a
    place that is missing, does not take the one given, or when ``until`` is past.
    """
    _check(office, scope, until)
    mandate, created = Mandate.objects.select_for_update().get_or_create(
        user=user,
        office=office,
        academy=scope.academy,
        service=scope.service,
        defaults={"granted_by": by, "until": until},
    )
    if not created and mandate.until == until:
        return mandate
    if not created:
        mandate.until, mandate.granted_by = until, by
        mandate.save(update_fields=["until", "granted_by"])
    forget_offices(user)
    audit.record("directory:office:give", subject=ref_of(user), actor=by, details=_facts(mandate))
    return mandate


@transaction.atomic
def withdraw_office(mandate_id: str, *, by: "User | None") -> None:
    """Take an office back. Raises NotFound when nobody holds it under that id.

    Raises Conflict when operators would withdraw their own office: somebody must stay who can
    give it again.
    """
    rows = Mandate.objects.select_for_update(of=("self",)).select_related("user", "academy")
    mandate = rows.filter(public_id=mandate_id).first()
    if mandate is None:
        raise NotFound
    if by is not None and by.pk == mandate.user_id and mandate.office == Office.OPERATOR:
        raise Conflict(_("Another operator must withdraw your own office."))
    mandate.delete()
    forget_offices(mandate.user)
    audit.record(
        "directory:office:withdraw",
        subject=ref_of(mandate.user),
        actor=by,
        details=_facts(mandate),
    )


def mandates_in_force() -> "QuerySet[Mandate]":
    """Return the offices held today with their people, by office and name."""
    held = in_force(Mandate.objects.all(), timezone.localdate(now()))
    order = ("office", "user__last_name", "user__first_name", "pk")
    return held.select_related("user", "academy").order_by(*order)


def _check(office: str, scope: Scope, until: date | None) -> None:
    if office not in Office.values:
        raise InvalidInput(_("This office does not exist."), field="office")
    if (office == Office.ACADEMY_EDITOR) != (scope.academy is not None):
        message = _("An editor of an académie is given one; other offices are not.")
        raise InvalidInput(message, field="academy")
    if (office == Office.SERVICE_OWNER) != bool(scope.service):
        message = _("A service owner is given a service; other offices are not.")
        raise InvalidInput(message, field="service")
    if until is not None and until < timezone.localdate(now()):
        raise InvalidInput(_("This day is past."), field="until")


def _facts(mandate: Mandate) -> "dict[str, JSON]":
    academy = mandate.academy.slug if mandate.academy else ""
    until = mandate.until.isoformat() if mandate.until else ""
    return {
        "office": mandate.office,
        "academy": academy,
        "service": mandate.service,
        "until": until,
    }
