"""Which app answers for which tables. Filled at start-up by the apps' ``wiring.py``."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings

from trousse.core.personal_data.types import Consequence, DataSubject, OwnFile

Export = Callable[[DataSubject], object]
Erase = Callable[[DataSubject], None]
Foresee = Callable[[DataSubject], Sequence[Consequence]]
Files = Callable[[DataSubject], Iterable[OwnFile]]


def _foresee_nothing(_: DataSubject) -> Sequence[Consequence]:
    return ()


def _no_files(_: DataSubject) -> Iterable[OwnFile]:
    return ()


@dataclass(frozen=True, slots=True)
class Handler:
    """What one app does for a person. ``covers``: the labels of all apps whose tables it knows."""

    app_label: str
    title: object
    export: Export
    erase: Erase
    foresee: Foresee
    files: Files
    covers: frozenset[str]


_handlers: dict[str, Handler] = {}


def register_personal_data(  # noqa: PLR0913  # keywords, four of them rarely given
    app_label: str,
    *,
    title: object = "",
    export: Export,
    erase: Erase,
    foresee: Foresee = _foresee_nothing,
    files: Files = _no_files,
    covers: Iterable[str] = (),
) -> None:
    """Answer for the personal data of ``app_label``.

    ``export(subject)`` returns JSON (dates and lazy words allowed), an empty value when nothing is
    kept. Other people stand in it only as far as the person sees them on the pages.
    ``erase(subject)`` removes or empties, in the transaction that it is called in; it may run
    again, and runs before accounts erase the account itself. ``foresee`` tells beforehand, for the
    page that asks to confirm. ``files`` yields what is copied beside the JSON, and ``title`` says
    in (lazy) words what that JSON holds. ``covers``: labels of libraries' apps that this one
    answers for. Raises ValueError when the app answers twice.
    """
    labels = frozenset({app_label, *covers})
    handler = Handler(app_label, title or app_label, export, erase, foresee, files, labels)
    if _handlers.get(app_label, handler) != handler:
        raise ValueError(f"{app_label} answers twice for personal data")
    _handlers[app_label] = handler


def handlers() -> list[Handler]:
    """Return the handlers, upper rooms first and the one that holds the account last.

    So a thing finds who else is responsible before its grants go, and an erasure that was
    interrupted still finds the person.
    """
    order = [config.label for config in apps.get_app_configs()]
    accounts = settings.AUTH_USER_MODEL.partition(".")[0]
    return sorted(
        _handlers.values(),
        key=lambda one: (one.app_label == accounts, -order.index(one.app_label)),
    )
