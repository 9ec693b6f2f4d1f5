"""Stopping an upload that is too big while it comes in, before it fills the disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from trousse.files.examining import MEGABYTE

TOO_BIG = "trousse_upload_too_big"


class BoundedUpload(FileUploadHandler):
    """The first of the upload handlers: counts, and lets the others keep what fits.

    What is above is dropped without being kept; ``upload_was_too_big`` then tells the view.
    """

    def handle_raw_input(self, *_body: Any, **_options: Any) -> None:
        self._received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002  # Django's
        self._received += len(raw_data)
        if self._received > settings.FILE_MAX_MB * MEGABYTE:
            if self.request is not None:
                self.request.META[TOO_BIG] = True
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:  # Django's signature
        """Leave the file to the next handler."""


def upload_was_too_big(request: Any) -> bool:
    """Tell whether a file of this request was dropped because of its size."""
    return bool(request.META.get(TOO_BIG))
