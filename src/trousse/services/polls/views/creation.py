"""Creating a poll, changing its texts, listing one's own."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from trousse.accounts.current import signed_in, visitor_of
from trousse.core.clock import now
from trousse.core.errors import TooManyRequests
from trousse.core.ids import new_public_id
from trousse.core.time_zones import TIME_ZONES
from trousse.services.polls import queries
from trousse.services.polls.access import access_poll
from trousse.services.polls.asking import questions_of
from trousse.services.polls.calendars import off_calendar, zones_concerned
from trousse.services.polls.changing import change_poll
from trousse.services.polls.conditions_form import ConditionsEditor
from trousse.services.polls.forms import PollForm, PollTextsForm
from trousse.services.polls.models import Poll
from trousse.services.polls.operations import PollDraft, create_poll
from trousse.services.polls.proposing.proposal import Setting
from trousse.services.polls.question_rows import QuestionRows
from trousse.services.polls.rules import Rules, span_of
from trousse.services.polls.rules_form import RulesForm, RulesPart
from trousse.services.polls.schools import Schools
from trousse.services.polls.slot_gestures import SlotChoice
from trousse.services.polls.slot_month import SlotMonth
from trousse.services.polls.slot_rows import FARTHEST
from trousse.services.polls.views.conditions import conditions_typed, invitation_of, tell_conditions

if TYPE_CHECKING:
    from trousse.accounts.models import User
    from trousse.directory.picker import Picked

KEPT_FORM = "polls.kept_form"
LARGEST_KEPT_FORM = 20_000
UNPROCESSABLE = 422


@login_required
@require_safe
def list_polls(request: HttpRequest) -> HttpResponse:
    """Show the polls one organises or answered."""
    polls = queries.polls_of(signed_in(request))
    return render(request, "polls/list.html", {"polls": polls})


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Ask for a title and days; what was typed survives errors and signing in."""
    if not request.user.is_authenticated:
        return _sign_in_first(request)
    if request.method != "POST":
        return _blank_or_kept_form(request)
    form = PollForm(request.POST, asker=signed_in(request))
    choice = SlotChoice.read(request.POST, _setting(request, form))
    parts = Parts(
        choice, conditions_typed(request, form, request.POST), _rules(request.POST, choice)
    )
    has_acted = parts.conditions.act(request.POST)
    has_acted = parts.rules.act(request.POST) or has_acted
    if choice.act(request.POST) or has_acted or choice.proposes_sentence():
        parts = replace(parts, rules=parts.rules.unjudged())
        return form_page(request, _unjudged(request, request.POST), parts)
    if form.is_choosing:
        return form_page(request, form, replace(parts, rules=parts.rules.unjudged()))
    return _create(request, form, parts)


def _create(request: HttpRequest, form: PollForm, parts: "Parts") -> HttpResponse:
    if not parts.are_valid() or not form.is_valid():
        form.is_valid()
        return form_page(request, form, parts, status=UNPROCESSABLE)
    draft, key = _draft(form, parts), form.cleaned_data["key"]
    try:
        poll = create_poll(signed_in(request), draft, key=key)
    except TooManyRequests as error:
        form.add_error("people", str(error))
        return form_page(request, form, parts, status=error.status)
    if draft.conditions:
        tell_conditions(request, parts.conditions)
    return redirect(f"{poll.get_absolute_url()}?partager")


@dataclass(frozen=True)
class Parts:
    """What the form asks beside its own fields."""

    choice: SlotChoice
    conditions: ConditionsEditor
    rules: RulesPart

    def are_valid(self) -> bool:
        """Read every part, so that all that is wrong is said at once."""
        setting, rows = self.choice.setting, self.choice.rows
        rows_are_right = rows.read(today=setting.today, zone=setting.zone)
        self.rules.form.span = span_of(rows.drafts, setting.zone)
        conditions_are_right = self.conditions.is_valid()
        return self.rules.is_valid() and rows_are_right and conditions_are_right


def _rules(typed: QueryDict, choice: SlotChoice) -> RulesPart:
    return RulesPart.typed(typed, RulesForm(zone=choice.setting.zone))


def _setting(
    request: HttpRequest, form: PollForm | None = None, schools: Schools | None = None
) -> Setting:
    """Return the zone, its date, and the days off of the organiser and of whoever is invited."""
    organiser = signed_in(request)
    schools = schools or Schools(organiser)
    typed = request.POST.get("time_zone", schools.time_zone)
    zone = ZoneInfo(typed if typed in dict(TIME_ZONES) else TIME_ZONES[0][0])
    picked = None
    if form is not None and not form.is_choosing:
        form.full_clean()
        picked = form.cleaned_data.get("people")
    return setting_of(organiser, zone, schools, picked)


def setting_of(
    organiser: "User", zone: ZoneInfo, schools: Schools, picked: "Picked | None" = None
) -> Setting:
    """Return where a poll of ``organiser`` takes place, with the days off of those ``picked``.

    ``schools``: those of whoever is asking, an organiser like the first one.
    """
    today = timezone.localdate(now(), zone)
    places = schools.establishments if schools.asker == organiser else None
    zones = zones_concerned(organiser, picked, places)
    return Setting(today, zone, off_calendar(zones, today, today + FARTHEST), schools.known)


def _draft(form: PollForm, parts: Parts) -> PollDraft:
    """Return what the form asks; whoever the conditions name is invited too."""
    given, conditions, rules = form.cleaned_data, parts.conditions, parts.rules
    return PollDraft(
        title=given["title"],
        place=given["place"],
        description=given["description"],
        time_zone=given["time_zone"],
        slots=parts.choice.rows.drafts,
        has_link=given["has_link"],
        invited=invitation_of(given["people"], conditions),
        conditions=conditions.drafts,
        rules=rules.form.chosen,
        questions=rules.questions.drafts,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, poll_id: str) -> HttpResponse:
    """Change the texts of a poll, its rules and its questions."""
    poll = access_poll(visitor_of(request), poll_id, for_="manage")
    if poll.is_booking:
        return redirect("polls:edit_booking", poll.public_id)
    if request.method != "POST":
        return _edit_page(request, poll, PollTextsForm(initial=_texts_of(poll)), rules_of(poll))
    form, rules = PollTextsForm(request.POST), rules_of(poll, request.POST)
    if rules.act(request.POST):
        typed = {name: request.POST.get(name, "") for name in form.fields}
        return _edit_page(request, poll, PollTextsForm(initial=typed), rules.unjudged())
    rules_are_right = rules.is_valid()
    if not form.is_valid() or not rules_are_right:
        return _edit_page(request, poll, form, rules, status=UNPROCESSABLE)
    chosen, asked = rules.form.chosen, rules.questioning
    change_poll(poll, signed_in(request), form.cleaned_data, chosen, asked)
    return redirect(poll)


def _texts_of(poll: Poll) -> dict[str, str]:
    return {name: getattr(poll, name) for name in ("title", "place", "description")}


def rules_of(poll: Poll, typed: QueryDict | None = None) -> RulesPart:
    """Return the rules and questions of ``poll``, or what was typed instead of them."""
    zone = ZoneInfo(poll.time_zone)
    form = RulesForm(start=Rules.of(poll), zone=zone, proposed=queries.slots_of(poll))
    if typed is None:
        part = RulesPart(form, QuestionRows.of(questions_of(poll)))
    else:
        part = RulesPart.typed(typed, form)
    if part.questions.rows:
        part.questions.count_replies(poll.participants.values_list("replies", flat=True))
    return part


def _edit_page(
    request: HttpRequest, poll: Poll, form: PollTextsForm, rules: RulesPart, status: int = 200
) -> HttpResponse:
    context = {"form": form, "poll": poll, "part": rules}
    return render(request, "polls/edit.html", context, status=status)


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """Keep what was typed in the session and go to the sign-in page."""
    typed = request.POST.urlencode()
    if typed and len(typed) <= LARGEST_KEPT_FORM:
        request.session[KEPT_FORM] = typed
    return redirect_to_login(reverse("polls:create"))


def _blank_or_kept_form(request: HttpRequest) -> HttpResponse:
    kept = request.session.pop(KEPT_FORM, "")
    if kept:
        typed = QueryDict(kept)
        choice = SlotChoice.read(typed, _setting(request))
        conditions = conditions_typed(request, _unjudged(request, typed), typed)
        parts = Parts(choice, conditions, _rules(typed, choice).unjudged())
        return form_page(request, _unjudged(request, typed), parts)
    organiser = signed_in(request)
    schools = Schools(organiser)
    start = {"key": new_public_id(), "time_zone": schools.time_zone}
    start |= {"title": request.GET.get("titre", "")[:120]}  # what was shared from elsewhere
    start |= {"description": request.GET.get("texte", "")[:2000]}
    form = PollForm(initial=start, asker=organiser)
    choice = SlotChoice.blank(_setting(request, schools=schools))
    conditions = conditions_typed(request, form, QueryDict())
    parts = Parts(choice, conditions, _rules(QueryDict(), choice))
    return form_page(request, form, parts)


def _unjudged(request: HttpRequest, typed: QueryDict) -> PollForm:
    """Return a form that shows what was typed without calling it right or wrong."""
    start: dict[str, Any] = {name: typed.get(name, "") for name in PollForm.base_fields}
    start["key"] = start["key"] or new_public_id()
    start["people"] = PollForm.base_fields["people"].widget.value_from_datadict(typed, {}, "people")
    return PollForm(initial=start, asker=signed_in(request))


def form_page(
    request: HttpRequest,
    form: PollForm,
    parts: Parts,
    status: int = 200,
    copied: object = None,
) -> HttpResponse:
    """Show the form; ``copied``: of what it is a copy, see ``views.duplicating``."""
    choice = parts.choice
    context = {
        "copied": copied,
        "form": form,
        "rows": choice.rows,
        "choice": choice,
        "conditions": parts.conditions,
        "part": parts.rules,
        "month": SlotMonth(choice),
        "today": choice.setting.today,
    }
    return render(request, "polls/create.html", context, status=status)
