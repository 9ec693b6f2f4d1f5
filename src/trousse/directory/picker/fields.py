"""The form field whose value is people."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trousse.directory.picker.picked import Kind, Picked, Typed, Word
from trousse.directory.picker.widgets import PeoplePicker

if TYPE_CHECKING:
    from trousse.accounts.models import User

MOST = 50


class PeopleField(forms.Field):
    """People of the directory, groups (``groups``) and addresses (``emails``), at most ``max``.

    Its form must be a :class:`~trousse.directory.picker.forms.PeopleForm`. The cleaned value is a
    :class:`~trousse.directory.picker.picked.Picked`; an initial one may be that, or words.
    """

    widget: PeoplePicker  # an instance, once the field is made
    default_error_messages = {  # noqa: RUF012  # the form of Django's declaration
        "required": gettext_lazy("Choose at least one person."),
        "unknown": gettext_lazy("One of your choices cannot be used. Remove it to go on."),
        "waiting": gettext_lazy("“%(text)s” is not chosen yet: take a suggestion or erase it."),
        "no_address": gettext_lazy("%(address)s has no account, which is needed here."),
        "no_group": gettext_lazy("A whole group cannot be chosen here: choose people."),
    }

    def __init__(
        self,
        *,
        groups: bool = True,
        emails: bool = True,
        max: int = MOST,  # noqa: A002  # reads as what it is where fields are declared
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("widget", PeoplePicker)
        super().__init__(**kwargs)
        self.widget.groups, self.widget.emails, self.widget.most = groups, emails, max
        self.widget.is_required = self.required

    def meet(self, asker: "User | None", kept: Sequence[str]) -> None:
        """Tell the field who chooses, and which words were chosen before."""
        self.widget.asker, self.widget.kept = asker, kept

    def prepare_value(self, value: Any) -> Typed:
        return Typed.of(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return set(Typed.of(initial).words) != set(Typed.of(data).words)

    def clean(self, value: Any) -> Picked:
        """Return who was chosen. Raises ValidationError with everything that is wrong."""
        typed = Typed.of(value)
        chosen = self.widget.chosen(typed.words)
        faults = [*self._refusals(chosen.refused), *self._limits(chosen.picked)]
        if typed.text.strip():
            faults.append(self._fault("waiting", text=typed.text.strip()))
        elif self.required and not typed.words:
            faults.append(self._fault("required"))
        if faults:
            raise ValidationError(faults)
        return chosen.picked

    def _refusals(self, refused: Sequence[str]) -> list[ValidationError]:
        words = [Word.parse(text) for text in refused]
        wrong = [word.value for word in words if word and word.kind is Kind.EMAIL]
        faults = [
            ValidationError(_("%(address)s is not an e-mail address.") % {"address": address})
            for address in wrong
        ]
        return faults + ([self._fault("unknown")] if len(wrong) < len(refused) else [])

    def _limits(self, picked: Picked) -> list[ValidationError]:
        faults = []
        if not self.widget.emails:
            faults += [self._fault("no_address", address=address) for address in picked.emails]
        if not self.widget.groups and picked.groups:
            faults.append(self._fault("no_group"))
        if len(picked) > (most := self.widget.most):
            words = ngettext("Choose at most %(most)s.", "Choose at most %(most)s.", most)
            faults.append(ValidationError(words % {"most": most}, code="most"))
        return faults

    def _fault(self, code: str, **params: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)
