"""A piece of news as its writer gives it, checked before anybody is told."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.utils.http import url_has_allowed_host_and_scheme

from trousse.core.refs import Ref
from trousse.core.text import clean_line
from trousse.notifications.kinds import Kind, kind_named

if TYPE_CHECKING:
    from trousse.accounts.models import User

LONGEST_WORD = 200
LONGEST_KEY = 200
LONGEST_URL = 500


@dataclass(frozen=True, slots=True)
class Notice:
    """News about one thing.

    ``kind``: a registered kind's name. ``url``: a path of this site. ``params``: what the kind's
    sentences name; ``day`` is an ISO date and ``count`` digits, written in each reader's
    language; typed text is cut at 200 characters. ``actor``: who did it, never told of it.
    ``key``: one per news (``poll:ID/decided/3``); told twice, it is one line.
    """

    kind: str
    about: Ref
    url: str
    params: Mapping[str, str] = field(default_factory=dict)
    actor: "User | None" = None
    key: str = ""


def checked_kind(notice: Notice) -> Kind:
    """Return the notice's kind. Raises ValueError for what only a programmer can get wrong."""
    kind = kind_named(notice.kind)
    if kind is None:
        raise ValueError(f"no app registers the kind {notice.kind!r}")
    if not 0 < len(notice.key) <= LONGEST_KEY:
        raise ValueError("a notice has a key of at most 200 characters")
    if not _is_our_path(notice.url) or len(notice.url) > LONGEST_URL:
        raise ValueError("a notice leads to a path of this site")
    return kind


def checked_params(notice: Notice) -> dict[str, str]:
    """Return the params as they are kept: one line each, of a bounded length.

    Raises ValueError for a ``day`` that is no ISO date or a ``count`` that is no number: those
    two may stand in subjects, so nothing typed may hide in them.
    """
    params = {name: clean_line(value)[:LONGEST_WORD] for name, value in notice.params.items()}
    if "day" in params:
        date.fromisoformat(params["day"])
    if not re.fullmatch(r"[0-9]{1,9}", params.get("count", "0")):
        raise ValueError("count is a number")
    return params


def _is_our_path(url: str) -> bool:
    return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
