"""Static files by WhiteNoise, sent piece by piece under ASGI too.

Under ASGI, Django would gather WhiteNoise's synchronous iterator whole, and warn at each file.
"""

from functools import partial

from django.core.handlers.asgi import ASGIRequest
from django.http import FileResponse, HttpRequest
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

from trousse.core.streaming import PIECE, in_threads


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]  # the library ships no types
    """WhiteNoise's middleware, whose answers fit the server that asked."""

    @staticmethod
    def serve(static_file: StaticFile, request: HttpRequest) -> FileResponse:
        """Return the file, a range of it, or the reason why it is not sent again."""
        answer: FileResponse = WhiteNoiseMiddleware.serve(static_file, request)
        if isinstance(request, ASGIRequest):
            file = answer.file_to_stream
            pieces = iter(partial(file.read, PIECE), b"") if file else iter(())
            answer.streaming_content = in_threads(pieces)
        return answer
