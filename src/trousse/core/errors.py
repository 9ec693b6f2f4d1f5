"""The one family of errors that a person may meet.

Operations and ``access_*`` raise them; each edge (pages, JSON, sockets) translates once.
"""

from django.utils.translation import gettext_lazy as _


class TrousseError(Exception):
    """An error with a message for a person, in that person's language.

    ``message``: a (lazy) string that says what happened and what to do.
    ``field``: the form field concerned, if one is.
    """

    status = 400
    code = "error"
    default_message = _("Something went wrong. Nothing was changed.")

    def __init__(self, message: object = None, *, field: str | None = None) -> None:
        self.message = message if message is not None else self.default_message
        self.field = field
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)


class NotFound(TrousseError):
    """Missing, or hidden from this person: the two look alike from outside."""

    status = 404
    code = "not_found"
    default_message = _("This page does not exist, or you may not see it.")


class NotAllowed(TrousseError):
    """The person may see the thing but not do this to it."""

    status = 403
    code = "not_allowed"
    default_message = _("You may not do this.")


class Gone(TrousseError):
    """Operators removed the thing from sight; only those who could see it are told."""

    status = 410
    code = "gone"
    default_message = _("This content was removed.")


class Conflict(TrousseError):
    """The thing changed, or is in a state that forbids the gesture."""

    status = 409
    code = "conflict"
    default_message = _("This changed in the meantime. Please check and try again.")


class InvalidInput(TrousseError):
    """What was sent cannot be understood or accepted."""

    status = 422
    code = "invalid_input"
    default_message = _("Please check what you entered.")


class TooManyRequests(TrousseError):
    """A rate limit is reached."""

    status = 429
    code = "too_many_requests"
    default_message = _("Too many attempts. Please wait a moment and try again.")
