"""Pages of one's own account; sign-in, address, password and second factor are the library's."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousse.accounts.current import signed_in
from trousse.accounts.forms import LanguageForm, PersonForm
from trousse.accounts.models import User
from trousse.accounts.operations import end_other_sessions, end_session, set_language
from trousse.accounts.queries import open_sessions, protection_of, verified_email
from trousse.core.errors import InvalidInput


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Show and change how Trousse names and speaks to the person; lead to the rest."""
    user = signed_in(request)
    form = PersonForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        with override(saved.language):
            messages.success(request, _("Your account is up to date."))
        return _remember_language(redirect("accounts:index"), saved.language)
    if form.errors:
        user.refresh_from_db()  # the bar shows who you are, not what was refused
    context = {
        "form": form,
        "protection": protection_of(user),
        "email_is_verified": verified_email(user),
    }
    return render(request, "accounts/index.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """List the browsers in which the person is signed in."""
    found = open_sessions(signed_in(request), request.session.session_key)
    return render(request, "accounts/sessions.html", {"sessions": found})


@login_required
@require_POST
def end_one_session(request: HttpRequest) -> HttpResponse:
    """Sign one browser out."""
    end_session(signed_in(request), request.POST.get("session", ""))
    messages.success(request, _("That browser is signed out."))
    return redirect("accounts:sessions")


@login_required
@require_POST
def end_all_sessions(request: HttpRequest) -> HttpResponse:
    """Sign every other browser out; with ``everywhere``, this one too."""
    user = signed_in(request)
    if request.POST.get("everywhere"):
        end_other_sessions(user, None)
        logout(request)
        messages.success(request, _("You are signed out everywhere."))
        return redirect("account_login")
    end_other_sessions(user, request.session.session_key)
    messages.success(request, _("Every other browser is signed out."))
    return redirect("accounts:sessions")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language of the pages: for this browser, and for the account if there is one."""
    form = LanguageForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(field="language")
    chosen = form.cleaned_data["language"]
    if isinstance(request.user, User):
        set_language(request.user, chosen)
    return _remember_language(redirect(_local(request, request.POST.get("next", ""))), chosen)


def _local(request: HttpRequest, url: str) -> str:
    hosts = {request.get_host()}
    safe = url_has_allowed_host_and_scheme(url, hosts, require_https=request.is_secure())
    return url if safe else resolve_url(settings.LOGIN_REDIRECT_URL)


def _remember_language(response: HttpResponse, language: str) -> HttpResponse:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
