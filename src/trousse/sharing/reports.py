"""Reports of things that should not be there: from whoever sees them, to the operators."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Min, QuerySet
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from trousse.core import audit
from trousse.core.clock import now
from trousse.core.limits import client_address, limit, network_of
from trousse.core.refs import Ref
from trousse.core.retention import delete_some
from trousse.sharing.models import Reason, Report

if TYPE_CHECKING:
    from trousse.accounts.current import Visitor
    from trousse.accounts.models import User

KEPT = timedelta(days=365)
"""How long a report stays once it is judged."""
PER_HOUR = "20/h"


def reporter_word(visitor: "Visitor", request: HttpRequest) -> str:
    """Return who reports, in a word that tells nothing: the same person has the same word."""
    if visitor.user is not None:
        return f"person:{visitor.user.pk}"
    name = "\n".join(sorted(visitor.keys)) or network_of(client_address(request))
    return f"visitor:{salted_hmac('sharing.report', name, algorithm='sha256').hexdigest()}"


def report_thing(
    ref: Ref, visitor: "Visitor", request: HttpRequest, *, reason: Reason, text: str
) -> Report:
    """Tell operators about ``ref``; said again by the same person, the words are replaced.

    A report that was judged is open again. Raises TooManyRequests.
    """
    reporter = reporter_word(visitor, request)
    limit(request if visitor.user is None else reporter, "sharing:report", rate=PER_HOUR)
    said = {"reason": reason, "text": text, "person": visitor.user}
    with transaction.atomic():
        report, is_new = Report.objects.select_for_update().get_or_create(
            ref=str(ref), reporter=reporter, defaults=said
        )
        if not is_new and (report.reason, report.text, report.outcome) == (reason, text, ""):
            return report
        if not is_new:
            fresh = {**said, "outcome": "", "judged_at": None}
            Report.objects.filter(pk=report.pk).update(**fresh)
        audit.record(
            "sharing:report:make", subject=ref, actor=visitor.user, details={"reason": reason}
        )
    return report


@transaction.atomic
def judge_reports(ref: Ref, outcome: Report.Outcome, *, by: "User") -> int:
    """Close the reports of ``ref`` that wait; return how many."""
    waiting = Report.objects.filter(ref=str(ref), outcome="")
    count = waiting.update(outcome=outcome, judged_at=now())
    if count:
        audit.record(
            "sharing:report:judge",
            subject=ref,
            actor=by,
            details={"outcome": str(outcome), "reports": count},
        )
    return count


def waiting_cases() -> "QuerySet[Report, dict[str, object]]":
    """Return what waits for a judgement: ``ref``, ``count``, ``first``; the oldest first."""
    waiting = Report.objects.filter(outcome="").values("ref").order_by()
    return waiting.annotate(count=Count("pk"), first=Min("created_at")).order_by("first", "ref")


def reports_of(ref: Ref) -> QuerySet[Report]:
    """Return the reports of a thing, those that wait first."""
    return Report.objects.filter(ref=str(ref)).order_by("outcome", "-created_at", "pk")


def forget_old_reports() -> bool:
    """Delete reports a year after their judgement; tell whether more are left."""
    return delete_some(Report.objects.filter(judged_at__lt=now() - KEPT))


def forget_reports_of(ref: Ref) -> None:
    """Delete the reports of a thing that is being deleted."""
    Report.objects.filter(ref=str(ref)).delete()
