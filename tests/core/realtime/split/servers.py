"""Starting the processes of an instance on loopback, and stopping exactly those."""

import os
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[4]
START_WITHIN = 30.0


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        port: int = listening.getsockname()[1]
        return port


@dataclass(frozen=True)
class Machine:
    """A directory for sockets and logs, and the environment of the processes."""

    directory: Path
    variables: Mapping[str, str]

    @contextmanager
    def running(self, *command: str, until: str | int) -> Iterator[subprocess.Popen[bytes]]:
        """Run a process; ``until`` is the socket file or the port on which it must answer."""
        log = self.directory / f"{Path(command[0]).name}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(  # our own words
                command, env=dict(self.variables), stdout=output, stderr=output, cwd=ROOT
            )
            try:
                _wait_for(until, process, log)
                yield process
            finally:
                process.terminate()
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def manage(self, *command: str) -> None:
        subprocess.run(  # our own words
            [sys.executable, "manage.py", *command], env=dict(self.variables), check=True, cwd=ROOT
        )


def machine(directory: Path, **variables: str) -> Machine:
    python_path = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
    inherited = {"PATH": os.environ["PATH"], "PYTHONPATH": python_path}
    defaults = {
        "DJANGO_SETTINGS_MODULE": "tests.core.realtime.split.settings",
        "DATA_DIR": str(directory),
        "SECRET_KEY": "only-for-tests",
    }
    return Machine(directory, {**inherited, **defaults, **variables})


def _wait_for(where: str | int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_WITHIN
    while not _answers(where):
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        process_is_given_time(0.05)


def process_is_given_time(seconds: float) -> None:
    """Wait for a process of another program: nothing tells us when it listens."""
    time.sleep(seconds)


def _answers(where: str | int) -> bool:
    family = socket.AF_INET if isinstance(where, int) else socket.AF_UNIX
    with closing(socket.socket(family)) as attempt:
        address = ("127.0.0.1", where) if isinstance(where, int) else where
        return attempt.connect_ex(address) == 0


@contextmanager
def pages(machine: Machine) -> Iterator[None]:
    """Run the page workers, as in the systemd unit."""
    where = f"{machine.directory}/pages.sock"
    command = [sys.executable, "-m", "gunicorn", "trousse.config.wsgi:application"]
    options = ["--bind", f"unix:{where}", "--worker-class", "gthread", "--workers", "2"]
    options += ["--threads", "2", "--no-control-socket"]
    with machine.running(*command, *options, until=where):
        yield


@contextmanager
def live(machine: Machine) -> Iterator[None]:
    """Run the realtime process with the options of the systemd unit."""
    where = f"{machine.directory}/live.sock"
    unit = (ROOT / "deploy/systemd/trousse-live.service").read_text()
    found = re.search(r"ExecStart=\S+/uvicorn (.*?)\n(?!\s)", unit.replace("\\\n", ""), re.DOTALL)
    assert found is not None
    options = found[1].replace("/run/trousse", str(machine.directory)).split()
    with machine.running(sys.executable, "-m", "uvicorn", *options, until=where):
        yield


@contextmanager
def nginx(
    machine: Machine, port: int, changes: Mapping[str, str] = MappingProxyType({})
) -> Iterator[None]:
    """Run nginx with the example of deploy/, its paths and port changed and TLS taken out.

    ``changes``: words of that file and what to put in their place, to play a worse network.
    """
    site = (ROOT / "deploy/nginx.conf.example").read_text()
    site = site.replace("/run/trousse", str(machine.directory))
    site = re.sub(r"server \{\n    listen 80;.*?\n\}\n", "", site, flags=re.DOTALL)
    site = re.sub(r"\n\s+(ssl_\w+|listen \[::\]:443)\b[^;]*;", "", site)
    listening = {"listen 443 ssl http2;": f"listen 127.0.0.1:{port};"}
    for words, others in {**listening, **changes}.items():
        assert site.count(words) == 1, words
        site = site.replace(words, others)
    temporary = " ".join(
        f"{kind}_temp_path {machine.directory}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    configuration = machine.directory / "nginx.conf"
    configuration.write_text(
        f"daemon off; worker_processes 1; pid {machine.directory}/nginx.pid;\n"
        f"error_log stderr warn; events {{}}\nhttp {{ {temporary}\n{site}\n}}\n"
    )
    command = ["nginx", "-e", "stderr", "-c", str(configuration)]
    if os.geteuid() == 0:
        command += ["-g", "user root;"]
    with machine.running(*command, until=port):
        yield


@contextmanager
def redis(machine: Machine, port: int) -> Iterator[subprocess.Popen[bytes]]:
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    options += ["--dir", str(machine.directory)]
    with machine.running("redis-server", *options, until=port) as process:
        yield process


@contextmanager
def database(directory: Path) -> Iterator[str]:
    """Give the address of an empty database, on the server that the tests were told to use."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield f"sqlite:///{directory / 'trousse.sqlite3'}"
        return
    name = sql.Identifier(f"live_{secrets.token_hex(6)}")
    with closing(psycopg.connect(server, autocommit=True)) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            yield urlsplit(server)._replace(path=f"/{name.as_string()[1:-1]}").geturl()
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


@contextmanager
def split_instance(directory: Path, *, with_redis: bool) -> Iterator[int]:
    """Run a whole instance as deploy/ describes it; give the port of nginx."""
    port, redis_port = free_port(), free_port()
    variables = {"SITE_URL": f"http://localhost:{port}", "TRUSTED_PROXIES": "1"}
    if with_redis:
        variables["REDIS_URL"] = f"redis://127.0.0.1:{redis_port}/0"
    with ExitStack() as stack:
        variables["DATABASE_URL"] = stack.enter_context(database(directory))
        host = machine(directory, **variables)
        host.manage("migrate", "--verbosity", "0")
        if with_redis:
            stack.enter_context(redis(host, redis_port))
        for start in (pages, live):
            stack.enter_context(start(host))
        stack.enter_context(nginx(host, port))
        yield port
