"""What the worker and its pages say, in the language that is active."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def words() -> dict[str, str]:
    """Return the sentences of ``frontend/islands/offline/config.ts``, by name."""
    return {
        "copy": _("Offline: version of {when}."),
        "retry": _("Try again"),
        "moment": pgettext("a day and an hour", "{day} at {hour}:{minute}"),
        "kept": _("No network: your answer is kept on this device and will leave by itself."),
        "waiting": _("Kept on this device since {when}: it leaves by itself with the network."),
        "refused": _("This answer could not be recorded. {reason}"),
        "answered": _("What you had answered:"),
        "forget": _("Erase from this device"),
        "open": _("Open the page"),
        "signOutWarning": _(
            "An answer has not left yet. Signing out erases it from this device: "
            "wait for the network, or write it again later."
        ),
        "signOutAnyway": _("Sign out and erase it"),
        "staySignedIn": _("Stay signed in"),
    }
