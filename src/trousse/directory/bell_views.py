"""The page of the hours of an establishment, and the table that changes them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from trousse.accounts.current import signed_in
from trousse.core.dates import hours_label
from trousse.core.time_zones import TIME_ZONES
from trousse.directory.bell_access import access_bells
from trousse.directory.bell_form import BellsForm
from trousse.directory.bell_operations import BellsMoved, set_bells
from trousse.directory.bells import USUAL_BELLS, Bell, BellPlace, bells_of, lunch_of
from trousse.directory.calendar import zone_of_establishment
from trousse.directory.cards import establishment_label

UNPROCESSABLE = 422


@login_required
@require_safe
def detail(request: HttpRequest, uai: str) -> HttpResponse:
    """Show the hours of an establishment to those who work there."""
    place = access_bells(signed_in(request), uai, for_="view")
    shown = place.bells or USUAL_BELLS
    lunch = lunch_of(shown)
    context = _words(place) | {
        "is_usual": not place.bells,
        "lines": [(bell.name, hours_label(bell.start, bell.end)) for bell in shown],
        "lunch": hours_label(*lunch) if lunch else "",
        "first_afternoon": next((bell.name for bell in shown if bell.name[0] == "S"), ""),
    }
    return render(request, "directory/bells/detail.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, uai: str) -> HttpResponse:
    """Write the hours of an establishment, for those who lead it and its administration."""
    place = access_bells(signed_in(request), uai, for_="change")
    if request.method != "POST":
        form = BellsForm(shown=place.bells or USUAL_BELLS, kept=place.bells)
        return _form_page(request, place, form)
    form = BellsForm(request.POST)
    if not form.is_valid():
        return _form_page(request, place, form, status=UNPROCESSABLE)
    try:
        set_bells(place.establishment, form.bells, by=signed_in(request), known=form.known_bells)
    except BellsMoved as error:
        now_kept = bells_of(place.establishment)
        form = BellsForm(shown=form.bells, kept=now_kept)
        return _form_page(request, place, form, moved=now_kept, status=error.status)
    messages.success(request, gettext("The hours are saved. Polls propose them from now on."))
    return redirect("directory:bells", uai)


def _form_page(
    request: HttpRequest,
    place: BellPlace,
    form: BellsForm,
    *,
    moved: tuple[Bell, ...] = (),
    status: int = 200,
) -> HttpResponse:
    """Show the table; ``moved``: the hours that somebody else has just written."""
    told = [f"{bell.name} {hours_label(bell.start, bell.end)}" for bell in moved]
    context = _words(place) | {"form": form, "is_usual": not place.bells, "moved": told}
    return render(request, "directory/bells/change.html", context, status=status)


def _words(place: BellPlace) -> dict[str, object]:
    zone = zone_of_establishment(place.establishment).time_zone
    return {
        "place": place,
        "name": establishment_label(place.establishment),
        "zone": dict(TIME_ZONES).get(zone, zone),
    }
