"""``trousse_kit check FILE…``: what is wrong in a manifest, before anybody else sees it."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from trousse_kit.faults import Fault, ManifestRefused, fault
from trousse_kit.lines import line_of
from trousse_kit.loading import load
from trousse_kit.parsing import KINDS, Kind, kind_of, text_of
from trousse_kit.reference import reference_text
from trousse_kit.schema import schema_text


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; return the exit status: 1 when a document is refused."""
    parser = argparse.ArgumentParser(prog="trousse_kit", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="say what is wrong in manifests")
    check.add_argument("files", metavar="FILE", nargs="+", type=Path)
    check.add_argument("--kind", choices=KINDS, help="the format, when the file's name is silent")
    commands.add_parser("schema", help="print the JSON Schema of a manifest")
    commands.add_parser("reference", help="print the reference page of a manifest")
    given = parser.parse_args(arguments)
    if given.command != "check":
        sys.stdout.write(schema_text() if given.command == "schema" else reference_text())
        return 0
    return max([_check(path, given.kind) for path in given.files])


def _check(path: Path, kind: Kind | None) -> int:
    faults = faults_in(path, kind)
    for one in faults:
        line = f":{one.line}" if one.line else ""
        sys.stdout.write(f"{path}{line}: {one}\n")
    if not faults:
        sys.stdout.write(f"{path}: a manifest, nothing to mend\n")
    return 1 if faults else 0


def faults_in(path: Path, kind: Kind | None = None) -> list[Fault]:
    """Return what is wrong in the file, each fault with its line when it can be known."""
    kind = kind or kind_of(path.name)
    if kind is None:
        reason = "its name ends neither in .toml, .json nor .yaml; say --kind"
        return [fault("", "unreadable", reason=reason)]
    try:
        text = text_of(path.read_bytes())
    except OSError as error:
        return [fault("", "unreadable", reason=error.strerror or error)]
    except ManifestRefused as refused:
        return refused.faults
    try:
        load(text, kind)
    except ManifestRefused as refused:
        found = [replace(one, line=one.line or line_of(text, kind, one.where))
                 for one in refused.faults]  # fmt: skip
        return sorted(found, key=lambda one: one.line or 0)
    return []
