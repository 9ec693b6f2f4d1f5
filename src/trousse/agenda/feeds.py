"""Secret addresses to subscribe to: their tokens, who they belong to, what they give.

A token is derived from the row and the instance's secret, so that its owner can read it again;
the table keeps its hash only.
"""

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from trousse.agenda.calendars import calendar_event
from trousse.agenda.models import Event, Feed
from trousse.agenda.queries import events_of, touching
from trousse.core import audit
from trousse.core.clock import now
from trousse.core.errors import NotFound
from trousse.core.ical import calendar_feed
from trousse.core.refs import Ref
from trousse.core.tokens import derive_token, hash_token, recall_token
from trousse.directory.group_queries import is_member
from trousse.sharing.queries import refs_shared_with_group

if TYPE_CHECKING:
    from trousse.accounts.models import User
    from trousse.directory.models import Group

REFRESH = timedelta(hours=1)
BEHIND, AHEAD = timedelta(days=90), timedelta(days=400)
MOST_EVENTS = 1_000
TOKEN_LENGTH = 32


def address_of(feed: Feed) -> str:
    """Return the secret address; empty when closed, or when the instance's secret changed."""
    token = recall_token("feed", _seed(feed), feed.token_hash) if feed.is_open else ""
    return settings.SITE_URL + reverse("agenda:feed", args=[token]) if token else ""


def renew_feed(owner: "User", group: "Group | None" = None) -> Feed:
    """Give the owner's feed a new address: the one before no longer works.

    ``group``: for the agenda of one of their groups. Raises NotFound when they are not in it.
    """
    if group is not None and not is_member(owner, group):
        raise NotFound
    with transaction.atomic():
        feed, _is_new = Feed.objects.get_or_create(owner=owner, group=group)
        feed = Feed.objects.select_for_update().get(pk=feed.pk)
        feed.turn += 1
        feed.token_hash = hash_token(derive_token("feed", _seed(feed)))
        _save(feed, "renew")
    return feed


def close_feed(owner: "User", group: "Group | None" = None) -> None:
    """End a feed of the owner; without one it does nothing."""
    with transaction.atomic():
        feed = Feed.objects.select_for_update().filter(owner=owner, group=group).first()
        if feed is not None and feed.is_open:
            feed.token_hash = ""
            _save(feed, "close")


def find_feed(token: str) -> Feed:
    """Return the open feed of that token, with its owner. Raises NotFound.

    The owner must still be active, and in the group if it is a group's.
    """
    if len(token) == TOKEN_LENGTH:
        feeds = Feed.objects.select_related("owner", "group")
        feed = feeds.filter(token_hash=hash_token(token), owner__is_active=True).first()
        if feed is not None and (feed.group is None or is_member(feed.owner, feed.group)):
            return feed
    raise NotFound


def feed_events(feed: Feed) -> list[Event]:
    """Return what the feed gives, cancelled events included so that calendars drop them."""
    at, zone = now(), ZoneInfo(feed.owner.time_zone)
    events = events_of_group(feed.group) if feed.group else events_of(feed.owner)
    found = touching(events, at - BEHIND, at + AHEAD, zone)
    return list(found.order_by("-changed_at", "pk")[:MOST_EVENTS])


def events_of_group(group: "Group") -> QuerySet[Event]:
    """Return the events of the things that are shared with ``group``."""
    shared = refs_shared_with_group(group)
    return Event.objects.filter(about__in=shared).select_related("organiser")


def feed_mark(feed: Feed, events: list[Event]) -> str:
    """Return an entity tag that changes with what the feed gives."""
    told = [f"{event.public_id} {event.sequence} {event.changed_at}" for event in events]
    text = "\n".join([f"{feed.turn} {feed.owner.language}", *told])
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def last_change(feed: Feed, events: list[Event]) -> int | None:
    """Return when the feed last changed, in seconds; None for a group's.

    What leaves somebody's agenda moves their feed's own date; nothing does when a group loses
    the right to see a thing, so that only the entity tag can tell.
    """
    if feed.group_id is not None:
        return None
    return int(max([feed.changed_at, *(one.changed_at for one in events)]).timestamp())


def feed_content(feed: Feed, events: list[Event]) -> bytes:
    """Return the calendar, in the language of the feed's owner."""
    with translation.override(feed.owner.language):
        name = feed.group.name if feed.group else _("Agenda")
        title = f"{name} – {settings.SITE_NAME}"
        return calendar_feed(map(calendar_event, events), title, REFRESH)


def _seed(feed: Feed) -> str:
    return f"{feed.public_id}.{feed.turn}"


def _save(feed: Feed, verb: str) -> None:
    feed.changed_at = now()
    feed.save(update_fields=["turn", "token_hash", "changed_at"])
    audit.record(f"agenda:feed:{verb}", subject=Ref("feed", feed.public_id), actor=feed.owner)
