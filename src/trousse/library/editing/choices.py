"""What the lists of the form offer, in words: the closed lists of manifests, and our own tables."""

from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from trousse.directory.queries import all_functions
from trousse.library.models import Entry, Need
from trousse.ui.icons import OUTLINES

Choices: TypeAlias = list[tuple[str, str | Promise]]

UNKNOWN: Choices = [("", pgettext_lazy("fact", "Not known"))]
GUESTS: Choices = [
    *UNKNOWN,
    ("no", _("Only agents")),
    ("invited", _("Others, when an agent invites them")),
    ("yes", _("Anybody")),
]
ACCOUNTS: Choices = [
    *UNKNOWN,
    ("own", _("An account of the service itself")),
    ("agent", _("The professional account of agents")),
    ("optional", _("Works without account, does more with one")),
    ("none", pgettext_lazy("account", "None at all")),
]
YES_NO: Choices = [*UNKNOWN, ("no", _("No")), ("yes", _("Yes"))]
ANTIFEATURES: Choices = [
    ("closed_source", _("Its source code is not published")),
    ("data_outside_eu", _("Data may leave the European Union")),
    ("tracking", _("It follows what people do for other ends")),
    ("advertising", _("It shows advertisements")),
    ("paid_features", _("A part of it must be paid for")),
    ("lock_in", _("Data cannot be taken out in an open format")),
    ("abandoned_upstream", _("Nobody maintains the software any more")),
]
CLAIMS: Choices = [
    ("", pgettext_lazy("claim", "None")),
    ("accessibility_rate", _("Accessibility: rate of the last audit (%)")),
    ("accessibility_statement", _("Accessibility: statement")),
    ("availability_rate", _("Availability over a year (%)")),
    ("data_export", _("People can take their data out")),
    ("dpia", _("Impact assessment made (AIPD)")),
    ("ecodesign_statement", _("Eco-design: statement")),
    ("hosting_qualification", _("Qualification of the hosting")),
    ("penetration_test", _("Intrusion test made")),
    ("processing_register", _("In the register of processing")),
    ("security_approval", _("Security approval (RGS)")),
]


def needs() -> Choices:
    """Return the needs in the language of the request, in order."""
    english = (get_language() or "").startswith("en")
    return [(one.slug, one.verb_en if english else one.verb_fr) for one in Need.objects.all()]


def services() -> Choices:
    """Return the published services, by name."""
    published = Entry.objects.filter(published_at__isnull=False).order_by("name_fr", "pk")
    return [(slug, name) for slug, name in published.values_list("slug", "name_fr")]


def icons() -> Choices:
    """Return the icons of the interface; none means that of the first need."""
    return [("", _("That of its first need")), *((name, name) for name in sorted(OUTLINES))]


def functions() -> Choices:
    """Return the functions of the directory, by name; manifests write their codes with « _ »."""
    return [(one.code.replace("-", "_"), one.label) for one in all_functions()]
