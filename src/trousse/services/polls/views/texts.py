"""Polls on texts: creating one, and changing what it proposes."""

from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from trousse.accounts.current import signed_in
from trousse.core.errors import Conflict, InvalidInput, TooManyRequests, TrousseError
from trousse.core.ids import new_public_id
from trousse.services.polls.conditions_form import ConditionsEditor
from trousse.services.polls.editing import change_slots, hash_offer
from trousse.services.polls.models import Poll, Slot
from trousse.services.polls.operations import PollDraft, create_poll
from trousse.services.polls.rules_form import RulesForm, RulesPart
from trousse.services.polls.slot_words import change_words
from trousse.services.polls.texts_form import ProposedTextsForm, TextPollForm
from trousse.services.polls.views.conditions import (
    conditions_typed,
    invitation_of,
    tell_conditions,
)
from trousse.services.polls.views.creation import LARGEST_KEPT_FORM, UNPROCESSABLE

KEPT_FORM = "polls.kept_texts"


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Ask for a title and texts; what was typed survives errors and signing in."""
    if not request.user.is_authenticated:
        typed = request.POST.urlencode()
        if typed and len(typed) <= LARGEST_KEPT_FORM:
            request.session[KEPT_FORM] = typed
        return redirect_to_login(reverse("polls:create_texts"))
    if request.method != "POST":
        return _blank_or_kept(request)
    form = TextPollForm(request.POST, asker=signed_in(request))
    parts = Parts(_rules(request), _conditions(request, form, request.POST))
    has_acted = parts.conditions.act(request.POST)
    has_acted = parts.rules.act(request.POST) or has_acted
    if has_acted or form.is_choosing:
        shown = form if form.is_choosing else _unjudged(request, request.POST)
        return form_page(request, shown, replace(parts, rules=parts.rules.unjudged()))
    return _create(request, form, parts)


def _create(request: HttpRequest, form: TextPollForm, parts: "Parts") -> HttpResponse:
    parts_are_right = parts.are_valid()
    if not form.is_valid() or not parts_are_right:
        return form_page(request, form, parts, status=UNPROCESSABLE)
    draft, key = _draft(request, form, parts), form.cleaned_data["key"]
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

    rules: RulesPart
    conditions: ConditionsEditor

    def are_valid(self) -> bool:
        """Read both, so that all that is wrong is said at once."""
        conditions_are_right = self.conditions.is_valid()
        return self.rules.is_valid() and conditions_are_right


def _conditions(request: HttpRequest, form: TextPollForm, typed: QueryDict) -> ConditionsEditor:
    return conditions_typed(request, form, typed, about_texts=True)


def _rules(request: HttpRequest, typed: QueryDict | None = None) -> RulesPart:
    form = RulesForm(zone=ZoneInfo(signed_in(request).time_zone))
    return RulesPart.typed(request.POST if typed is None else typed, form)


def _draft(request: HttpRequest, form: TextPollForm, parts: Parts) -> PollDraft:
    given, rules, conditions = form.cleaned_data, parts.rules, parts.conditions
    return PollDraft(
        title=given["title"],
        description=given["description"],
        time_zone=signed_in(request).time_zone,
        slots=form.drafts,
        kind=Poll.Kind.TEXTS,
        has_link=given["has_link"],
        invited=invitation_of(given["people"], conditions),
        conditions=conditions.drafts,
        rules=rules.form.chosen,
        questions=rules.questions.drafts,
    )


def _blank_or_kept(request: HttpRequest) -> HttpResponse:
    kept = request.session.pop(KEPT_FORM, "")
    if kept:
        typed = QueryDict(kept)
        form = _unjudged(request, typed)
        parts = Parts(_rules(request, typed).unjudged(), _conditions(request, form, typed))
        return form_page(request, form, parts)
    start = {"key": new_public_id(), "title": request.GET.get("titre", "")[:120]}
    form = TextPollForm(initial=start, asker=signed_in(request))
    parts = Parts(_rules(request, QueryDict()), _conditions(request, form, QueryDict()))
    return form_page(request, form, parts)


def _unjudged(request: HttpRequest, typed: QueryDict) -> TextPollForm:
    """Return a form that shows what was typed without calling it right or wrong."""
    fields = TextPollForm.base_fields
    start: dict[str, Any] = {name: typed.get(name, "") for name in fields}
    start["key"] = start["key"] or new_public_id()
    start["people"] = fields["people"].widget.value_from_datadict(typed, {}, "people")
    return TextPollForm(initial=start, asker=signed_in(request))


def form_page(
    request: HttpRequest,
    form: TextPollForm,
    parts: Parts,
    status: int = 200,
    copied: object = None,
) -> HttpResponse:
    """Show the form; ``copied``: of what it is a copy, see ``views.duplicating``."""
    context = {
        "copied": copied,
        "form": form,
        "part": parts.rules,
        "conditions": parts.conditions,
    }
    return render(request, "polls/create_texts.html", context, status=status)


def change_texts(request: HttpRequest, poll: Poll, slots: list[Slot]) -> HttpResponse:
    """Show the texts that ``poll`` proposes, and save what becomes of them.

    Whoever calls has made sure that the visitor may change it and that it is open.
    """
    known = request.POST.get("known", "") or hash_offer(slots)
    if request.method != "POST":
        start = {"texts": "\n".join(slot.label for slot in slots)}
        return _texts_page(request, poll, ProposedTextsForm(initial=start), known)
    form = ProposedTextsForm(request.POST)
    if not form.is_valid():
        return _texts_page(request, poll, form, known, status=UNPROCESSABLE)
    try:
        done = change_slots(poll, form.drafts, signed_in(request), known=known)
    except (Conflict, InvalidInput) as error:
        now_proposed = hash_offer(slots)
        return _texts_page(request, poll, form, now_proposed, error=error, status=error.status)
    messages.success(request, change_words(done))
    return redirect(poll)


def _texts_page(
    request: HttpRequest,
    poll: Poll,
    form: ProposedTextsForm,
    known: str,
    *,
    error: TrousseError | None = None,
    status: int = 200,
) -> HttpResponse:
    now_proposed = [slot.label for slot in poll.slots.all()] if error else []
    context = {
        "poll": poll,
        "form": form,
        "known": known,
        "now_proposed": now_proposed,
        "error": error,
    }
    return render(request, "polls/texts.html", context, status=status)
