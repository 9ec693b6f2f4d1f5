"""Adding a file, and saying what an image shows."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from trousse.files.examining import MEGABYTE
from trousse.files.kinds import KINDS

ACCEPTED = ",".join(f".{kind}" for kind in (*KINDS, "jpeg"))


class FileForm(forms.Form):
    """One file and, for an image, its words."""

    file = forms.FileField(label=_("File"), widget=forms.FileInput({"accept": ACCEPTED}))
    alt = forms.CharField(
        label=_("If it is an image, what does it show?"),
        help_text=_("Read to those who cannot see it. Leave empty for other files."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: object, too_big: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # a form's own arguments
        megabytes = settings.FILE_MAX_MB
        field = self.fields["file"]
        field.help_text = _(
            "Document, table, presentation, image, sound, film or .zip; at most %(most)d MB."
        ) % {"most": megabytes}
        if too_big:
            message = _("This file is too big: at most %(most)d MB.") % {"most": megabytes}
            field.error_messages["required"] = message

    @property
    def most_bytes(self) -> int:
        return int(settings.FILE_MAX_MB) * MEGABYTE


class AltForm(forms.Form):
    """What an image shows, in words."""

    alt = forms.CharField(label=_("What does this image show?"), max_length=300, required=False)
