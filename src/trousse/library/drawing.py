"""The cards of lists as HTML, each drawn once: sixty of them cost less than one include."""

from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from trousse.library.cards import ServiceCard
from trousse.ui.icons import OUTLINES
from trousse.ui.templatetags.trousse_ui import icon


@lru_cache(maxsize=4096)
def draw_card(card: ServiceCard, notice: str, *, with_pin: bool) -> SafeString:
    """Return the list item of a service, in the card's language, which is the thread's.

    ``notice``: of a maintenance. The pin is a button of the form around the list.
    """
    return format_html(
        '<li class="t-svc t-svc--{}"><p class="t-svc__verb">{}{}</p>'
        '<h3 class="t-svc__name"><a href="{}">{}</a></h3><p>{}</p>{}'
        '<p class="t-svc__foot"><span class="t-level">{}</span>{}{}</p></li>',
        card.level,
        icon(card.icon if card.icon in OUTLINES else "info"),
        card.verb,
        card.url,
        card.name,
        card.promise,
        format_html('<p class="t-svc__notice">{}</p>', notice) if notice else "",
        card.level_words,
        format_html_join("", "<span>{}</span>", ((fact,) for fact in _facts(card))),
        _pin(card) if with_pin else "",
    )


def _facts(card: ServiceCard) -> list[str]:
    facts = []
    if card.guests:
        facts.append(gettext("guests without account"))
    if card.phone:
        facts.append(gettext("on a phone"))
    return facts


def _pin(card: ServiceCard) -> SafeString:
    words = gettext("Unpin") if card.is_pinned else gettext("Pin")
    return format_html(
        '<button class="t-pin" formaction="{}{}" aria-pressed="{}">{}{}<span class="fr-sr-only">'
        " {}</span></button>",
        card.url,
        "detacher" if card.is_pinned else "epingler",
        "true" if card.is_pinned else "false",
        icon("star"),
        words,
        card.name,
    )
