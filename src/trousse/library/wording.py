"""Words for the closed lists of manifests, as readers see them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

Lazy = str | Promise

ACCOUNT_WORDS: Mapping[str, Lazy] = {
    "none": _("No account is needed."),
    "optional": _("Works without an account, does more with one."),
    "agent": _("With the professional account of agents."),
    "own": _("With an account of the service itself."),
}
GUEST_WORDS: Mapping[str, Lazy] = {
    "yes": _("Anybody may use it, also from outside."),
    "invited": _("People from outside come when an agent invites them, without account."),
    "no": _("Agents only."),
}
PHONE_WORDS: Mapping[str, Lazy] = {
    "yes": _("Works on a phone."),
    "no": _("Made for a computer."),
}
ANTIFEATURE_WORDS: Mapping[str, Lazy] = {
    "abandoned_upstream": _("Nobody maintains the software any more."),
    "advertising": _("It shows advertisements."),
    "closed_source": _("The source code of what runs is not published."),
    "data_outside_eu": _("Data may leave the European Union."),
    "lock_in": _("Data cannot be taken out in an open format."),
    "paid_features": _("A part of it must be paid for."),
    "tracking": _("It follows what people do for other ends."),
}
CLAIM_WORDS: Mapping[str, Lazy] = {
    "accessibility_rate": _("Criteria of accessibility that are met (RGAA)"),
    "accessibility_statement": _("Accessibility statement"),
    "availability_rate": _("In service over the last twelve months"),
    "data_export": _("One’s data can be taken out in an open format"),
    "dpia": _("Impact assessment on personal data (AIPD)"),
    "ecodesign_statement": _("Eco-design statement (RGESN)"),
    "hosting_qualification": _("Qualification of the hosting"),
    "penetration_test": _("Test of intrusion by outsiders"),
    "processing_register": _("In the register of processing (RGPD)"),
    "security_approval": _("Security approval (RGS)"),
}
VALUE_WORDS: Mapping[str, Lazy] = {
    "none": pgettext_lazy("conformity", "Not compliant"),
    "partial": pgettext_lazy("conformity", "Partially compliant"),
    "full": pgettext_lazy("conformity", "Fully compliant"),
    "secnumcloud": "SecNumCloud",
    "hds": "HDS",
    "iso27001": "ISO 27001",
}
OF_HOSTING = frozenset({"hosting_qualification"})


def value_in_words(claim: str, value: Any) -> str:
    """Return the value of a claim for a person: « 87,5 % », « Oui »."""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, int | float):
        number = number_format(value)
        return f"{number}\u202f%" if claim.endswith("_rate") else number
    if claim in OF_HOSTING and value == "none":
        return pgettext("qualification of a hosting", "None")
    return str(VALUE_WORDS.get(value, value))


def day_in_words(text: str | None) -> str:
    """Return « 23 novembre 2026 » for « 2026-11-23 », empty for nothing."""
    return date_format(date.fromisoformat(text), "DATE_FORMAT") if text else ""
