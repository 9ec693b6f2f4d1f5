"""Secret addresses to subscribe to: their tokens, who they belong to, what they give.

A token is derived from the row and the instance's secret, so that its owner can read it again;
the table keeps its hash only.
"""

import base64
import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from trousse.accounts.current import hash_token
from trousse.agenda.calendars import calendar_event
from trousse.agenda.models import Event, Feed
from trousse.agenda.queries import events_of, touching
from trousse.core import audit
from trousse.core.clock import now
from trousse.core.errors import NotFound
from trousse.core.ical import calendar_feed
from trousse.core.refs import Ref

if TYPE_CHECKING:
    from trousse.accounts.models import User

REFRESH = timedelta(hours=1)
BEHIND, AHEAD = timedelta(days=90), timedelta(days=400)
MOST_EVENTS = 1_000
TOKEN_BYTES = 24
TOKEN_LENGTH = 32


def address_of(feed: Feed) -> str:
    """Return the secret address; empty when the feed is closed or the instance's secret changed."""
    token = _token(feed)
    if not feed.is_open or hash_token(token) != feed.token_hash:
        return ""
    return settings.SITE_URL + reverse("agenda:feed", args=[token])


def renew_feed(owner: "User") -> Feed:
    """Give the owner's feed a new address: the one before no longer works."""
    with transaction.atomic():
        feed, _is_new = Feed.objects.get_or_create(owner=owner, group=None)
        feed = Feed.objects.select_for_update().get(pk=feed.pk)
        feed.turn += 1
        feed.token_hash = hash_token(_token(feed))
        _save(feed, "renew")
    return feed


def close_feed(owner: "User") -> None:
    """End the owner's feed; without one it does nothing."""
    with transaction.atomic():
        feed = Feed.objects.select_for_update().filter(owner=owner, group=None).first()
        if feed is not None and feed.is_open:
            feed.token_hash = ""
            _save(feed, "close")


def find_feed(token: str) -> Feed:
    """Return the open feed of that token and its owner. Raises NotFound."""
    if len(token) == TOKEN_LENGTH:
        feeds = Feed.objects.select_related("owner", "group")
        feed = feeds.filter(token_hash=hash_token(token), owner__is_active=True).first()
        if feed is not None:
            return feed
    raise NotFound


def feed_events(feed: Feed) -> list[Event]:
    """Return what the feed gives, cancelled events included so that calendars drop them."""
    at, zone = now(), ZoneInfo(feed.owner.time_zone)
    found = touching(events_of(feed.owner), at - BEHIND, at + AHEAD, zone)
    return list(found.order_by("-changed_at", "pk")[:MOST_EVENTS])


def feed_mark(feed: Feed, events: list[Event]) -> str:
    """Return an entity tag that changes with what the feed gives."""
    told = [f"{event.public_id} {event.sequence} {event.changed_at}" for event in events]
    text = "\n".join([f"{feed.turn} {feed.owner.language}", *told])
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def feed_content(feed: Feed, events: list[Event]) -> bytes:
    """Return the calendar, in the language of the feed's owner."""
    with translation.override(feed.owner.language):
        name = _("Agenda %(site)s") % {"site": settings.SITE_NAME}
        return calendar_feed(map(calendar_event, events), name, REFRESH)


def _token(feed: Feed) -> str:
    value = f"{feed.public_id}:{feed.turn}"
    digest = salted_hmac("trousse.agenda.feed", value, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:TOKEN_BYTES]).decode()


def _save(feed: Feed, verb: str) -> None:
    feed.changed_at = now()
    feed.save(update_fields=["turn", "token_hash", "changed_at"])
    audit.record(f"agenda:feed:{verb}", subject=Ref("feed", feed.public_id), actor=feed.owner)
