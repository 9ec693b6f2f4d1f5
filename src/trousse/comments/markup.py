"""A comment's text as HTML: escaped, with safe links, line breaks and the people it calls."""

import re
from collections.abc import Sequence

from django.template.defaultfilters import linebreaksbr
from django.utils.html import Urlizer, format_html
from django.utils.safestring import SafeString, mark_safe


class _SafeLinks(Urlizer):
    """Links that give nothing away and lend no weight to where they lead."""

    url_template = '<a href="{href}" rel="nofollow noopener noreferrer ugc">{url}</a>'


_with_links = _SafeLinks()


def comment_html(text: str, names: Sequence[str] = ()) -> SafeString:
    """Return ``text`` ready for a page; ``names``: full names of the people that it calls."""
    parts = [text]
    if names:
        longest_first = sorted(set(names), key=len, reverse=True)
        any_name = "|".join(map(re.escape, longest_first))
        parts = re.split(f"(@(?:{any_name}))", text, flags=re.IGNORECASE)
    known = {f"@{name}".casefold() for name in names}
    html = [
        format_html('<strong class="t-comment__call">{}</strong>', part)
        if part.casefold() in known
        else _with_links(part, trim_url_limit=60, autoescape=True)
        for part in parts
    ]
    return linebreaksbr(mark_safe("".join(html)), autoescape=False)  # noqa: S308  # escaped above
