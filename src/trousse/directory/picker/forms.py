"""Forms with a picker: searching sends the whole form, and the whole form comes back."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.utils import ErrorDict

from trousse.directory.picker.fields import PeopleField
from trousse.directory.picker.picked import Picked, Typed
from trousse.directory.picker.widgets import is_choosing

if TYPE_CHECKING:
    from trousse.accounts.models import User


class PeopleForm(forms.Form):
    """A form that may hold pickers (:class:`PeopleField`), filled in by ``asker``.

    Sent by a button of a picker, it is not valid and has no errors: the page shows it again with
    everything typed, and the person goes on. So a page needs nothing special::

        form = InviteForm(request.POST or None, asker=signed_in(request))
        if form.is_valid():
            ...
        return render(request, "…", {"form": form}, status=422 if form.errors else 200)

    and ``{{ form.media }}`` in the head of its template.
    """

    def __init__(self, *args: Any, asker: "User | None", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, PeopleField):
                initial = self.get_initial_for_field(field, name)
                field.meet(asker, Typed.of(initial).words)
                sent = self.is_bound and is_choosing(self.data, self.add_prefix(name))
                field.widget.is_choosing = sent

    @property
    def is_choosing(self) -> bool:
        """Whether the form was sent to search, add or remove somebody, and not to be saved."""
        fields = self.fields.values()
        return any(isinstance(one, PeopleField) and one.widget.is_choosing for one in fields)

    def chosen(self, name: str) -> Picked:
        """Return who is chosen so far in the picker ``name``, whether or not the form is right."""
        field = self.fields[name]
        if not isinstance(field, PeopleField):
            raise TypeError(f"{name} chooses no people")
        return field.widget.chosen(Typed.of(self[name].value()).words).picked

    def full_clean(self) -> None:
        if self.is_choosing:
            self._errors = ErrorDict()
            self.cleaned_data: dict[str, Any] = {}
            return
        super().full_clean()

    def is_valid(self) -> bool:
        return not self.is_choosing and super().is_valid()
