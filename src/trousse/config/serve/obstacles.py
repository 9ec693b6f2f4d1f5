"""What prevents a start, found before anything runs and said in one sentence.

Standard library only, like ``options``: the bootstrap asks too, before it installs anything.
"""

import errno
import socket
import tempfile
from pathlib import Path

from trousse.config.serve.options import Options


class CannotStart(Exception):
    """The instance cannot start; the message is all that the person will read."""


def check_port_is_free(host: str, port: int) -> None:
    """Raise CannotStart unless ``host``:``port`` can be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
            trial.listen(1)
        except OSError as error:
            raise CannotStart(_why_not(host, port, error)) from error


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is already in use. Stop what uses it or choose another port, "
            f"for example: PORT={port + 1} make run"
        )
    if error.errno == errno.EACCES:
        return f"Port {port} is reserved to the administrator. Choose one above 1023: PORT=8000"
    return f"It is not possible to listen on {host}, port {port}: {error.strerror or error}."


def check_start(options: Options) -> None:
    """Raise CannotStart when an instance with these options could not run here."""
    advice = "Choose another one: DATA_DIR=/path/to/data make run"
    check_writable(options.data_dir, "The data directory", advice)
    check_port_is_free(options.host, options.port)


def check_writable(directory: Path, called: str, advice: str) -> None:
    """Raise CannotStart unless files can be created in ``directory`` (made if missing)."""
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=directory):
            pass
    except OSError as error:
        raise CannotStart(
            f"{called} cannot be written: {directory} ({error.strerror}). {advice}"
        ) from error
