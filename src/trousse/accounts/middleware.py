"""Pages in the signed-in person's language and time zone, on any device."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.deprecation import MiddlewareMixin

from trousse.accounts.models import User
from trousse.core.time_zones import is_time_zone


class PersonalPreferences(MiddlewareMixin):
    """Applies what the account says; visitors keep their browser's language and our time zone.

    Reading the person costs nothing more: the bar of every page shows their name. Without a
    session cookie nothing is read.
    """

    def process_request(self, request: HttpRequest) -> None:
        timezone.deactivate()  # what the previous request of this thread left
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return
        user = request.user
        if isinstance(user, User):
            _apply(request, user)


def _apply(request: HttpRequest, user: User) -> None:
    if translation.check_for_language(user.language):
        translation.activate(user.language)
        request.LANGUAGE_CODE = translation.get_language()
    if is_time_zone(user.time_zone):
        timezone.activate(user.time_zone)
