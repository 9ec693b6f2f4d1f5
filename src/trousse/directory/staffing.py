"""Who works where, and who may be found: each write one transaction, audited and published."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trousse.accounts.operations import ref_of
from trousse.core import audit
from trousse.core.errors import InvalidInput
from trousse.core.outbox import publish
from trousse.directory import events
from trousse.directory.models import (
    Academy,
    Affiliation,
    Discipline,
    Establishment,
    Function,
    Profile,
)
from trousse.directory.search.keys import current_on, refresh_keys

if TYPE_CHECKING:
    from trousse.accounts.models import User


@dataclass(frozen=True, slots=True)
class Post:
    """A function to take up. ``place``: an establishment, or an académie for all of it."""

    place: Establishment | Academy
    function: Function
    discipline: Discipline | None = None
    is_main: bool = False

    def fields(self) -> dict[str, Any]:
        """Return the fields of an affiliation that say where somebody works as what."""
        at = self.place if isinstance(self.place, Establishment) else None
        return {
            "establishment": at,
            "academy": at.academy if at else self.place,
            "function": self.function,
            "discipline": self.discipline,
        }


@transaction.atomic
def affiliate(
    user: "User",
    post: Post,
    *,
    by: "User | None" = None,
    since: date | None = None,
    until: date | None = None,
) -> Affiliation:
    """Make ``user`` hold ``post`` from ``since`` (today) to ``until`` (included, or no end).

    A post that the person already holds on that day is returned as it is. A main post takes the
    place of the former one. Raises InvalidInput when the end comes before the start.
    """
    start = since or timezone.localdate()
    if until is not None and until < start:
        raise InvalidInput(_("The last day cannot come before the first."), field="until")
    held = Affiliation.objects.filter(user=user)
    if known := held.filter(current_on(start), **post.fields()).first():
        return known
    if post.is_main:
        held.filter(is_main=True).update(is_main=False)
    made = Affiliation.objects.create(
        user=user, is_main=post.is_main, since=start, until=until, **post.fields()
    )
    subject, codes = ref_of(user), _codes(made)
    audit.record("directory:affiliation:start", subject=subject, actor=by, details=codes)
    publish(subject, events.PersonAffiliated(**codes))
    return made


@transaction.atomic
def end_affiliation(
    affiliation: Affiliation, *, by: "User | None" = None, last_day: date | None = None
) -> None:
    """Let an affiliation end after ``last_day`` (today); one that ended before stays as it is.

    Raises InvalidInput when it had not begun on that day.
    """
    day = last_day or timezone.localdate()
    locked = Affiliation.objects.select_for_update().filter(pk=affiliation.pk).first()
    if locked is None or (locked.until is not None and locked.until <= day):
        return
    if day < locked.since:
        raise InvalidInput(_("The last day cannot come before the first."), field="last_day")
    locked.until = day
    locked.save(update_fields=["until"])
    codes = _codes(locked)
    subject = ref_of(locked.user)
    audit.record("directory:affiliation:end", subject=subject, actor=by, details=codes)
    publish(subject, events.AffiliationEnded(**codes, until=day.isoformat()))


def hide(user: "User", *, by: "User") -> None:
    """Let nobody find ``user`` any more, at once. Twice does nothing more."""
    _set_hidden(user, by, hidden=True)


def show(user: "User", *, by: "User") -> None:
    """Let ``user`` be found again. Twice does nothing more."""
    _set_hidden(user, by, hidden=False)


@transaction.atomic
def _set_hidden(user: "User", by: "User", *, hidden: bool) -> None:
    Profile.objects.get_or_create(user=user)
    if not Profile.objects.filter(user=user, hidden=not hidden).update(hidden=hidden):
        return
    refresh_keys(user)
    action = "directory:person:hide" if hidden else "directory:person:show"
    audit.record(action, subject=ref_of(user), actor=by)
    publish(ref_of(user), events.PersonHidden() if hidden else events.PersonShown())


def _codes(affiliation: Affiliation) -> dict[str, str]:
    return {
        "academy": affiliation.academy.code,
        "establishment": affiliation.establishment.uai if affiliation.establishment else "",
        "function": affiliation.function.code,
    }
