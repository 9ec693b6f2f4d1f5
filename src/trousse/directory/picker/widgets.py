"""The picker's controls: the chosen, a search box, what it found; whole without script."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.forms import Widget
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from trousse.directory.picker.addresses import read_addresses
from trousse.directory.picker.choices import Chosen, read_words
from trousse.directory.picker.picked import Choice, Kind, Typed, Word
from trousse.directory.picker.suggestions import suggest

if TYPE_CHECKING:
    from trousse.accounts.models import User

Data = Mapping[str, Any]
SEVERAL = 2


class PeoplePicker(Widget):
    """Chooses people, groups (``groups``) and addresses (``emails``) for ``asker``.

    Besides the words, under the field's name, the form sends: ``<name>-text`` (the box),
    ``<name>-search``, ``<name>-add`` and ``<name>-remove`` (buttons), and ``<name>-enter`` (the
    Enter key, in any field of a form without script).
    """

    template_name = "directory/picker/widget.html"
    use_fieldset = True

    class Media:
        css = {"all": ["picker.css"]}  # noqa: RUF012  # the form of Django's declaration
        js = (Script("picker.js", type="module"),)

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.asker: User | None = None
        self.groups = self.emails = True
        self.most = 0
        self.kept: Sequence[str] = ()
        self.is_choosing = False
        self._read: dict[tuple[str, ...], Chosen] = {}

    def __deepcopy__(self, memo: dict[int, Any]) -> "PeoplePicker":
        """Each form gets its own picker: what one person chose must not be read by another."""
        copied: PeoplePicker = super().__deepcopy__(memo)
        copied._read = {}
        return copied

    def id_for_label(self, id_: str | None, index: str | None = None) -> str:
        """Labels and error summaries lead to the box."""
        return f"{id_}-text" if id_ else ""

    def value_omitted_from_data(self, data: Data, files: Any, name: str) -> bool:
        """Nobody chosen looks like nothing sent: an empty choice is an answer."""
        return False

    def value_from_datadict(self, data: Data, files: Any, name: str) -> Typed:
        """Return what the controls hold once the button that was pressed has done its work."""
        words = [*_all(data, name), *_all(data, f"{name}-add")]
        removed = _all(data, f"{name}-remove")
        text = data.get(f"{name}-text") or ""
        if f"{name}-add" in data:
            text = ""
        addresses = read_addresses(text)
        if self.emails and not _waits_for_a_choice(data, name, len(addresses.found)):
            words += [str(Word(Kind.EMAIL, address)) for address in addresses.found]
            text = addresses.left if addresses.found else text
        return Typed(tuple(word for word in dict.fromkeys(words) if word not in removed), text)

    def chosen(self, words: tuple[str, ...]) -> Chosen:
        """Return what ``words`` stand for; read once, for checking and for showing."""
        if words not in self._read:
            self._read[words] = read_words(words, self.asker, kept=self.kept)
        return self._read[words]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        typed = Typed.of(value)
        context = super().get_context(name, None, attrs)
        found = None
        if typed.text:
            found = suggest(self.asker, typed.text, groups=self.groups, emails=self.emails)
        return context | {
            "choices": self.chosen(typed.words).choices,
            "blank": Choice("", Kind.EMAIL, ""),
            "invalid": bool(attrs and attrs.get("aria-invalid")),
            "text": typed.text,
            "found": found,
            "source": self._source(),
            "picker": self,
        }

    def _source(self) -> str:
        query = {"groups": self.groups, "emails": self.emails}
        return reverse("picker:suggest", query={key: int(value) for key, value in query.items()})


def is_choosing(data: Data, name: str) -> bool:
    """Tell whether the form was sent to search, add or remove, and not to be saved."""
    if f"{name}-enter" in data and str(data.get(f"{name}-text", "")).strip():
        return True
    return any(f"{name}-{button}" in data for button in ("search", "add", "remove"))


def _waits_for_a_choice(data: Data, name: str, addresses: int) -> bool:
    """One address looked for is proposed; several pasted ones, or a form sent, are taken."""
    return is_choosing(data, name) and addresses < SEVERAL


def _all(data: Data, name: str) -> list[str]:
    if isinstance(data, MultiValueDict):
        return data.getlist(name)
    value = data.get(name, [])
    return [value] if isinstance(value, str) else list(value)
