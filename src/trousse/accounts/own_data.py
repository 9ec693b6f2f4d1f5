"""Pages on which people take their data away or have them erased, with an account or without."""

from collections.abc import Callable
from os import SEEK_END
from typing import TypeVar, cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousse.accounts.current import KEYS_COOKIE, signed_in_or_none, visitor_of
from trousse.accounts.forms import ErasureForm
from trousse.accounts.leaving import ask_for_erasure, ask_for_guests_erasure
from trousse.accounts.queries import guests_behind, subject_of, subject_of_guests
from trousse.core import audit
from trousse.core.clock import now
from trousse.core.limits import limit
from trousse.core.personal_data import DataSubject, Outcome
from trousse.core.personal_data.erasing import foresee_erasure
from trousse.core.personal_data.exporting import build_archive
from trousse.core.refs import Ref
from trousse.core.streaming import Streamed

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
EXPORTS = "10/h"
ERASURES = "20/h"


def _has_account(request: HttpRequest) -> bool:
    return signed_in_or_none(request) is not None


def sure_of_the_person(view: View) -> View:
    """Let whoever has an account show again that it is they; a guest's key is all a guest has."""
    return cast("View", reauthentication_required(view, enabled=_has_account))


@never_cache
@sure_of_the_person
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Say what one may take away or have erased."""
    subject = _subject_behind(request)
    if subject is None:
        return _sign_in_first(request)
    return render(request, "accounts/own_data.html", {"subject": subject})


@never_cache
@sure_of_the_person
@require_POST
def download(request: HttpRequest) -> HttpResponseBase:
    """Give the person everything that is kept about them, as one archive."""
    subject = _subject_behind(request)
    if subject is None:
        return _sign_in_first(request)
    limit(str(_ref_of(subject)), "accounts:export", rate=EXPORTS)
    archive = build_archive(subject, get_language() or "fr")
    audit.record("accounts:data:export", subject=_ref_of(subject), actor=subject.user)
    length = archive.seek(0, SEEK_END)
    archive.seek(0)
    response = Streamed(request, archive, length, content_type="application/zip")
    name = _("my-data-%(day)s.zip") % {"day": f"{now():%Y-%m-%d}"}
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


@never_cache
@sure_of_the_person
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Say exactly what goes and what stays; once it is confirmed, close everything at once."""
    subject = _subject_behind(request)
    if subject is None:
        return _sign_in_first(request)
    form = ErasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limit(request, "accounts:erase", rate=ERASURES)
        return _erase(request, subject)
    lines = foresee_erasure(subject)
    context = {
        "form": form,
        "subject": subject,
        "erased": [line for line in lines if line.outcome == Outcome.ERASED],
        "handed_over": [line for line in lines if line.outcome == Outcome.HANDED_OVER],
        "kept": [line for line in lines if line.outcome == Outcome.KEPT],
    }
    return render(request, "accounts/erase.html", context, status=422 if form.errors else 200)


@never_cache
@require_GET
def farewell(request: HttpRequest) -> HttpResponse:
    """Say that everything is closed and what the worker does now."""
    return render(request, "accounts/farewell.html")


def _erase(request: HttpRequest, subject: DataSubject) -> HttpResponse:
    if subject.user is None:
        ask_for_guests_erasure(subject.guests)
    else:
        ask_for_erasure(subject.user, actor=subject.user)
        logout(request)
    response = redirect("accounts:farewell")
    response.delete_cookie(KEYS_COOKIE)
    return response


def _subject_behind(request: HttpRequest) -> DataSubject | None:
    user = signed_in_or_none(request)
    if user is not None:
        return subject_of(user)
    guests = guests_behind(visitor_of(request))
    return subject_of_guests(guests) if guests else None


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("Sign in, or open the link that you received as a guest."))
    target = resolve_url("accounts:own_data")
    return redirect(f"{resolve_url('account_login')}?{urlencode({'next': target})}")


def _ref_of(subject: DataSubject) -> Ref:
    if subject.user is not None:
        return Ref("user", subject.user.public_id)
    return Ref("guest", subject.guests[0].public_id)
