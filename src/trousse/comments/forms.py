"""What the pages of comments read from people."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from trousse.comments.models import LONGEST_TEXT
from trousse.core.ids import new_public_id
from trousse.core.text import clean_line, clean_text

KEY = RegexValidator(r"^[A-Za-z0-9_-]{22,40}$")


class TextField(forms.CharField):
    """Some lines of text, without control characters."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "")


class NameField(forms.CharField):
    """Somebody's name on one line."""

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "")


class EditForm(forms.Form):
    """The text alone."""

    text = TextField(label=_("Your comment"), max_length=LONGEST_TEXT)


class CommentForm(EditForm):
    """A new comment, or a reply in ``thread``; ``is_unknown``: the writer must give a name."""

    name = NameField(
        label=_("Your name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Shown beside your comment."),
    )
    thread = forms.CharField(widget=forms.HiddenInput, required=False, max_length=22)
    key = forms.CharField(widget=forms.HiddenInput, validators=[KEY])

    field_order = ("text", "name")

    def __init__(self, *args: Any, is_unknown: bool, thread: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"comment-{thread}-%s" if thread else "comment-%s")
        super().__init__(*args, **kwargs)
        self.initial = {"key": new_public_id(), "thread": thread, **self.initial}
        if not is_unknown:
            del self.fields["name"]
        if thread:
            self.fields["text"].label = _("Your reply")
