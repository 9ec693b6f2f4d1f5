"""The launcher's main line: check, prepare, supervise, tell the person where to go."""

import http.client
import io
import signal
import ssl
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from trousse.config.serve.children import Child
from trousse.config.serve.obstacles import CannotStart, check_start
from trousse.config.serve.options import Options, names_here
from trousse.config.serve.supervisor import Supervisor
from trousse.core.env import Env, InvalidSetting
from trousse.core.running import declare_running

if TYPE_CHECKING:
    from trousse.config.serve.certificates import Certificate

ROOT = Path(__file__).resolve().parents[4]


def main() -> int:
    """Run an instance until it is told to stop; return the exit status."""
    env = Env.from_process()
    try:
        options = Options.from_env(env, ROOT / "data")
        check_start(options)
        with declare_running(options.data_dir):
            variables = options.environment(env)
            _prepare_database(variables)
            return _supervise(options, variables, _certificate(options))
    except (CannotStart, InvalidSetting) as obstacle:
        say(str(obstacle))
        return 1
    except KeyboardInterrupt:
        return 130


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201 - the console is the interface here


def _prepare_database(variables: dict[str, str]) -> None:
    command = (sys.executable, "-m", "trousse.config.serve.preparation")
    preparation = Child("preparation of the database", command, variables)
    preparation.start()
    if preparation.process and preparation.process.wait():
        raise CannotStart("The database could not be prepared: the reason is written above.")


def _certificate(options: Options) -> "Certificate | None":
    if not options.tls:
        return None
    # Without TLS the launcher stays small.
    from trousse.config.serve.certificates import certificate_for  # noqa: PLC0415

    return certificate_for(names_here(), options.data_dir / "tls")


def _supervise(
    options: Options, variables: dict[str, str], certificate: "Certificate | None"
) -> int:
    command = _pages_command(options, certificate)
    pages = Child("pages", command, variables, orphan_signal=signal.SIGKILL)
    worker = Child("worker", _worker_command(), variables)
    supervisor = Supervisor([pages, worker], say)
    return supervisor.run(
        vital=pages,
        is_ready=lambda: answers(options, certificate),
        on_ready=lambda: say(welcome(options, certificate)),
    )


def _pages_command(options: Options, certificate: "Certificate | None") -> tuple[str, ...]:
    files = (
        ("--ssl-certfile", str(certificate.path), "--ssl-keyfile", str(certificate.key_path))
        if certificate
        else ()
    )
    return (
        *(sys.executable, "-m", "uvicorn", "trousse.config.asgi:application"),
        *("--host", options.host, "--port", str(options.port)),
        *("--ws", "websockets-sansio", "--ws-max-size", "65536"),
        *("--timeout-graceful-shutdown", "2"),
        *("--log-level", "warning", "--no-access-log", "--no-server-header"),
        *files,
    )


def _worker_command() -> tuple[str, ...]:
    return (sys.executable, str(ROOT / "manage.py"), "worker")


def answers(options: Options, certificate: "Certificate | None" = None) -> bool:
    """Whether the pages' process answers on its port, with ``certificate`` if there is one."""
    host = "127.0.0.1" if options.open_to_network else options.host
    connection = http.client.HTTPConnection(host, options.port, timeout=1)
    if certificate:
        trust = ssl.create_default_context(cafile=str(certificate.path))
        connection = http.client.HTTPSConnection(host, options.port, timeout=1, context=trust)
    try:
        connection.request("GET", "/healthz", headers={"Host": f"localhost:{options.port}"})
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def welcome(options: Options, certificate: "Certificate | None" = None) -> str:
    """Return what the person reads once the pages answer."""
    lines = ["", f"  Trousse is ready: {options.site_url}"]
    if options.demo:
        lines.append(f"  Become a demo person in one click: {options.site_url}/demo/")
    if options.demo and options.open_to_network:
        lines.append("  Demo mode: anybody on this network can become anybody.")
    if certificate:
        lines += _about(certificate)
        if sys.stderr.isatty():
            lines += ["", _picture_of(options.site_url)]
    return "\n".join([*lines, "  Ctrl-C stops everything; the data stay.", ""])


def _about(certificate: "Certificate") -> list[str]:
    return [
        "  The browser warns once: this machine vouches for itself. Accept only this certificate:",
        f"  SHA-256 {certificate.fingerprint}",
        f"  Certificate, for a device that must trust it: {certificate.path}",
    ]


def _picture_of(address: str) -> str:
    """Draw ``address`` as a QR code in characters, which a phone reads from the screen."""
    from qrcode.main import (  # type: ignore[import-untyped]  # noqa: PLC0415  # as above; no types
        QRCode,
    )

    code = QRCode(border=2)
    code.add_data(address)
    drawing = io.StringIO()
    code.print_ascii(out=drawing, invert=True)
    return drawing.getvalue()
