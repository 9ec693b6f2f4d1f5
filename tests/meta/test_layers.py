"""Rooms know each other downwards only: imports (import-linter) and foreign keys (here)."""

import ast
import tomllib
from pathlib import Path

from django.apps import apps
from django.db.models import ForeignObject

from tests.meta.sources import ROOT, python_files

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
LAYERS = next(one for one in CONTRACTS["contracts"] if one["type"] == "layers")["layers"]
ROOMS = [
    {room.strip().strip("()") for room in line.split("|")}
    for line in LAYERS
]  # fmt: skip


def height_of(module: str) -> int:
    """Return how high the room of a module is, 0 at the bottom; raise when it has no layer."""
    room = module.removeprefix("trousse.").split(".")[0]
    return next(len(ROOMS) - n for n, rooms in enumerate(ROOMS) if room in rooms)


def keys_upwards() -> list[str]:
    found = []
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if not isinstance(field, ForeignObject) or field.model is not model:
                continue
            source, target = model.__module__, field.related_model.__module__
            ours = source.startswith("trousse.") and target.startswith("trousse.")
            if ours and height_of(target) > height_of(source):
                found.append(f"{model._meta.label}.{field.name}")
    return found


def test_every_room_has_a_layer() -> None:
    rooms = {path.parent.name for path in (ROOT / "src" / "trousse").glob("*/__init__.py")}
    assert rooms <= set().union(*ROOMS)


def test_the_order_of_the_rooms_is_the_one_we_chose() -> None:
    order = ["config", "portal", "services", "kit", "accounts", "ui", "core"]
    heights = [height_of(f"trousse.{room}.models") for room in order]
    assert heights == sorted(heights, reverse=True)
    assert len(set(heights)) == len(heights)


def test_foreign_keys_point_downwards() -> None:
    """The core keeps who did what, by a nullable key to the user model that Django swaps in."""
    assert [key for key in keys_upwards() if key != "core.AuditEntry.actor"] == []


def test_the_check_of_keys_sees_one_that_points_upwards() -> None:
    assert keys_upwards() == ["core.AuditEntry.actor"]


OPEN_ROOMS = {"core", "ui", "kit"}
PUBLIC_MODULES = {"queries", "access", "operations", "events"}
MORE_PUBLIC = {
    "accounts": {"current"},  # the person behind a request
    "directory": {
        "bells",
        "calendar",
        "group_events",
        "group_operations",
        "group_queries",
        "office_holders",
        "picker",
    },  # hours of schools, days, groups of people, whose menus to look at, choosing people
    "agenda": {"contexts"},  # filled by the room of activities
    "files": {"serving", "uploading"},  # giving the bytes of pictures; what was too big
    "notifications": {"kinds"},  # what people may be told
    "sharing": {
        "holding",
        "inviting",
        "parts",
        "roles",
        "things",
    },  # many rights at once, inviting, words of rights, registries of things and their pieces
}


def private_imports(path: Path, room: str) -> list[str]:
    """Return what a module takes from the inside of another room (typing imports not counted)."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    imported = [
        node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("trousse.")
    ]
    return [name for name in imported if name and not _is_open(name.split(".")[1:], room)]


def _is_open(parts: list[str], room: str) -> bool:
    public = PUBLIC_MODULES | MORE_PUBLIC.get(parts[0], set())
    return parts[0] in OPEN_ROOMS | {room} or (len(parts) > 1 and parts[1] in public)


def test_an_app_is_reached_through_its_public_modules() -> None:
    package = ROOT / "src" / "trousse"
    found = {
        f"{path.relative_to(package)}: {name}"
        for path in python_files("src")
        if (room := path.relative_to(package).parts[0]) != "config"
        for name in private_imports(path, room)
    }
    assert found == set()


def test_a_private_import_is_seen(tmp_path: Path) -> None:
    module = tmp_path / "views.py"
    module.write_text(
        "from trousse.accounts.models import User\n"
        "from trousse.accounts.queries import known\n"
        "from trousse.core.models import Event\n"
        "if TYPE_CHECKING:\n    from trousse.accounts.forms import Form\n"
    )
    assert private_imports(module, "portal") == ["trousse.accounts.models"]


def services() -> list[Path]:
    return sorted((ROOT / "src" / "trousse" / "services").glob("*/apps.py"))


def test_nobody_imports_a_service_but_the_settings() -> None:
    for service in services():
        name = f"trousse.services.{service.parent.name}"
        importers = {
            path.relative_to(ROOT / "src" / "trousse").parts[0]
            for path in (ROOT / "src" / "trousse").rglob("*.py")
            if name in path.read_text() and not path.is_relative_to(service.parent)
        }
        assert importers <= {"config"}
