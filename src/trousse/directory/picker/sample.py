"""The picker on the developers' page of components."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from trousse.accounts.current import signed_in_or_none
from trousse.directory.picker.fields import PeopleField
from trousse.directory.picker.forms import PeopleForm


class SampleForm(PeopleForm):
    """One picker that takes everything."""

    people = PeopleField(label=_("People"), help_text=_("Colleagues, groups, or guests by e-mail."))


def sample_form(request: HttpRequest) -> dict[str, Any]:
    """Return the form, with the visitor as the one who chooses; sent, it shows itself again."""
    data = request.POST or None
    return {"form": SampleForm(data, asker=signed_in_or_none(request), prefix="picker")}
