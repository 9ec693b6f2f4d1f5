"""Pages of operators about people: who holds an office, and the accounts themselves.

Whoever is not an operator finds nothing here.
"""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trousse.accounts.operations import open_account, reactivate_account, suspend_account
from trousse.accounts.queries import user_with_id
from trousse.core.errors import Conflict, InvalidInput, NotFound
from trousse.directory.access import Office, require_office
from trousse.directory.offices import give_office, mandates_in_force, withdraw_office
from trousse.directory.operator_forms import AccountForm, AddressForm, OfficeForm

if TYPE_CHECKING:
    from trousse.accounts.models import User

UNPROCESSABLE = 422


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Lead to what an operator does."""
    require_office(request.user, Office.OPERATOR)
    return render(request, "directory/operator/index.html")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offices(request: HttpRequest) -> HttpResponse:
    """List the offices in force, and give one."""
    operator = require_office(request.user, Office.OPERATOR)
    form = OfficeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _give(form, operator):
        messages.success(request, gettext("The office is given."))
        return redirect("operator:offices")
    context = {"form": form, "mandates": mandates_in_force()}
    return render(request, "directory/operator/offices.html", context, status=_status(form))


@login_required
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take an office back."""
    operator = require_office(request.user, Office.OPERATOR)
    withdraw_office(request.POST.get("mandate", ""), by=operator)
    messages.success(request, gettext("The office is withdrawn."))
    return redirect("operator:offices")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def find_account(request: HttpRequest) -> HttpResponse:
    """Go to the account that has an address; sent by POST, so that no log keeps the address."""
    require_office(request.user, Office.OPERATOR)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("operator:account", form.cleaned_data["user"].public_id)
    return render(request, "directory/operator/find.html", {"form": form}, status=_status(form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_account(request: HttpRequest) -> HttpResponse:
    """Open an account for somebody, who receives a letter."""
    operator = require_office(request.user, Office.OPERATOR)
    form = AccountForm(request.POST or None, initial={"language": operator.language})
    if request.method == "POST" and form.is_valid():
        user = _open(form, operator)
        if user is not None:
            messages.success(request, gettext("The account is open and its owner is told by mail."))
            return redirect("operator:account", user.public_id)
    context = {"form": form}
    return render(request, "directory/operator/new_account.html", context, status=_status(form))


@login_required
@require_safe
def account(request: HttpRequest, user_id: str) -> HttpResponse:
    """Show the state of an account, and what can be done about it."""
    require_office(request.user, Office.OPERATOR)
    person = _person(user_id)
    mandates = mandates_in_force().filter(user=person)
    context = {"person": person, "mandates": mandates, "is_self": person == request.user}
    return render(request, "directory/operator/account.html", context)


@login_required
@require_POST
def suspend(request: HttpRequest, user_id: str) -> HttpResponse:
    """Keep somebody out, at once."""
    operator = require_office(request.user, Office.OPERATOR)
    suspend_account(_person(user_id), by=operator)
    messages.success(request, gettext("The account is suspended and signed out everywhere."))
    return redirect("operator:account", user_id)


@login_required
@require_POST
def reactivate(request: HttpRequest, user_id: str) -> HttpResponse:
    """Let somebody in again."""
    operator = require_office(request.user, Office.OPERATOR)
    reactivate_account(_person(user_id), by=operator)
    messages.success(request, gettext("The account is open again."))
    return redirect("operator:account", user_id)


def _person(public_id: str) -> "User":
    person = user_with_id(public_id)
    if person is None:
        raise NotFound
    return person


def _give(form: OfficeForm, operator: "User") -> bool:
    given = form.cleaned_data
    try:
        give_office(
            given["user"], given["office"], by=operator, scope=form.scope, until=given["until"]
        )
    except InvalidInput as error:
        form.add_error(error.field, str(error))
        return False
    return True


def _open(form: AccountForm, operator: "User") -> "User | None":
    given = form.cleaned_data
    names = {name: given[name] for name in ("first_name", "last_name")}
    try:
        return open_account(given["email"], names, language=given["language"], by=operator)
    except Conflict as error:
        form.add_error("email", str(error))
        return None


def _status(form: Form) -> int:
    return UNPROCESSABLE if form.errors else 200
