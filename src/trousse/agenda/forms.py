"""What the pages of the agenda read from people."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from trousse.agenda.reading import LARGEST_FILE


class BusyForm(forms.Form):
    """A calendar file."""

    file = forms.FileField(
        label=_("Calendar file (.ics)"),
        help_text=_("2 MB at most. Only the hours are kept: neither titles, places nor names."),
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
    )

    def clean_file(self) -> UploadedFile:
        """Refuse a large file before it is read."""
        given: UploadedFile = self.cleaned_data["file"]
        if (given.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(_("This file is larger than 2 MB."))
        return given
