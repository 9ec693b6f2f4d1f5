"""What a function calls, in order, read from the sources: which guard comes before which write."""

import ast
import importlib
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SOURCES = Path(__file__).resolve().parents[2] / "src"
DEEPEST = 6
APART = {"core", "ui", "config", "migrations", "management"}
"""Rooms and folders without writes of people: what the machine does by itself is below them."""
Body = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """``functions``: what each does, methods as ``Class.method``, the module itself as "".

    ``imported``: what names stand for.
    """

    name: str
    functions: dict[str, list[ast.AST]]
    imported: dict[str, str]


@cache
def module(name: str) -> Module | None:
    """Return a module of ours, or None for what is not one."""
    path = SOURCES / Path(*name.split("."))
    file = next((p for p in (path.with_suffix(".py"), path / "__init__.py") if p.exists()), None)
    if file is None:
        return None
    tree = ast.parse(file.read_text())
    functions: dict[str, list[ast.AST]] = {"": []}
    for node in tree.body:
        if isinstance(node, Body):
            functions[node.name] = _parts(node)
        elif isinstance(node, ast.ClassDef):
            methods = (one for one in node.body if isinstance(one, Body))
            functions |= {
                f"{node.name}.{one.name}": [*one.decorator_list, *one.body] for one in methods
            }
        elif not isinstance(node, ast.Import | ast.ImportFrom):
            functions[""].append(node)
    return Module(name, functions, _imported(tree))


def _imported(tree: ast.Module) -> dict[str, str]:
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("trousse")
        for alias in node.names
    }


def module_of(name: str) -> Module:
    """Return a module of ours, which must exist."""
    found = module(name)
    assert found is not None, name
    return found


def real_name(dotted: str) -> str:
    """Follow re-exports: the module where the function is written, and its name."""
    holder, _, name = dotted.rpartition(".")
    found = module(holder)
    if found is not None and name not in found.functions and name in found.imported:
        return real_name(found.imported[name])
    return dotted


def calls_in(dotted: str, depth: int = 0) -> Iterator[str]:
    """Yield what the function ``dotted`` calls, in order, following our own functions inside.

    Its decorators come first; functions are named where they are written; what is not ours
    keeps the name used in the source; ``request.user`` is told too.
    """
    holder, name = _home(dotted)
    body = holder.functions.get(name) if holder else None
    if holder is None or not body or depth > DEEPEST:
        return
    for node in body:
        for called in _called(node):
            full = _resolved(holder, name, called)
            yield full
            yield from calls_in(full, depth + 1)


def _home(dotted: str) -> tuple[Module | None, str]:
    parts = real_name(dotted).split(".")
    for length in range(len(parts), 0, -1):
        found = module(".".join(parts[:length]))
        if found is not None:
            return found, ".".join(parts[length:])
    return None, dotted


def _parts(body: Body) -> list[ast.AST]:
    """Return the statements of a function, decorators first, its own names out of the way."""
    arguments = (body.args.posonlyargs, body.args.args, body.args.kwonlyargs)
    own = {one.arg for several in arguments for one in several} - {"self", "cls", "request"}
    for node in ast.walk(body):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            own.add(node.id)
    parts = [*body.decorator_list, *body.body]
    return [_Shadowing(own).visit(part) for part in parts]


class _Shadowing(ast.NodeTransformer):
    """Marks a function's own names, which may be those of functions of the module."""

    def __init__(self, own: set[str]) -> None:
        self.own = own

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(f"local {node.id}", node.ctx) if node.id in self.own else node


def _called(node: ast.AST) -> Iterator[str]:
    """Yield the names used below ``node`` in the order of their use: arguments, then the call.

    A function that is handed over is used by the one that receives it: it comes after.
    """
    if isinstance(node, ast.Call):
        values = [*node.args, *(keyword.value for keyword in node.keywords)]
        handed = [one for one in values if isinstance(one, ast.Name | ast.Attribute)]
        for part in (*(one for one in values if one not in handed), node.func, *handed):
            yield from _called(part)
        return
    for child in ast.iter_child_nodes(node):
        yield from _called(child)
    if isinstance(node, ast.Name | ast.Attribute):
        yield ast.unparse(node)


def _resolved(holder: Module, inside: str, called: str) -> str:
    first, _, rest = called.partition(".")
    if called in holder.functions:
        return f"{holder.name}.{called}"
    if first in {"self", "cls"} and f"{inside.partition('.')[0]}.{rest}" in holder.functions:
        return f"{holder.name}.{inside.partition('.')[0]}.{rest}"
    if first in holder.imported:
        target = holder.imported[first]
        return real_name(f"{target}.{rest}" if rest else target)
    return called


@cache
def written_operations() -> frozenset[str]:
    """Return every write of every room, named where it is written.

    These are the public functions of the ``operations`` modules, re-exported ones included, and
    every other public function that opens a transaction or publishes a fact.
    """
    found: set[str] = set()
    for path in sorted((SOURCES / "trousse").rglob("*.py")):
        inside = path.relative_to(SOURCES).with_suffix("").parts
        parts = inside[:-1] if inside[-1] == "__init__" else inside
        if APART & set(parts) or any("demo" in part for part in parts):
            continue
        name = ".".join(parts)
        found |= _exported(name) if parts[-1].endswith("operations") else _atomic(name)
    return frozenset(found)


def _exported(name: str) -> set[str]:
    """Return what an ``operations`` module writes itself, and what it lists in ``__all__``."""
    room = name.rpartition(".")[0]
    loaded = importlib.import_module(name)
    public = getattr(loaded, "__all__", None) or module_of(name).functions
    found = (getattr(loaded, one or "_", None) for one in public if one[:1] != "_")
    functions = {_written(one) for one in found if inspect.isfunction(one)}
    return {one for one in functions if one.startswith(f"{room}.")}


def _written(function: Any) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def _atomic(name: str) -> set[str]:
    return {
        f"{name}.{function}"
        for function, body in module_of(name).functions.items()
        if function and function[0] != "_" and "." not in function and _writes(name, body)
    }


def _writes(name: str, body: list[ast.AST], depth: int = 0) -> bool:
    """Tell whether a function opens a transaction or publishes, by private ones of its module."""
    functions = module_of(name).functions
    called = {one for part in body for one in _called(part)}
    if called & {"transaction.atomic", "publish"}:
        return True
    inner = [one for one in called if one.startswith("_") and one in functions]
    return depth < DEEPEST and any(_writes(name, functions[one], depth + 1) for one in inner)


@cache
def direct_callers() -> dict[str, frozenset[str]]:
    """Return who uses each of our functions by name in the sources, both written in full."""
    found: dict[str, set[str]] = {}
    for path in sorted((SOURCES / "trousse").rglob("*.py")):
        parts = path.relative_to(SOURCES).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        here = module_of(name)
        for function, body in here.functions.items():
            for node in body:
                for called in _called(node):
                    user = f"{name}.{function}".rstrip(".")
                    found.setdefault(_resolved(here, function, called), set()).add(user)
    return {name: frozenset(callers) for name, callers in found.items()}
