"""``{% comments ref %}``: the comments of a thing, on its page."""

from typing import Any

from django import template

from trousse.comments.pages import section
from trousse.core.refs import Ref
from trousse.sharing.roles import Role

register = template.Library()


@register.inclusion_tag("comments/section.html", takes_context=True)
def comments(
    context: template.RequestContext,
    ref: Ref,
    role: Role | None = None,
    after: int | None = None,
) -> dict[str, Any]:
    """Show the comments of ``ref`` and the form to write one; nothing to who may not see it.

    ``role``, ``after``: the visitor's role and the last number of the thing's facts, when the
    page knows them. The page's head includes ``comments/assets.html``.
    """
    return section(context["request"], ref, role=role, after=after)
