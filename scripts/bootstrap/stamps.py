"""Skipping what is already done: a step is stamped with the fingerprint of its inputs."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

IGNORED_PARTS = frozenset({"node_modules", "__pycache__", "test-results"})


def files_below(inputs: Iterable[Path]) -> Iterator[Path]:
    """Yield the files named by ``inputs``, directories walked, in a stable order."""
    for path in inputs:
        if path.is_dir():
            yield from sorted(
                found
                for found in path.rglob("*")
                if found.is_file() and not IGNORED_PARTS.intersection(found.parts)
            )
        elif path.exists():
            yield path


def fingerprint(inputs: Iterable[Path], facts: str) -> str:
    """Return a hash of the names and contents of ``inputs`` and of ``facts``."""
    digest = hashlib.sha256(facts.encode())
    for path in files_below(inputs):
        digest.update(f"\0{path}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
