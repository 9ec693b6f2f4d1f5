"""Fields of text as every form of polls reads it: without control characters."""

from typing import Any

from django import forms

from trousse.core.text import clean_line, clean_text


class LineField(forms.CharField):
    """One line of text, without control characters."""

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "")


class TextField(forms.CharField):
    """Some lines of text, without control characters."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "")
