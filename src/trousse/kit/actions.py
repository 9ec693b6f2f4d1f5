"""Calling what services offer: typed, once per key, with the rights of the person.

Public: :func:`call`, :func:`compensate`, :class:`Caller`, :class:`Done`, :func:`register_action`.
A service that lives elsewhere will be called over HTTPS with the same types.
"""

import hashlib
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from trousse.core import audit
from trousse.core.clock import now
from trousse.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from trousse.core.refs import Ref
from trousse.core.retention import delete_some
from trousse.kit.capabilities import (
    Action,
    Caller,
    Done,
    action_of,
    actions_called,
    register_action,
)
from trousse.kit.models import Call, Resource
from trousse.kit.models.calls import KEY_LENGTH
from trousse.kit.providers import provider_of
from trousse_kit.actions import OnThing
from trousse_kit.manifest.block import Block

if TYPE_CHECKING:
    from trousse.accounts.models import User

__all__ = ["Caller", "Done", "NotOffered", "call", "compensate", "read_request", "register_action"]

CALLS_KEPT = timedelta(days=30)


class NotOffered(NotFound):
    """No service does that on things of that type."""

    code = "not_offered"
    default_message = _("No service of this site can do this.")


def call(name: str, request: Block, *, caller: Caller, key: str = "") -> Block:
    """Do the action ``name``, such as ``poll.create``, and return its answer.

    ``request``: of the class that the action takes. ``key``: for a write, at most 64 characters
    chosen by the caller; the same call again with the same key returns the first answer and does
    nothing. The rights are those of ``caller.visitor``, checked by the service.

    Raises NotOffered when no service does it, InvalidInput for another request or without key,
    Conflict when the key served for another request or was undone, NotAllowed for a write without
    account, and what the service raises.
    """
    action = _find(name, request)
    if not isinstance(request, action.request):
        raise InvalidInput(_("This request is not the one that the action takes."))
    if not action.writes:
        answer: Block = action.do(request, caller)
        return answer
    return _write_once(action, request, caller, key)


def read_request(name: str, document: str | bytes) -> Block:
    """Return the request of the action ``name`` that a JSON document holds.

    Raises NotOffered or InvalidInput, whose ``field`` says which part is wrong.
    """
    resource_type, _dot, verb = name.partition(".")
    known = actions_called(resource_type, verb)
    if not known:
        raise NotOffered
    try:
        return known[0].request.model_validate_json(document)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        raise InvalidInput(field=".".join(str(part) for part in first["loc"])) from error


@transaction.atomic
def compensate(*, caller: Caller, key: str) -> bool:
    """Take back what the call with ``key`` did; return whether there was something to take back.

    The service checks the rights of the person again. Doing it twice does nothing more.
    """
    user = _person(caller)
    held = Call.objects.select_for_update().filter(user=user, caller=caller.part, key=key).first()
    if held is None or held.undone_at is not None:
        return False
    resource_type, _dot, verb = held.action.partition(".")
    action = action_of(held.service, resource_type, verb)
    if action is None or action.undo is None:
        raise NotOffered
    action.undo(held.before, caller)
    held.undone_at = now()
    held.save(update_fields=["undone_at"])
    _record("undo", action, held.answer, user)
    return True


def forget_old_calls() -> bool:
    """Forget calls whose key is no longer kept; return whether more wait."""
    return delete_some(Call.objects.filter(created_at__lt=now() - CALLS_KEPT))


def _find(name: str, request: Block) -> Action:
    """Return the action of the service where the thing lives, or that makes things of the type."""
    resource_type, _dot, verb = name.partition(".")
    known = {one.service: one for one in actions_called(resource_type, verb)}
    service = (
        _service_of(resource_type, request.ref)
        if isinstance(request, OnThing)
        else provider_of(resource_type)
    )
    if service not in known:
        raise NotOffered
    return known[service]


def _service_of(resource_type: str, ref: str) -> str | None:
    """Return the service in which a thing lives. Raises NotFound for one that nobody published."""
    if Ref.parse(ref).type != resource_type:
        raise InvalidInput(field="ref")
    service = Resource.objects.filter(ref=ref).values_list("service", flat=True).first()
    if service is None:
        raise NotFound
    return service


@transaction.atomic
def _write_once(action: Action, request: Block, caller: Caller, key: str) -> Block:
    """Do a write under its key.

    The row comes first: whoever sends the same key at the same moment waits for the database to
    know how this one ends, then finds its answer, or does it when this one failed.
    """
    user = _person(caller)
    if not 0 < len(key) <= KEY_LENGTH:
        raise InvalidInput(_("A call that writes needs a key of at most 64 characters."))
    held, is_new = Call.objects.get_or_create(
        user=user,
        caller=caller.part,
        key=key,
        defaults={
            "action": action.name,
            "service": action.service,
            "digest": _digest(action, request),
        },
    )
    if not is_new:
        return _answer_again(held, action, request)
    done: Done[Any] = action.do(request, caller)
    held.answer = done.answer.model_dump(mode="json")
    held.before = done.before
    held.save(update_fields=["answer", "before"])
    _record("call", action, held.answer, user)
    answer: Block = done.answer
    return answer


def _answer_again(held: Call, action: Action, request: Block) -> Block:
    if held.digest != _digest(action, request):
        raise Conflict(_("This key served for another request."))
    if held.undone_at is not None:
        raise Conflict(_("This was done, then taken back. Ask again with a new key."))
    return action.answer.model_validate_json(json.dumps(held.answer))


def _person(caller: Caller) -> "User":
    if caller.user is None:
        raise NotAllowed
    return caller.user


def _digest(action: Action, request: Block) -> str:
    text = f"{action.name} {request.model_dump_json()}"
    return hashlib.sha256(text.encode()).hexdigest()


def _record(gesture: str, action: Action, answer: dict[str, Any], user: "User") -> None:
    ref = Ref.parse(answer["thing"]["ref"])
    audit.record(f"kit:action:{gesture}", subject=ref, actor=user, details={"action": action.name})
