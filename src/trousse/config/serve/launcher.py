"""The launcher's main line: check, prepare, supervise, tell the person where to go."""

import http.client
import signal
import sys
from pathlib import Path

from trousse.config.serve.children import Child
from trousse.config.serve.obstacles import CannotStart, check_start
from trousse.config.serve.options import Options
from trousse.config.serve.supervisor import Supervisor
from trousse.core.env import Env, InvalidSetting
from trousse.core.running import declare_running

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
            return _supervise(options, variables)
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


def _supervise(options: Options, variables: dict[str, str]) -> int:
    pages = Child("pages", _pages_command(options), variables, orphan_signal=signal.SIGKILL)
    worker = Child("worker", _worker_command(), variables)
    supervisor = Supervisor([pages, worker], say)
    return supervisor.run(
        vital=pages,
        is_ready=lambda: answers(options),
        on_ready=lambda: say(welcome(options)),
    )


def _pages_command(options: Options) -> tuple[str, ...]:
    return (
        *(sys.executable, "-m", "uvicorn", "trousse.config.asgi:application"),
        *("--host", options.host, "--port", str(options.port)),
        *("--ws", "websockets-sansio", "--ws-max-size", "65536"),
        *("--timeout-graceful-shutdown", "2"),
        *("--log-level", "warning", "--no-access-log", "--no-server-header"),
    )


def _worker_command() -> tuple[str, ...]:
    return (sys.executable, str(ROOT / "manage.py"), "worker")


def answers(options: Options) -> bool:
    """Whether the pages' process answers on its port."""
    host = "127.0.0.1" if options.open_to_network else options.host
    connection = http.client.HTTPConnection(host, options.port, timeout=1)
    try:
        connection.request("GET", "/healthz", headers={"Host": f"localhost:{options.port}"})
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def welcome(options: Options) -> str:
    """Return what the person reads once the pages answer."""
    lines = ["", f"  Trousse is ready: {options.site_url}"]
    if options.demo:
        lines.append(f"  Become a demo person in one click: {options.site_url}/demo/")
    if options.demo and options.open_to_network:
        lines.append("  Demo mode: anybody on this network can become anybody.")
    return "\n".join([*lines, "  Ctrl-C stops everything; the data stay.", ""])
