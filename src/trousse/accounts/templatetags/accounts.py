"""What the pages of accounts need beside the library's own tags."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.template import Context
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trousse.accounts.browsers import browser_name
from trousse.accounts.queries import demo_password_of

register = template.Library()

PAGES: tuple[tuple[str, str | Promise, tuple[str, ...]], ...] = (
    ("accounts:index", _("My account"), ()),
    ("account_email", _("Email address"), ()),
    ("account_change_password", _("Password"), ("account_set_password",)),
    ("mfa_index", _("Second factor"), ("mfa_",)),
    ("accounts:sessions", _("Signed-in browsers"), ()),
    ("accounts:own_data", _("My data"), ("accounts:erase_data",)),
)


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One link of the menu."""

    url: str
    label: str | Promise
    is_current: bool


@register.simple_tag(takes_context=True)
def demo_password(context: Context) -> str:
    """Return the public password of the demo person who is signed in, or ""."""
    return demo_password_of(context["request"].user)


@register.simple_tag(takes_context=True)
def account_menu(context: Context) -> list[MenuEntry]:
    """Return the links of the menu, the present page marked."""
    match = context["request"].resolver_match
    here = match.view_name if match else ""
    return [
        MenuEntry(reverse(name), label, here == name or (bool(also) and here.startswith(also)))
        for name, label, also in PAGES
    ]


@register.simple_tag
def labelled_fields(form: BaseForm) -> list[BoundField]:
    """Return the fields of a form of the library without placeholders, which repeat the labels.

    A placeholder vanishes when one types and is too pale to read (RGAA 11.1, WCAG 3.3.2).
    """
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
    return list(form)


@register.simple_tag
def signup_is_open() -> bool:
    """Tell whether anybody may create an account here."""
    return bool(settings.SIGNUP == "open")


@register.simple_tag
def browser_words(user_agent: str) -> str:
    """Name the browser of a warning mail, or "" when unknown."""
    return browser_name(user_agent)
