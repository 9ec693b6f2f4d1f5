"""The page where somebody without account asks for their personal links again."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from trousse.core.errors import TooManyRequests
from trousse.core.limits import limit
from trousse.services.polls.finding import send_links

TRIES_PER_ADDRESS = "30/h"
UNPROCESSABLE = 422


class FindForm(forms.Form):
    """The address that somebody gave when they answered."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("The one that you gave when you answered."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Send the links of an address to that address; say the same whoever asks."""
    if request.method != "POST":
        return _page(request, FindForm())
    form = FindForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=UNPROCESSABLE)
    try:
        limit(request, "polls:find_link", rate=TRIES_PER_ADDRESS)
    except TooManyRequests as error:
        form.add_error("email", str(error))
        return _page(request, form, status=error.status)
    send_links(form.cleaned_data["email"])
    return _page(request, form, is_sent=True)


def _page(
    request: HttpRequest, form: FindForm, *, is_sent: bool = False, status: int = 200
) -> HttpResponse:
    context = {"form": form, "is_sent": is_sent}
    return render(request, "polls/find_link.html", context, status=status)
