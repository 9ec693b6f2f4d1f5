"""``python -m tests.matrix.propose``: rows for the writes that the page of roles lacks.

Read them before you keep them: the guard is only the first that comes before the write.
"""

import inspect
import os

import django

GUARDS = ("require_office", "require_role", "demo_only", "read_token", "signed_in", "visitor_of")
"""The best guard first; those whose name begins by ``access_`` are better still."""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trousse.config.settings.test")
    django.setup()
    from tests.matrix.page import operations  # noqa: PLC0415  # needs the settings
    from tests.matrix.sources import written_operations  # noqa: PLC0415

    known = {row.name for row in operations()}
    for full in sorted(written_operations()):
        name = short(full)
        if name not in known:
            callers, guard = reached(full)
            words = ", ".join(f"`{one}`" for one in callers) or "nothing yet"
            print(f"| `{name}` | {words} | {guard} |")  # noqa: T201


def short(full: str) -> str:
    return full.removeprefix("trousse.").removeprefix("services.")


def reached(full: str) -> tuple[list[str], str]:
    """Return the addresses that call a write, or else the functions that do; and a guard."""
    from tests.matrix.resolver import routes  # noqa: PLC0415
    from tests.matrix.sources import calls_in, direct_callers  # noqa: PLC0415

    found, guards = [], set()
    for address, route in routes().items():
        view = inspect.unwrap(route.view)
        called = list(calls_in(f"{view.__module__}.{view.__qualname__}"))
        if full in called:
            found.append(address)
            guards.add(best([one.rpartition(".")[2] for one in called[: called.index(full)]]))
    if not found:
        others = sorted(direct_callers().get(full, ()))
        return [one.removeprefix("trousse.") for one in others], "the caller"
    return found, " ".join(f"`{one}`" for one in sorted(guards))


def best(before: list[str]) -> str:
    """Return the best guard among the names called before a write."""
    access = [one for one in before if one.startswith("access_")]
    return next((one for one in (*access[-1:], *GUARDS) if one in before), "?")


if __name__ == "__main__":
    main()
