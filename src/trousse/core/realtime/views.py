"""The poll on page workers: where no hub runs, pages still learn the news every few seconds."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from trousse.core.errors import InvalidInput, NotAllowed
from trousse.core.realtime import wire
from trousse.core.realtime.registry import history_of, may_follow, read_subject
from trousse.core.realtime.requests import Wish, read_question
from trousse.core.realtime.visits import is_from_our_pages, open_visit

if TYPE_CHECKING:
    from trousse.core.realtime.types import Message, Viewer

PAUSE = 5
"""Seconds that the page waits before it asks again."""


@never_cache
@require_GET
def poll(request: HttpRequest) -> JsonResponse:
    """Answer at once what came after the numbers that the page knows."""
    if not is_from_our_pages(request):
        raise NotAllowed
    try:
        question = read_question(request)
    except ValueError as error:
        raise InvalidInput from error
    viewer = open_visit(request.COOKIES).viewer
    messages = [message for wish in question.wishes for message in _news(viewer, wish)]
    return JsonResponse({"messages": messages, "pause": PAUSE})


def _news(viewer: "Viewer", wish: Wish) -> "list[Message]":
    ref = read_subject(wish.subject)
    if ref is None or not may_follow(viewer, ref):
        return [wire.refused(wish.subject)]
    past = history_of(ref)(ref, wish.after)
    if past.events is None:
        return [wire.reload(ref, past.head)]
    return [wire.event(ref, event) for event in past.events]
