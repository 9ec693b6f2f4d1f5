"""The edge where errors become answers, once for every page."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.deprecation import MiddlewareMixin

from trousse.core.errors import TrousseError
from trousse.ui.error_pages import error_response


class ErrorEdge(MiddlewareMixin):
    """Turn a ``TrousseError`` into its page or its JSON, and an empty 405 into a page."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, TrousseError):
            return error_response(request, exception.status, error=exception)
        return None

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            explained = error_response(request, response.status_code)
            explained["Allow"] = response["Allow"]
            return explained
        return response
