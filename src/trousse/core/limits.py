"""Rate limits on Django's cache, without keeping anybody's address.

The cache key is a keyed hash, so neither the cache nor a dump of it tells who came. With several
processes the limits are shared through Redis; with one, they live in its memory.
"""

import ipaddress
import re

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from trousse.core.clock import now
from trousse.core.errors import TooManyRequests

_RATE = re.compile(r"([1-9][0-9]*)/([1-9][0-9]*)?([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
IPV6_PREFIX = 64
"""A home or a phone gets a whole /64 (RFC 6177): counting single addresses would count nothing."""


def client_address(request: HttpRequest) -> str:
    """Return the address of the client, or "" when the server does not know it.

    ``X-Forwarded-For`` is believed only for the TRUSTED_PROXIES hops that the operator declares;
    what stands further left was written by the client.
    """
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    trusted = settings.TRUSTED_PROXIES
    candidate = hops[-trusted] if 0 < trusted <= len(hops) else request.META.get("REMOTE_ADDR", "")
    return _address(candidate) or _address(request.META.get("REMOTE_ADDR", ""))


def limit(client: HttpRequest | str, action: str, *, key: str = "", rate: str) -> None:
    """Count one ``action`` of ``client`` on ``key`` and refuse what is above ``rate``.

    ``client``: a request (its address counts) or any name, such as a public id.
    ``key``: what the action is done to; each has its own count.
    ``rate``: ``"20/m"`` is 20 per minute, ``"5/10m"`` 5 per 10 minutes (s, m, h, d), counted in
    fixed windows. Raises TooManyRequests.
    """
    allowed, seconds = _parsed(rate)
    name = client if isinstance(client, str) else network_of(client_address(client))
    digest = salted_hmac("trousse.limits", f"{action}\n{name}\n{key}", algorithm="sha256")
    window = int(now().timestamp()) // seconds
    counter = f"limit:{digest.hexdigest()}:{window}"
    if cache.add(counter, 1, timeout=2 * seconds):
        return
    if cache.incr(counter) > allowed:
        raise TooManyRequests


def _parsed(rate: str) -> tuple[int, int]:
    match = _RATE.fullmatch(rate)
    if match is None:
        raise ValueError(f"a rate is written 20/m or 5/10m, not {rate!r}")
    return int(match[1]), int(match[2] or 1) * _SECONDS[match[3]]


def _address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text.strip().strip("[]")))
    except ValueError:
        return ""


def network_of(address: str) -> str:
    """Return what counts as one client: the address, or its /64 in IPv6."""
    if ":" not in address:
        return address
    return str(ipaddress.ip_network(f"{address}/{IPV6_PREFIX}", strict=False))
