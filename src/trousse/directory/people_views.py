"""Pages about people: search, somebody's page, and one's own with the choice to be found."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from trousse.accounts.current import signed_in
from trousse.core.errors import InvalidInput
from trousse.core.text import clean_line
from trousse.directory.presenting_people import (
    colleagues_of,
    is_hidden,
    own_page,
    read_person_page,
)
from trousse.directory.queries import establishments_of, main_establishment, search_people
from trousse.directory.search.finding import LONGEST_TEXT
from trousse.directory.staffing import hide, show

PAGE_OF_PEOPLE = 20
CHOICES = {"hide": hide, "show": show}


@login_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find people by name; before anything is typed, show one's colleagues."""
    user = signed_in(request)
    text = clean_line(request.GET.get("q", ""))[:LONGEST_TEXT]
    if text:
        found = search_people(user, text, limit=PAGE_OF_PEOPLE)
        context = {"text": text, "found": found, "is_cut": len(found.people) == PAGE_OF_PEOPLE}
        return render(request, "directory/people/results.html", context)
    place = main_establishment(user)
    colleagues = colleagues_of(user, place) if place else []
    context = {"text": "", "place": place, "colleagues": colleagues}
    return render(request, "directory/people/search.html", context)


@login_required
@require_safe
def person(request: HttpRequest, person_id: str) -> HttpResponse:
    """Show what somebody does, where, and the groups that one shares with them."""
    page = read_person_page(signed_in(request), person_id)
    return render(request, "directory/people/person.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """Show what colleagues see of oneself; let one hide or be found again."""
    user = signed_in(request)
    if request.method == "POST":
        choose = CHOICES.get(request.POST.get("choice", ""))
        if choose is None:
            raise InvalidInput(field="choice")
        choose(user, by=user)
        messages.success(request, _("Your choice is saved. It holds from now on."))
        return redirect("directory:own")
    context = {
        "page": own_page(user),
        "hidden": is_hidden(user),
        "places": establishments_of(user),
    }
    return render(request, "directory/people/own.html", context)
