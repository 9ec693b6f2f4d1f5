"""Writes of rights: each one transaction, audited, told to open pages, harmless when repeated.

Who may share is the caller's question (``require_role(visitor, ref, Role.MANAGE)``); operations
keep what must hold whoever calls: one grant per subject and origin, always somebody responsible.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trousse.accounts.current import Visitor
from trousse.accounts.operations import meet_guest
from trousse.core import audit
from trousse.core.errors import Conflict, InvalidInput, NotFound
from trousse.core.outbox import publish
from trousse.core.refs import Ref
from trousse.core.tokens import derive_token, hash_token, recall_token
from trousse.notifications.operations import forget_about
from trousse.sharing import subjects
from trousse.sharing.access import role_on
from trousse.sharing.events import AccessChanged, AccessGranted
from trousse.sharing.models import Grant
from trousse.sharing.roles import Role
from trousse.sharing.subjects import Subject
from trousse.sharing.things import tell_forgotten

if TYPE_CHECKING:
    from trousse.accounts.models import Guest, User
    from trousse.core.audit.recording import JSON
    from trousse.directory.models import Establishment, Group

OWN: Literal["own"] = "own"
"""Origin of the grant of whoever made the thing."""
BY_HAND = ""


@dataclass(frozen=True, slots=True)
class LinkGrant:
    """An open link. ``token``: its secret word; "" when it can no longer be shown."""

    grant: Grant
    token: str


def own_thing(ref: Ref, owner: "User") -> Grant:
    """Make ``owner`` responsible for the thing that they just created."""
    return _give(ref, subjects.person(owner), Role.MANAGE, by=owner, origin=OWN)


def grant_person(
    ref: Ref,
    user: "User",
    role: Role,
    *,
    by: "User | None",
    origin: Ref | str = BY_HAND,
    until: datetime | None = None,
) -> Grant:
    """Give ``role`` to ``user``; a grant of the same origin takes the new role and end."""
    return _give(ref, subjects.person(user), role, by=by, origin=origin, until=until)


def grant_group(
    ref: Ref,
    group: "Group",
    role: Role,
    *,
    by: "User | None",
    origin: Ref | str = BY_HAND,
    until: datetime | None = None,
) -> Grant:
    """Give ``role`` to whoever is in ``group``, now or later."""
    return _give(ref, subjects.group(group), role, by=by, origin=origin, until=until)


def grant_establishment(
    ref: Ref,
    establishment: "Establishment",
    role: Role,
    *,
    by: "User | None",
    origin: Ref | str = BY_HAND,
    until: datetime | None = None,
) -> Grant:
    """Give ``role`` to whoever works there, now or later. Raises InvalidInput above EDIT."""
    place = subjects.establishment(establishment)
    return _give(ref, place, role, by=by, origin=origin, until=until)


def grant_signed_in(
    ref: Ref,
    role: Role,
    *,
    by: "User | None",
    origin: Ref | str = BY_HAND,
    until: datetime | None = None,
) -> Grant:
    """Give ``role`` to everybody who has an account. Raises InvalidInput above EDIT."""
    return _give(ref, subjects.everybody_signed_in(), role, by=by, origin=origin, until=until)


def grant_guest(
    ref: Ref,
    guest: "Guest",
    role: Role,
    *,
    by: "User | None",
    origin: Ref | str = BY_HAND,
    until: datetime | None = None,
) -> Grant:
    """Give ``role`` to the holder of a personal link. Raises InvalidInput above EDIT."""
    return _give(ref, subjects.guest(guest), role, by=by, origin=origin, until=until)


def admit_person(ref: Ref, user: "User", role: Role) -> None:
    """Keep what somebody came to by a link in their own list; silent, in one statement.

    For the write that a link let in (an answer, a comment): the caller tells and records that.
    A right that they hold already stays as it is.
    """
    _admit(ref, subjects.person(user), role)


def admit_guest(  # who they are, and what they may do
    ref: Ref, role: Role, *, name: str, email: str, language: str, expires_at: datetime
) -> "Guest":
    """Make a guest of somebody who came by a link, who can then come back; two statements.

    Silent as :func:`admit_person`. The name and the address are those that they gave.
    """
    guest = meet_guest(name, email, language, expires_at=expires_at)
    _admit(ref, subjects.guest(guest), role)
    return guest


def admit_known_guest(ref: Ref, guest: "Guest", role: Role) -> None:
    """Let somebody who has just said their name come back to ``ref``; silent, one statement.

    What they do there next is then done by the same guest.
    """
    _admit(ref, subjects.guest(guest), role)


def _admit(ref: Ref, subject: Subject, role: Role) -> None:
    subject.check(role)
    row = Grant(ref=str(ref), kind=subject.kind, subject=subject.word, role=role, **subject.columns)
    Grant.objects.bulk_create([row], ignore_conflicts=True)


def open_link(
    ref: Ref, role: Role, *, by: "User | None", until: datetime | None = None
) -> LinkGrant:
    """Return the link that gives ``role`` to whoever has it, opened if need be.

    A thing has one link per role; asked again, it takes the new end and keeps its address.
    Raises InvalidInput above EDIT.
    """
    return link_of(_give(ref, subjects.link(role), role, by=by, until=until))


def link_of(grant: Grant) -> LinkGrant:
    """Return a link with its token, for whoever may share the thing."""
    return LinkGrant(grant, recall_token("link", grant.public_id, grant.token_hash))


@transaction.atomic
def change_grant(grant: Grant, role: Role, *, by: "User | None", until: datetime | None) -> Grant:
    """Change the role and end of a grant that was seen on a page.

    Raises NotFound when it was withdrawn meanwhile, Conflict when nobody would be responsible
    any more, InvalidInput for a role that its kind cannot hold or for a link (its role is what
    it is).
    """
    locked = _locked(grant)
    if locked is None:
        raise NotFound
    Subject(Grant.Kind(locked.kind), locked.subject).check(role)
    if locked.kind == Grant.Kind.LINK and role != locked.role:
        raise InvalidInput(field="role")  # a link of another role has another address
    if role < Role.MANAGE or until is not None:
        _keep_somebody_responsible([locked])
    return _changed(locked, role, until, by)


@transaction.atomic
def withdraw(grant: Grant, by: "User | None") -> None:
    """Take a right back, at once and on open pages too; doing it twice does nothing.

    Raises Conflict when nobody would be responsible any more.
    """
    locked = _locked(grant)
    if locked is not None:
        _keep_somebody_responsible([locked])
        _remove([locked], by)


@transaction.atomic
def leave(ref: Ref, user: "User") -> None:
    """Let ``user`` give up what they were given by name; groups may still let them in.

    Raises Conflict when nobody would be responsible any more.
    """
    word = subjects.person_word(user)
    wanted = Q(subject=word) | Q(role=Role.MANAGE)
    rows = Grant.objects.of(ref).filter(wanted).select_for_update().order_by("pk")
    held = [row for row in rows if row.subject == word]
    _keep_somebody_responsible(held)
    _remove(held, user)


@transaction.atomic
def withdraw_origin(
    origin: Ref,
    *,
    ref: Ref | None = None,
    user: "User | None" = None,
    guest: "Guest | None" = None,
) -> None:
    """Take back all that ``origin`` gave: on ``ref`` only, to ``user`` or ``guest`` only."""
    given = Grant.objects.filter(origin=str(origin))
    if ref is not None:
        given = given.of(ref)
    if user is not None:
        given = given.filter(person=user)
    if guest is not None:
        given = given.filter(guest=guest)
    _remove(list(given.select_for_update().order_by("ref", "pk")), None)


@transaction.atomic
def forget_thing(ref: Ref) -> None:
    """Drop all rights on a thing that is being deleted, and what other rooms keep about it."""
    tell_forgotten(ref)
    _remove(list(Grant.objects.of(ref).select_for_update().order_by("pk")), None)


@transaction.atomic
def move_grants(guest: "Guest", heir: "User | None") -> None:
    """Give the rights of ``guest`` to the account of the same person, or take them back.

    Where both had one from the same origin, the better stays.
    """
    held = list(Grant.objects.filter(guest=guest).select_for_update().order_by("ref", "pk"))
    for grant in held if heir is not None else ():
        assert heir is not None  # noqa: S101  # for the type checker, which loses it in the loop
        _inherit(grant, heir)
    _remove(held, heir)


def recheck_open_pages(refs: Iterable[Ref]) -> None:
    """Let every open page of ``refs`` be checked again; call it inside a transaction."""
    for ref in sorted(set(refs), key=str):
        publish(ref, AccessChanged())


@transaction.atomic
def _give(
    ref: Ref,
    subject: Subject,
    role: Role,
    *,
    by: "User | None",
    origin: Ref | str = BY_HAND,
    until: datetime | None = None,
) -> Grant:
    subject.check(role)
    fresh = Grant(
        ref=str(ref), kind=subject.kind, subject=subject.word, origin=str(origin), role=role
    )
    if subject.kind == Grant.Kind.LINK:
        fresh.token_hash = hash_token(derive_token("link", fresh.public_id))
    grant, is_new = Grant.objects.select_for_update().get_or_create(
        ref=fresh.ref,
        subject=fresh.subject,
        origin=fresh.origin,
        defaults={
            "public_id": fresh.public_id,
            "token_hash": fresh.token_hash,
            "kind": subject.kind,
            "role": role,
            "until": until,
            "granted_by": by,
            **subject.columns,
        },
    )
    if not is_new:
        return _changed(grant, role, until, by)
    audit.record("sharing:grant:give", subject=ref, actor=by, details=_details(grant))
    publish(ref, AccessGranted(grant=grant.public_id, role=role))
    return grant


def _changed(grant: Grant, role: Role, until: datetime | None, by: "User | None") -> Grant:
    """Give a locked grant its new role and end, and tell it."""
    before = (grant.role, grant.until)
    if before == (role, until):
        return grant
    gives_less = role < grant.role or _ends_before(until, grant.until)
    grant.role, grant.until = role, until
    grant.save(update_fields=["role", "until"])
    audit.record("sharing:grant:change", subject=grant.thing, actor=by, details=_details(grant))
    less, more = AccessChanged(), AccessGranted(grant=grant.public_id, role=role)
    publish(grant.thing, less if gives_less else more)
    return grant


def _ends_before(end: datetime | None, other: datetime | None) -> bool:
    return end is not None and (other is None or end < other)


def _remove(grants: list[Grant], by: "User | None") -> None:
    """Delete locked grants and tell it once per thing."""
    Grant.objects.filter(pk__in=[grant.pk for grant in grants]).delete()
    for grant in grants:
        details = _details(grant)
        audit.record("sharing:grant:withdraw", subject=grant.thing, actor=by, details=details)
        if grant.person is not None:
            _take_back_news(grant.thing, grant.person)
    recheck_open_pages(grant.thing for grant in grants)


def _take_back_news(thing: Ref, person: "User") -> None:
    """Drop what ``person`` was told of a thing that they may no longer see."""
    if role_on(Visitor(person), thing) is None:
        forget_about(thing, [person])


def _locked(grant: Grant) -> Grant | None:
    """Lock a grant, and those of all who are responsible for the thing, in one order."""
    wanted = Q(pk=grant.pk) | Q(role=Role.MANAGE)
    rows = Grant.objects.of(grant.thing).filter(wanted).select_for_update().order_by("pk")
    return next((row for row in rows if row.pk == grant.pk), None)


def _keep_somebody_responsible(leaving: list[Grant]) -> None:
    """Refuse that the last person responsible for a thing goes.

    The rows of all who are responsible are locked, so that two of them cannot leave at the same
    moment.
    """
    if all(grant.role < Role.MANAGE for grant in leaving):
        return
    responsible = Grant.objects.of(leaving[0].thing).filter(role=Role.MANAGE)
    lasting = responsible.filter(kind=Grant.Kind.PERSON, until__isnull=True)
    staying = lasting.select_for_update().order_by("pk")
    if {grant.pk for grant in staying} <= {grant.pk for grant in leaving}:
        raise Conflict(_("Nobody would be responsible any more. Name somebody else first."))


def _inherit(grant: Grant, heir: "User") -> None:
    word = subjects.person_word(heir)
    same = Grant.objects.filter(ref=grant.ref, subject=word, origin=grant.origin).first()
    role, until = Role(grant.role), grant.until
    if same is not None:
        role = max(role, Role(same.role))
        until = max(until, same.until) if until and same.until else None
    grant_person(grant.thing, heir, role, by=grant.granted_by, origin=grant.origin, until=until)


def _details(grant: Grant) -> "dict[str, JSON]":
    return {"grant": grant.public_id, "kind": grant.kind, "role": int(grant.role)}
