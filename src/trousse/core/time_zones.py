"""The time zones that France's schools live in, in the order in which they are offered."""

from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TIME_ZONES: list[tuple[str, str | Promise]] = [
    ("Europe/Paris", _("Mainland France")),
    ("America/Guadeloupe", _("Guadeloupe")),
    ("America/Martinique", _("Martinique")),
    ("America/Cayenne", _("French Guiana")),
    ("Indian/Reunion", _("Réunion")),
    ("Indian/Mayotte", _("Mayotte")),
    ("America/Miquelon", _("Saint Pierre and Miquelon")),
    ("America/St_Barthelemy", _("Saint Barthélemy")),
    ("America/Marigot", _("Saint Martin")),
    ("Pacific/Noumea", _("New Caledonia")),
    ("Pacific/Tahiti", _("French Polynesia (Tahiti)")),
    ("Pacific/Marquesas", _("Marquesas Islands")),
    ("Pacific/Gambier", _("Gambier Islands")),
    ("Pacific/Wallis", _("Wallis and Futuna")),
]


def is_time_zone(name: str) -> bool:
    """Tell whether ``name`` is a zone of the IANA database."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; "../x"; the name of a directory
        return False
    return True
