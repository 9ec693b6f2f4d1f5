"""The pages that may be kept on a device: a closed list, which apps add to in their wiring."""

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

HARMLESS_PARAMETERS = frozenset({"source"})
"""What an address may carry and still show the plain page: how the installed app was opened."""

_pages: dict[str, bool] = {}
_always: list[str] = []


def readable_offline(
    *view_names: str, for_visitors: bool = False, before_opened: bool = False
) -> None:
    """Let browsers keep the pages of these views (``polls:detail``) for whoever asked for that.

    ``for_visitors``: also for somebody who is not signed in; only for pages without any secret.
    ``before_opened``: kept even if nobody opened them yet; the view takes no argument.
    """
    for name in view_names:
        _pages[name] = for_visitors
        if before_opened and name not in _always:
            _always.append(name)


def may_be_kept(request: HttpRequest, *, by_visitor: bool) -> bool:
    """Whether the answer to ``request`` may be kept: a listed page, at its plain address.

    An address with a key (``?cle=``) or anything else that we did not think of never is.
    """
    match = request.resolver_match
    if request.method != "GET" or match is None or not HARMLESS_PARAMETERS.issuperset(request.GET):
        return False
    for_visitors = _pages.get(match.view_name)
    return bool(for_visitors) if by_visitor else for_visitors is not None


def pages_always_kept() -> list[str]:
    """Return the addresses of the pages that are kept before anybody opens them."""
    found = []
    for name in _always:
        try:
            found.append(reverse(name))
        except NoReverseMatch:  # a room that this instance does not mount
            continue
    return found
