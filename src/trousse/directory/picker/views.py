"""The suggestions as a fragment, for pickers whose page runs scripts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trousse.accounts.current import signed_in
from trousse.core.errors import InvalidInput
from trousse.directory.picker.suggestions import LONGEST, suggest


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Propose people for ``?q=``; ``groups=0`` and ``emails=0`` leave these out.

    Only for agents. Raises NotAllowed for guests, InvalidInput when the text is too long.
    """
    asker = signed_in(request)
    text = request.GET.get("q", "")
    if len(text) > LONGEST:
        raise InvalidInput(field="q")
    found = suggest(
        asker,
        text,
        groups=request.GET.get("groups") != "0",
        emails=request.GET.get("emails") != "0",
    )
    response = render(request, "directory/picker/suggestions.html", {"found": found})
    response["Cache-Control"] = "private, no-store"
    return response
