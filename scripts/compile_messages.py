"""Compile every translation catalogue without GNU gettext, which a fresh machine lacks.

Usage: python scripts/compile_messages.py [ROOT]
"""

import sys
from pathlib import Path

import polib


def compile_catalogues(root: Path) -> int:
    """Write the ``.mo`` beside each ``.po`` under ``root`` that is newer; return how many."""
    compiled = 0
    for source in sorted(root.rglob("locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime <= source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))
            compiled += 1
    return compiled


if __name__ == "__main__":
    where = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1] / "src"
    print(f"{compile_catalogues(where)} catalogues compiled")
