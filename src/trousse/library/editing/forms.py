"""The form of a service: every text and fact that an editor writes, on one page."""

from typing import TYPE_CHECKING, Any, TypeAlias

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trousse.core.text import clean_line, clean_text
from trousse.library.editing.access import Desk
from trousse.library.editing.choices import (
    ACCOUNTS,
    ANTIFEATURES,
    CLAIMS,
    GUESTS,
    YES_NO,
    functions,
    icons,
    needs,
    services,
)
from trousse.library.models import Entry

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


Text: TypeAlias = "str | StrPromise"


class LineField(forms.CharField):
    """One line of text, without control characters."""

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "")


class TextField(forms.CharField):
    """Some lines of text, without control characters."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "")


class WordsField(LineField):
    """Words between commas, each once."""

    def to_python(self, value: Any) -> Any:
        words = (word.strip() for word in super().to_python(value).split(","))
        return list(dict.fromkeys(word for word in words if word))

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value


def _line(label: Text, most: int = 200, help_text: Text = "", **more: Any) -> LineField:
    more.setdefault("required", False)
    widget = forms.TextInput({"autocomplete": "off"})
    return LineField(label=label, max_length=most, help_text=help_text, widget=widget, **more)


def _address(label: Text, help_text: Text = "", **more: Any) -> LineField:
    more.setdefault("required", False)
    widget = forms.TextInput({"autocomplete": "off", "inputmode": "url", "spellcheck": "false"})
    return LineField(label=label, max_length=500, help_text=help_text, widget=widget, **more)


def _text(label: Text, rows: int, help_text: Text = "") -> TextField:
    widget = forms.Textarea({"rows": rows})
    return TextField(
        label=label, max_length=5000, required=False, help_text=help_text, widget=widget
    )


def _day(label: Text, help_text: Text = "") -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, help_text=help_text, widget=widget)


def _boxes(label: Text, help_text: Text = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, help_text=help_text, widget=forms.CheckboxSelectMultiple
    )


class EntryForm(forms.Form):
    """A service. The names of fields are those of places of the manifest, see ``documents``."""

    slug = _line(
        _("Name for machines"),
        50,
        _("Small letters, digits and hyphens. It stands in the address and never changes."),
        required=True,
    )
    place = forms.ChoiceField(
        label=_("For whom do you write it?"),
        required=False,
        help_text=_("Its editors may change it; people of other académies do not find it."),
    )
    name_fr = _line(_("Name, in French"), 60, required=True)
    name_en = _line(_("Name, in English (optional)"), 60)
    promise_fr = _line(
        _("What people do with it, in French"),
        120,
        _("Begin with a verb: “Choose the day of a meeting”."),
        required=True,
    )
    promise_en = _line(_("What people do with it, in English (optional)"), 120)
    purpose_fr = _text(
        _("What it is for, in French"), 4, _("In which situation, and what one gets in the end.")
    )
    purpose_en = _text(_("What it is for, in English (optional)"), 4)
    needs = _boxes(_("Needs that it answers"))
    keywords_fr = WordsField(
        label=_("Words that people type, in French"),
        required=False,
        help_text=_("Between commas; also the names of other products that do the same."),
    )
    keywords_en = WordsField(label=_("Words that people type, in English"), required=False)
    icon = forms.ChoiceField(label=_("Icon"), required=False)

    url = _address(_("Address that people open"), _("It begins with https://."), required=True)
    operator = _line(_("Who runs it"), 200, required=True)
    operated_here = forms.BooleanField(
        label=_("Run by whoever runs this instance"),
        required=False,
        help_text=_("Otherwise it is shown as an external link, not run here."),
    )
    data_location = _line(_("Where the data live"), 200, _("A country, or a place people know."))
    hosting = _line(_("On whose machines"))
    support_fr = _line(_("Whom to ask for help"), 120)
    help_url = _address(_("Help page"), _("Or an address that begins with mailto: or tel:."))
    changes_url = _address(_("Page of what is new"))
    status_url = _address(_("Page of incidents"))

    state = forms.ChoiceField(
        label=pgettext_lazy("service", "State"),
        choices=Entry.State.choices,
        initial=Entry.State.AVAILABLE,
    )
    since = _day(_("In this state since"))
    review_on = _day(_("To be reviewed on"), _("The list of editors reminds you then."))
    sunset_on = _day(_("Closes on"))
    successor = forms.ChoiceField(label=_("Service that comes after"), required=False)
    alternatives = _boxes(_("Other services for the same need"))

    guests = forms.ChoiceField(label=_("People from outside"), choices=GUESTS, required=False)
    account = forms.ChoiceField(label=_("Account"), choices=ACCOUNTS, required=False)
    phone = forms.ChoiceField(
        label=_("Everything works on a phone"), choices=YES_NO, required=False
    )
    languages = WordsField(
        label=_("Languages of its pages"),
        required=False,
        initial=["fr"],
        help_text=_("Codes between commas, such as fr, en."),
    )
    limits_fr = _line(_("Limits that people should know"), 120)
    academies = _boxes(_("Only for these académies"), _("None ticked: for all."))
    functions = _boxes(_("Only for these functions"), _("None ticked: for all."))
    groups = _boxes(_("Also for these groups of yours"))

    software_name = _line(_("Software"))
    licence = _line(_("Licence"), 100, _("Its SPDX identifier, such as AGPL-3.0-or-later."))
    software_version = _line(_("Version of the software"))
    repository_url = _address(_("Source code"))
    publiccode_url = _address(_("Address of its publiccode.yml"))
    antifeatures = forms.MultipleChoiceField(
        label=_("What people should know before"),
        required=False,
        choices=ANTIFEATURES,
        widget=forms.CheckboxSelectMultiple,
    )
    base = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args: Any, desk: Desk, entry: Entry | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desk, self.entry = desk, entry
        own = entry.slug if entry else ""
        others = [one for one in services() if one[0] != own]
        kept = self.initial
        self._offer("needs", needs(), kept.get("needs"))
        self._offer("alternatives", others, kept.get("alternatives"))
        self._offer("successor", [("", _("None")), *others], [kept.get("successor") or ""])
        self._offer("icon", icons(), [kept.get("icon") or ""])
        self._offer("functions", functions(), kept.get("functions"))
        places = [(one.slug, one.title or one.name) for one in desk.places()]
        self._offer("academies", places, kept.get("academies"))
        self._offer("groups", desk.groups(), kept.get("groups"))
        self._offer_place(places)
        if entry is not None:
            del self.fields["slug"], self.fields["place"]

    def _offer(self, name: str, choices: list[Any], kept: Any) -> None:
        """Offer ``choices``, and what the version holds already even when nobody else offers it."""
        known = {value for value, _label in choices}
        more = [(value, value) for value in kept or () if value not in known]
        field: Any = self.fields[name]
        field.choices = [*choices, *more]
        if not field.choices:
            del self.fields[name]

    def _offer_place(self, places: list[tuple[str, str]]) -> None:
        nation = [("", _("Everybody"))] if self.desk.everything else []
        field: Any = self.fields["place"]
        field.choices = [*nation, *places]
        field.required = not self.desk.everything


class FactForm(forms.Form):
    """One claim with its proof."""

    claim = forms.ChoiceField(label=_("What is claimed"), choices=CLAIMS, required=False)
    value = _line(_("Value"), 40, _("A number of per cent, yes, no, none, partial or full."))
    declared_on = _day(_("Declared on"))
    url = _address(_("Page that proves it"))
    expires_on = _day(_("Valid until (optional)"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        needed = ("value", "declared_on", "url")
        if given.get("claim"):
            for name in needed:
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("A claim needs it."))
        return given


FactForms: type[BaseFormSet[FactForm]] = formset_factory(FactForm, extra=2, max_num=20)
