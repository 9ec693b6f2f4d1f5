"""Writes of announcements: made, changed, ended before their time."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trousse.core import audit
from trousse.core.clock import now
from trousse.core.errors import Conflict, InvalidInput, NotFound
from trousse.core.outbox import publish
from trousse.core.retention import delete_some
from trousse.library.announcements.events import (
    AnnouncementChanged,
    AnnouncementEnded,
    AnnouncementMade,
)
from trousse.library.models import Announcement
from trousse.library.models.announcements import ANNOUNCEMENTS_KEPT

if TYPE_CHECKING:
    from trousse.accounts.models import User
    from trousse.directory.models import Academy
    from trousse.library.models import Entry


@dataclass(frozen=True, slots=True)
class News:
    """What an editor writes. ``academy``: None for everybody; of a maintenance: the service's."""

    kind: str
    text_fr: str
    starts_at: datetime
    ends_at: datetime
    text_en: str = ""
    academy: "Academy | None" = None
    entry: "Entry | None" = None

    @property
    def columns(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}


@transaction.atomic
def make_announcement(news: News, *, key: str, by: "User") -> Announcement:
    """Tell people; sent again with the same ``key``, nothing more is made.

    Raises InvalidInput when it ends before it starts.
    """
    _check(news)
    made, is_new = Announcement.objects.get_or_create(
        creation_key=key, defaults={**news.columns, "author": by}
    )
    if is_new:
        audit.record("library:announcement:make", subject=made.ref, actor=by)
        slug = news.entry.slug if news.entry else ""
        publish(made.ref, AnnouncementMade(kind=news.kind, service=slug))
    return made


@transaction.atomic
def change_announcement(one: Announcement, news: News, *, version: int, by: "User") -> None:
    """Change text, days and readers. Raises Conflict when somebody else did meanwhile."""
    _check(news)
    same = Announcement.objects.filter(pk=one.pk, version=version)
    if not same.update(**news.columns, version=version + 1):
        raise Conflict
    audit.record("library:announcement:change", subject=one.ref, actor=by)
    publish(one.ref, AnnouncementChanged())


@transaction.atomic
def end_announcement(one: Announcement, *, by: "User") -> None:
    """Take it off the pages now; one that has not begun is deleted. Done twice, it stays ended.

    Raises NotFound when it is deleted already.
    """
    locked = Announcement.objects.select_for_update(of=("self",)).filter(pk=one.pk).first()
    if locked is None:
        raise NotFound
    if locked.is_over:
        return
    if locked.starts_at >= now():
        locked.delete()
    else:
        Announcement.objects.filter(pk=one.pk).update(ends_at=now(), version=locked.version + 1)
    audit.record("library:announcement:end", subject=one.ref, actor=by)
    publish(one.ref, AnnouncementEnded())


def forget_old_announcements() -> bool:
    """Delete what ended long ago; tell whether more wait."""
    return delete_some(Announcement.objects.filter(ends_at__lt=now() - ANNOUNCEMENTS_KEPT))


def _check(news: News) -> None:
    if news.ends_at <= news.starts_at:
        raise InvalidInput(_("The end must come after the beginning."), field="ends_at")
