"""The page of those who were invited and have not answered."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trousse.accounts.current import visitor_of
from trousse.core.errors import NotAllowed
from trousse.services.polls.access import access_poll
from trousse.services.polls.inviting import MOST_PEOPLE, read_missing
from trousse.services.polls.queries import read_poll_page


@require_safe
def missing(request: HttpRequest, poll_id: str) -> HttpResponse:
    """Show who has not answered, to organisers and to those who take part."""
    visitor = visitor_of(request)
    poll = access_poll(visitor, poll_id, for_="view")
    page = read_poll_page(poll, visitor)
    if not page.sees_missing:
        raise NotAllowed
    context = {"poll": poll, "page": page, "missing": read_missing(poll, MOST_PEOPLE)}
    response = render(request, "polls/missing.html", context)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
