"""Writes of proposals: made, wished by others too, answered, and gone."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trousse.core import audit
from trousse.core.clock import now
from trousse.core.errors import Conflict, InvalidInput
from trousse.core.limits import limit
from trousse.core.outbox import publish
from trousse.core.retention import BATCH
from trousse.core.words import words_of
from trousse.directory.queries import academies_of
from trousse.library.models import Proposal, Support
from trousse.library.models.proposals import PROPOSALS_KEPT
from trousse.library.proposals.events import ProposalAnswered, ProposalMade, ProposalSupported
from trousse.notifications.operations import Notice, notify
from trousse.sharing.operations import forget_thing, grant_signed_in, own_thing
from trousse.sharing.roles import Role

if TYPE_CHECKING:
    from trousse.accounts.models import User
    from trousse.library.models import Entry

State = Proposal.State
PER_DAY = "5/d"
SUPPORTS_PER_DAY = "60/d"
LONGEST_FOUND_BY = 600


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody proposes."""

    kind: str
    title: str
    text: str
    url: str = ""
    audience: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What an editor answers. ``entry``: the service that it became, when done."""

    state: str
    answer: str
    entry: "Entry | None" = None


def make_proposal(wish: Wish, *, key: str, by: "User") -> Proposal:
    """Keep what ``by`` proposes, for everybody signed in to see.

    Sent again with the same ``key``, it is the same proposal. Raises TooManyRequests.
    """
    known = Proposal.objects.filter(creation_key=key).first()
    if known is not None:
        return known
    limit(by.public_id, "library:propose", rate=PER_DAY)
    return _made(wish, key, by)


@transaction.atomic
def _made(wish: Wish, key: str, by: "User") -> Proposal:
    words = " ".join(words_of(f"{wish.title} {wish.text}"))[:LONGEST_FOUND_BY]
    home = next(iter(academies_of(by)), None)
    columns = {name: getattr(wish, name) for name in wish.__slots__}
    proposal, is_new = Proposal.objects.get_or_create(
        creation_key=key,
        defaults={**columns, "found_by": words, "author": by, "academy": home},
    )
    if is_new:
        own_thing(proposal.ref, by)
        grant_signed_in(proposal.ref, Role.VIEW, by=by)
        audit.record("library:proposal:make", subject=proposal.ref, actor=by)
        publish(proposal.ref, ProposalMade(kind=proposal.kind))
    return proposal


def support_proposal(proposal: Proposal, *, by: "User") -> None:
    """Say « me too »; said twice, it counts once.

    Raises Conflict for one's own proposal and for one that is settled, TooManyRequests.
    """
    if proposal.author_id == by.pk:
        raise Conflict(_("This is your own proposal: it counts already."))
    limit(by.public_id, "library:support", rate=SUPPORTS_PER_DAY)
    with transaction.atomic():
        locked = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        if not locked.is_open:
            raise Conflict(_("This proposal has its answer: it takes no more support."))
        _support, is_new = Support.objects.get_or_create(proposal=locked, user=by)
        if is_new:
            _tell_support(locked, "library:proposal:support", by)


@transaction.atomic
def withdraw_support(proposal: Proposal, *, by: "User") -> None:
    """Take back « me too »; taken back twice, it is taken back."""
    deleted, _rows = Support.objects.filter(proposal=proposal, user=by).delete()
    if deleted:
        _tell_support(proposal, "library:proposal:unsupport", by)


@transaction.atomic
def answer_proposal(proposal: Proposal, reply: Reply, *, version: int, by: "User") -> None:
    """Answer for everybody to read; the author and those who support it are told.

    Raises InvalidInput when a refusal gives no reason, Conflict when somebody else answered
    meanwhile.
    """
    if reply.state == State.REFUSED and not reply.answer:
        raise InvalidInput(_("Say why: everybody reads it."), field="answer")
    at = now()
    columns = {"state": reply.state, "answer": reply.answer, "entry": reply.entry}
    same = Proposal.objects.filter(pk=proposal.pk, version=version)
    changed = same.update(
        **columns, answered_by=by, answered_at=at, changed_at=at, version=version + 1
    )
    if not changed:
        raise Conflict
    audit.record(
        "library:proposal:answer", subject=proposal.ref, actor=by, details={"state": reply.state}
    )
    slug = reply.entry.slug if reply.entry else ""
    publish(proposal.ref, ProposalAnswered(state=reply.state, service=slug))
    notify(
        _concerned(proposal),
        Notice(
            "library.proposal_answered",
            proposal.ref,
            proposal.get_absolute_url(),
            {"title": proposal.title},
            actor=by,
            key=f"{proposal.ref}/answered/{version}",
        ),
    )


@transaction.atomic
def delete_proposal(proposal: Proposal, *, by: "User | None") -> None:
    """Delete a proposal with its supports, and what other rooms keep about it."""
    forget_thing(proposal.ref)
    audit.record("library:proposal:delete", subject=proposal.ref, actor=by)
    proposal.delete()


def forget_old_proposals() -> bool:
    """Delete proposals to which nothing happened for years; tell whether more wait."""
    old = Proposal.objects.filter(changed_at__lt=now() - PROPOSALS_KEPT).order_by("pk")[:BATCH]
    for proposal in old:
        delete_proposal(proposal, by=None)
    return len(old) == BATCH


def _concerned(proposal: Proposal) -> "list[User]":
    supporters = [one.user for one in proposal.supports.select_related("user").order_by("pk")]
    return [*([proposal.author] if proposal.author else []), *supporters]


def _tell_support(proposal: Proposal, action: str, by: "User") -> None:
    count = proposal.supports.count()
    Proposal.objects.filter(pk=proposal.pk).update(changed_at=now())
    audit.record(action, subject=proposal.ref, actor=by)
    publish(proposal.ref, ProposalSupported(supports=count))
