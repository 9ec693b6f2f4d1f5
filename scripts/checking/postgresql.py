"""A private PostgreSQL cluster: in a temporary directory, on a free port, gone afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from checking.debian import postgresql_programs

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


@contextmanager
def private_cluster(*, durable: bool = False) -> Iterator[str]:
    """Start a cluster, give its DATABASE_URL, stop and remove it.

    Durability is off, since the data are worth nothing, unless its cost is measured. PostgreSQL
    refuses to run as root, so root lends the directory to the ``postgres`` user that Debian's
    package creates.
    """
    programs = postgresql_programs()
    if programs is None:
        raise RuntimeError("PostgreSQL is not installed")
    home = Path(tempfile.mkdtemp(prefix="trousse-postgresql-"))
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(home, owner.pw_uid, owner.pw_gid)
    port = _free_port()
    control = [str(programs / "pg_ctl"), "-D", str(home / "data"), "-w"]
    try:
        _run([str(programs / "initdb"), "-D", str(home / "data"), *_INITDB_OPTIONS])
        _run(
            [
                *control,
                "-l",
                str(home / "log"),
                "-o",
                _options(home, port, durable=durable),
                "start",
            ]
        )
        yield f"postgres://postgres@127.0.0.1:{port}/postgres"
    finally:
        _run([*control, "-m", "immediate", "stop"], check=False)
        shutil.rmtree(home, ignore_errors=True)


_INITDB_OPTIONS = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")


def _options(home: Path, port: int, *, durable: bool) -> str:
    settings = (f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={home}")
    return " ".join(f"-c {setting}" for setting in (*settings, *(() if durable else FAST)))


def _run(command: list[str], *, check: bool = True) -> None:
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run(
        [*as_postgres, *command],
        cwd="/",
        check=check,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
