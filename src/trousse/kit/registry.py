"""What services tell the rest of Trousse about themselves. Filled by their ``wiring.py``.

Home, search and bar know services only through this registry, so that our own polls and a
third-party software are seen alike.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import get_language

from trousse.kit.manifests import manifest_of_app
from trousse.notifications.kinds import name_service
from trousse_kit import Words


@dataclass(frozen=True, slots=True)
class Service:
    """A product offered to people.

    ``verb``, ``promise``, ``list_label`` (the link to one's own things): lazy translated strings;
    ``create_url``, ``list_url``: URL names;
    ``icon``: name of an icon of the ``ui`` room.
    """

    slug: str
    name: object
    verb: object
    promise: object
    icon: str
    create_url: str
    list_url: str
    list_label: object


def service_of_app(
    app_name: str,
    *,
    create_url: str,
    list_url: str,
    list_label: object,
) -> Service:
    """Return a service whose words are those of its app's ``manifest.toml``.

    ``app_name``: the app's package, such as "trousse.activities". Raises ImproperlyConfigured when
    its manifest is missing or wrong.
    """
    identity = manifest_of_app(app_name).identity
    return Service(
        slug=identity.id,
        name=lazy_words(identity.name),
        verb=lazy_words(identity.promise),
        promise=lazy_words(identity.purpose or identity.promise),
        icon=identity.icon,
        create_url=create_url,
        list_url=list_url,
        list_label=list_label,
    )


def lazy_words(words: Words) -> object:
    """Return ``words`` as a text that chooses its language when it is shown."""
    return _in_language_of_page(words)


def _words_now(words: Words) -> str:
    return words.in_language(get_language() or settings.LANGUAGE_CODE)


_in_language_of_page = lazy(_words_now, str)


_services: dict[str, Service] = {}


def register_service(service: Service) -> None:
    """Make a service known. Raises ValueError when the slug is taken by another one."""
    if _services.setdefault(service.slug, service) != service:
        raise ValueError(f"service {service.slug!r} is registered twice")
    name_service(service.slug, service.name)  # what its notifications are sorted by


def registered_services() -> list[Service]:
    """Return the services in the order of their registration."""
    return list(_services.values())
