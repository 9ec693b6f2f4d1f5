"""``{% files ref %}``: the files of a thing, on its own page."""

from typing import Any

from django import template
from django.template import Context

from trousse.accounts.current import visitor_of
from trousse.core.refs import Ref
from trousse.files.forms import FileForm
from trousse.files.presentation import list_for
from trousse.sharing.roles import Role

register = template.Library()


@register.inclusion_tag("files/_section.html", takes_context=True)
def files(context: Context, ref: Ref, role: Role | None = None) -> dict[str, Any]:
    """Show the files of ``ref``, with a form for those who may add one.

    ``role``: the visitor's on the thing, when the page has asked already.
    """
    request = context["request"]
    found = list_for(visitor_of(request), ref, role)
    form = FileForm() if found.can_add else None
    return {"files": found, "form": form, "request": request, "csrf_token": context["csrf_token"]}
