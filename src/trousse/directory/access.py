"""Which offices somebody holds on Trousse itself: asked before every page of an office.

What each office may do is written in docs/reference/roles.md.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.utils import timezone

from trousse.core.clock import now
from trousse.core.errors import NotAllowed, NotFound
from trousse.directory.models import Mandate
from trousse.directory.models.mandates import in_force

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from trousse.accounts.models import User
    from trousse.directory.models import Academy

Office = Mandate.Office
_CACHED = "_offices_held"


@dataclass(frozen=True, slots=True)
class Held:
    """An office in force. ``academy``: key, for an editor; ``service``: slug, for an owner."""

    office: str
    academy: int | None = None
    service: str = ""


def offices_of(user: "User | AnonymousUser | None") -> frozenset[Held]:
    """Return the offices that ``user`` holds today: one query per request, none for visitors.

    A superuser is an operator without a mandate. What is read stays with the object of the
    person, which lives as long as the request.
    """
    if user is None or not user.is_authenticated or not user.is_active:
        return frozenset()
    kept = vars(user).get(_CACHED)
    if kept is None:
        kept = vars(user)[_CACHED] = _read_offices(user)
    return cast("frozenset[Held]", kept)


def has_office(
    user: "User | AnonymousUser | None",
    office: str,
    *,
    academy: "Academy | None" = None,
    service: str = "",
) -> bool:
    """Tell whether ``user`` holds ``office``; for ``academy`` or ``service`` when given.

    The national editor is the editor of every académie too.
    """
    held = offices_of(user)
    if office == Office.ACADEMY_EDITOR and Held(Office.NATIONAL_EDITOR) in held:
        return True
    return any(
        one.office == office
        and (academy is None or one.academy == academy.pk)
        and (not service or one.service == service)
        for one in held
    )


def require_office(
    user: "User | AnonymousUser | None",
    office: str,
    *,
    academy: "Academy | None" = None,
    service: str = "",
) -> "User":
    """Return ``user``, who holds the office.

    Raises NotFound for somebody without it: the page looks missing. Raises NotAllowed for
    somebody who holds the same office elsewhere.
    """
    if has_office(user, office, academy=academy, service=service):
        return cast("User", user)
    raise NotAllowed if has_office(user, office) else NotFound


def forget_offices(user: "User") -> None:
    """Forget what was read for this object of ``user``, after a change."""
    vars(user).pop(_CACHED, None)


def _read_offices(user: "User") -> frozenset[Held]:
    rows = in_force(Mandate.objects.filter(user=user), timezone.localdate(now()))
    found = {Held(*row) for row in rows.values_list("office", "academy_id", "service")}
    return frozenset(found | ({Held(Office.OPERATOR)} if user.is_superuser else set()))
