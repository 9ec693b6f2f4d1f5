"""Reporting a thing, and the operators' desk where reports are judged."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trousse.accounts.current import visitor_of
from trousse.core.errors import NotFound
from trousse.core.refs import Ref
from trousse.directory.access import Office, require_office
from trousse.sharing.abuse_forms import ReportForm, TakeDownForm
from trousse.sharing.access import require_role
from trousse.sharing.models import Reason, Report, TakeDown
from trousse.sharing.parts import find_part, find_parts
from trousse.sharing.reports import judge_reports, report_thing, reports_of, waiting_cases
from trousse.sharing.roles import Role
from trousse.sharing.takedown import restore, take_down, taken_down
from trousse.sharing.things import describe, describe_all

if TYPE_CHECKING:
    from trousse.accounts.models import User

UNPROCESSABLE = 422
SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, ref_type: str, ref_id: str) -> HttpResponse:
    """Let whoever sees a thing say that it should not be there, account or not."""
    ref, visitor = _ref(ref_type, ref_id), visitor_of(request)
    part = find_part(ref)
    if part is not None and not part.in_sight:
        raise NotFound
    require_role(visitor, part.thing if part else ref, Role.VIEW)
    form = ReportForm(request.POST or None)
    card = describe(ref)
    back = part.url if part else card.url if card else "/"
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        report_thing(ref, visitor, request, reason=Reason(given["reason"]), text=given["text"])
        messages.success(request, gettext("Thank you. The operators will look at it."))
        return redirect(back)
    context = {"form": form, "back": back, "about": part.title if part else card and card.title}
    status = UNPROCESSABLE if form.errors else 200
    response = render(request, "sharing/abuse/report.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """List what waits for a judgement, the oldest first, and what is out of sight."""
    require_office(request.user, Office.OPERATOR)
    cases = list(waiting_cases()[:SHOWN])
    taken = list(TakeDown.objects.order_by("-created_at", "pk")[:SHOWN])
    refs = {Ref.parse(str(one["ref"])) for one in cases} | {one.thing for one in taken}
    titles = _titles(refs)
    context = {
        "cases": [_line(Ref.parse(str(one["ref"])), titles, one["count"]) for one in cases],
        "taken": [_line(one.thing, titles, 0) for one in taken],
    }
    return render(request, "sharing/abuse/queue.html", context)


@login_required
@require_safe
def case(request: HttpRequest, ref_type: str, ref_id: str) -> HttpResponse:
    """Show what is said about one thing, and what can be done."""
    _operator(request)
    return _case_page(request, _ref(ref_type, ref_id), TakeDownForm())


@login_required
@require_POST
def dismiss(request: HttpRequest, ref_type: str, ref_id: str) -> HttpResponse:
    """Close the reports of a thing that may stay."""
    operator = _operator(request)
    judge_reports(_ref(ref_type, ref_id), Report.Outcome.DISMISSED, by=operator)
    messages.success(request, gettext("The reports are closed. The content stays."))
    return redirect("abuse:queue")


@login_required
@require_POST
def take_down_thing(request: HttpRequest, ref_type: str, ref_id: str) -> HttpResponse:
    """Remove a thing from sight."""
    operator, ref = _operator(request), _ref(ref_type, ref_id)
    form = TakeDownForm(request.POST)
    if not form.is_valid():
        return _case_page(request, ref, form, status=UNPROCESSABLE)
    if describe(ref) is None and find_part(ref) is None:
        raise NotFound
    given = form.cleaned_data
    take_down(ref, reason=Reason(given["reason"]), note=given["note"], by=operator)
    messages.success(request, gettext("The content is out of sight and its author is told."))
    return redirect("abuse:case", ref_type, ref_id)


@login_required
@require_POST
def restore_thing(request: HttpRequest, ref_type: str, ref_id: str) -> HttpResponse:
    """Give a thing back to those who had it."""
    operator = _operator(request)
    restore(_ref(ref_type, ref_id), by=operator)
    messages.success(request, gettext("The content is back and its author is told."))
    return redirect("abuse:case", ref_type, ref_id)


def _operator(request: HttpRequest) -> "User":
    return require_office(request.user, Office.OPERATOR)


def _ref(ref_type: str, ref_id: str) -> Ref:
    try:
        return Ref.parse(f"{ref_type}:{ref_id}")
    except ValueError as error:
        raise NotFound from error


def _titles(refs: "set[Ref]") -> dict[Ref, str]:
    things = {ref: card.title for ref, card in describe_all(refs).items()}
    return things | {ref: part.title for ref, part in find_parts(refs).items()}


def _line(ref: Ref, titles: dict[Ref, str], count: object) -> dict[str, object]:
    return {"ref": ref, "title": titles.get(ref, str(ref)), "count": count}


def _case_page(
    request: HttpRequest, ref: Ref, form: TakeDownForm, status: int = 200
) -> HttpResponse:
    reports, taken = list(reports_of(ref)[:SHOWN]), taken_down(ref)
    card, part = describe(ref), find_part(ref)
    exists = card is not None or part is not None
    if not (exists or reports or taken):
        raise NotFound
    waits = any(not one.outcome for one in reports)
    context = {
        "ref": ref,
        "title": part.title if part else card and card.title,
        "look_at": part.open_url if part else card and card.url,
        "text": part.text if part and (waits or taken) else "",
        "reports": reports,
        "waits": waits,
        "taken": taken,
        "exists": exists,
        "form": form,
    }
    return render(request, "sharing/abuse/case.html", context, status=status)
