"""The words of each error: what happened, what is safe, what to do."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Wording:
    """Lazy strings for people; ``code`` is for programs."""

    code: str
    title: object
    message: object
    advice: object


WORDINGS: dict[int, Wording] = {
    400: Wording(
        "bad_request",
        _("This request could not be understood"),
        _("Your browser sent something that Trousse cannot read. Nothing was changed."),
        _("Go back, reload the page and try again."),
    ),
    403: Wording(
        "not_allowed",
        _("You may not do this"),
        _("This page or this action is not open to you. Nothing was changed."),
        _("If you have an account, sign in; otherwise ask the person who sent you the link."),
    ),
    404: Wording(
        "not_found",
        _("This page cannot be found"),
        _("It does not exist, it was deleted, or you may not see it."),
        _("Check that the link is complete, or ask the person who sent it to you for a new one."),
    ),
    405: Wording(
        "method_not_allowed",
        _("This page does not work that way"),
        _("The link or the button you used does not fit this page. Nothing was changed."),
        _("Go back to the previous page and use its buttons."),
    ),
    409: Wording(
        "conflict",
        _("This changed in the meantime"),
        _("Somebody, or another of your tabs, changed this while you were on the page."),
        _("Go back, reload the page, check, and try again."),
    ),
    410: Wording(
        "gone",
        _("This content was removed"),
        _("The operators of this site removed it from sight."),
        _("If you think that this is a mistake, write to the operators: they can restore it."),
    ),
    413: Wording(
        "too_large",
        _("This is too large"),
        _("What you sent is larger than what this page accepts. Nothing was changed."),
        _("Shorten the text or choose a smaller file, then try again."),
    ),
    422: Wording(
        "invalid_input",
        _("What you entered cannot be accepted"),
        _("Something in it cannot be recorded. Nothing was changed."),
        _("Go back, correct it, and try again."),
    ),
    429: Wording(
        "too_many_requests",
        _("Too many attempts"),
        _("To protect everybody, Trousse asks you to wait a moment. Nothing was changed."),
        _("Try again in a few minutes."),
    ),
    500: Wording(
        "server_error",
        _("Trousse made a mistake"),
        _("It is not your fault. Everything that was saved before is safe."),
        _("Go back and try again in a moment. If it happens again, please tell us."),
    ),
    507: Wording(
        "no_room",
        _("Trousse has no room left to write"),
        _("The server's disk is full. Everything that was saved before is safe."),
        _("Go back to find what you typed, and tell those who run this site."),
    ),
}

NO_LONGER_SHARED = Wording(
    "not_found",
    _("This page is no longer shared with you"),
    _("You could see it until now; it was deleted, or access to it ended."),
    _("If you think that it is a mistake, ask the person who shared it with you."),
)
"""What somebody reads whose page was open when their access ended."""

STALE_FORM = Wording(
    "stale_form",
    _("This form was open for too long"),
    _("To protect you, Trousse did not accept it. Nothing was changed."),
    _(
        "Go back: what you typed is most often still there. Reload the page and send it again."
        " If it happens every time, your browser refuses cookies: Trousse needs one."
    ),
)
"""A refused cross-site check: in real life an old tab, a sign-in meanwhile, or no cookies."""
