"""What the meta tests look at: the committed files, and the functions in them."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def committed_files() -> tuple[Path, ...]:
    """Return the files that git keeps or will keep, generated ones left out."""
    command = ("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z")
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file() and not path.is_symlink()))


def python_files(*folders: str) -> list[Path]:
    """Return the modules below ``folders``, migrations left out: Django writes them."""
    wanted = tuple(ROOT / folder for folder in folders)
    return [
        path
        for path in committed_files()
        if path.suffix == ".py"
        and any(path.is_relative_to(folder) for folder in wanted)
        and "migrations" not in path.parts
    ]


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@dataclass(frozen=True)
class Function:
    """``name``: ``path::qualified.name``; ``lines``: decorators, docstring and body."""

    name: str
    lines: int


def functions(path: Path) -> Iterator[Function]:
    """Yield the functions of a module, nested ones counted in their parent only."""

    def walk(node: ast.AST, prefix: str) -> Iterator[Function]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.ClassDef):
                yield from walk(child, f"{prefix}{child.name}.")
            elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                first = min([child.lineno, *(one.lineno for one in child.decorator_list)])
                length = (child.end_lineno or first) - first + 1
                yield Function(f"{relative(path)}::{prefix}{child.name}", length)

    yield from walk(ast.parse(path.read_text()), "")
