"""Writing an audit entry, in the transaction of the write it tells about."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from trousse.core.logs import request_id
from trousse.core.models import AuditEntry

if TYPE_CHECKING:
    from trousse.accounts.models import User
    from trousse.core.refs import Ref

JSON: TypeAlias = "str | int | float | bool | list[JSON] | dict[str, JSON] | None"

_ACTION = re.compile(r"[a-z]+:[a-z_]+:[a-z_]+")
_NOTHING: Mapping[str, JSON] = MappingProxyType({})


def record(
    action: str,
    *,
    subject: "Ref",
    actor: "User | None" = None,
    details: Mapping[str, JSON] = _NOTHING,
) -> None:
    """Add an entry ``source:subject:action``, such as ``polls:poll:decide``.

    ``actor``: the signed-in person, or None for a guest or the machine. ``details``: counts,
    states and refs; never a name, an address or typed text, which could not be erased.
    Raises ValueError when ``action`` has another form.
    """
    if _ACTION.fullmatch(action) is None:
        raise ValueError(f"{action!r} is not written source:subject:action")
    AuditEntry.objects.create(
        action=action,
        subject=str(subject),
        actor=actor,
        details=dict(details),
        request_id=request_id(),
    )
