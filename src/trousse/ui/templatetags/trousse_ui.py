"""The template tags of the interface: icons, states, error summaries, slots."""

from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from trousse.ui.icons import OUTLINES
from trousse.ui.slots import SlotName, fillings_of

register = template.Library()

STATES = {
    "draft": "edit",
    "open": "clock",
    "closed": "lock",
    "decided": "check",
    "archived": "archive",
    "cancelled": "close",
}
"""The states every object of Trousse may be in, and the icon of each."""


@register.simple_tag
def site_name() -> str:
    """Name the instance where no request is: letters are written by operations and tasks."""
    return str(settings.SITE_NAME)


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """Draw an icon, hidden from assistive technologies: the words beside it speak.

    Raises KeyError when the name is unknown.
    """
    return format_html(
        '<svg class="t-icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>',
        OUTLINES[name],
    )


@register.simple_tag
def site_url() -> str:
    """Return the instance's address, without a slash at its end."""
    return str(settings.SITE_URL)


@register.simple_tag
def state_badge(state: str, label: str) -> SafeString:
    """Show the state of an object in colour, icon and words. Raises KeyError when unknown."""
    return format_html(
        '<span class="t-state t-state--{}">{}{}</span>', state, icon(STATES[state]), label
    )


@register.inclusion_tag("ui/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """List what is wrong in one or several forms, each with a link to its field."""
    fields = [
        {"target": target_of(bound), "label": bound.label, "errors": bound.errors}
        for form in forms
        for bound in form
        if bound.errors and not bound.is_hidden
    ]
    general = [
        error
        for form in forms
        if form.is_bound
        for error in (*form.non_field_errors(), *_hidden_errors(form))
    ]
    return {"fields": fields, "general": general}


def _hidden_errors(form: BaseForm) -> list[str]:
    return [
        gettext("%(field)s: %(error)s") % {"field": bound.label, "error": error}
        for bound in form.hidden_fields()
        for error in bound.errors
    ]


def target_of(bound: Any) -> str:
    """Return the id that a link to this field goes to: the first choice of a group."""
    return str(bound.id_for_label or f"{bound.auto_id}_0")


def _template(name: str) -> template.Template:
    """Return the engine's own template, which renders in the context it is given."""
    loaded: template.Template = get_template(name).template  # type: ignore[attr-defined]  # of Django's engine, not of Jinja's
    return loaded


@register.simple_tag(takes_context=True)
def slot(context: template.RequestContext, name: SlotName) -> SafeString:
    """Render what upper rooms put into this place of the layout."""
    request = context.get("request")
    if request is None:
        return mark_safe("")
    parts = []
    for filling in fillings_of(name):
        values = filling.context(request) if filling.context else {}
        if values is not None:
            with context.push(**values):  # as an include: the page's context is not made again
                parts.append(_template(filling.template).render(context))
    return mark_safe("".join(parts))  # noqa: S308  # templates have escaped their parts


@register.simple_tag(takes_context=True)
def bar_slot(context: template.RequestContext) -> SafeString:
    """Render the middle of the bar."""
    return slot(context, "bar")
