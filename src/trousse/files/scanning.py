"""Which scanner this instance has, if any."""

from django.conf import settings

from trousse.files.scanners import Scanner


def scanner() -> Scanner | None:
    """Return the scanner of ``FILE_SCANNER``, or None when the operator set none."""
    chosen: Scanner | None = settings.FILE_SCANNER
    return chosen
