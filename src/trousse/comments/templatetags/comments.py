"""``{% comments ref %}``: the comments of a thing, on its page."""

from typing import Any

from django import template

from trousse.comments.pages import address, section
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


@register.inclusion_tag("comments/later.html")
def comments_later(ref: Ref) -> dict[str, Any]:
    """Show a link to the comments of ``ref``, which the page brings by itself once they are near.

    For pages that are opened much and where comments stand last: no query. The head includes
    ``comments/later_assets.html``.
    """
    return {"address": address(ref)}
