"""The commands that the Makefile calls: ``run``, ``prepare`` and ``develop``."""

import argparse
import ctypes
import os
import signal
import sys
from collections.abc import Callable, Sequence

from bootstrap.checkout import Checkout
from bootstrap.failures import SetupFailed
from bootstrap.frontend import frontend_steps
from bootstrap.machine import check_machine
from bootstrap.python_packages import python_steps
from bootstrap.site import site_steps
from bootstrap.steps import Step, carry_out_in_order, carry_out_side_by_side
from trousse.config.serve.obstacles import CannotStart, check_start
from trousse.config.serve.options import Options
from trousse.core.env import Env, InvalidSetting

PR_SET_PDEATHSIG = 1


def prepare(checkout: Checkout, *, development: bool = False) -> None:
    """Install and build what running needs; with ``development``, what checking needs too."""
    check_machine(checkout)
    state_theme = development or os.environ.get("THEME") == "state"
    pages = frontend_steps(checkout, development=development, state_theme=state_theme)
    chains = (python_steps(checkout, development=development), pages)
    site = site_steps(checkout)
    if not _all_done([*chains[0], *chains[1], *site]):
        print("Preparing Trousse (only what changed since the last time):", file=sys.stderr)
    # A machine without Node.js gets it through pip: the environment comes first.
    carry_out_in_order(chains[0][:1])
    carry_out_side_by_side(chains[0][1:], chains[1])
    carry_out_in_order(site_steps(checkout))


def develop(checkout: Checkout) -> None:
    """Prepare what ``make test`` and ``make lint`` need."""
    prepare(checkout, development=True)


def run(checkout: Checkout) -> None:
    """Prepare, then become the launcher."""
    env = Env.from_process()
    check_start(Options.from_env(env, checkout.root / "data"))
    prepare(checkout)
    _end_with_make()
    environment = {**os.environ, "PYTHONPATH": str(checkout.root / "src")}
    if _is_for_trying(environment):
        environment["DEMO"] = environment.get("DEMO") or "1"
        environment["LOG_LEVEL"] = environment.get("LOG_LEVEL") or "WARNING"
    os.chdir(checkout.root)
    command = [str(checkout.python), "-m", "trousse.config.serve"]
    os.execve(command[0], command, environment)  # noqa: S606 - no shell is the point


def _all_done(steps: Sequence[Step]) -> bool:
    return all(step.is_done() for step in steps)


def _is_for_trying(environment: dict[str, str]) -> bool:
    """Whether nothing says that this is a real instance: demo mode lets anybody be anybody."""
    on_https = environment.get("SITE_URL", "").startswith("https:")
    return not environment.get("DATABASE_URL") and not on_https


def _end_with_make() -> None:
    """Ask the kernel to stop the launcher, kept by ``exec``, if ``make`` is killed."""
    if "MAKELEVEL" in os.environ and sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


COMMANDS: dict[str, Callable[[Checkout], None]] = {
    "run": run,
    "prepare": prepare,
    "develop": develop,
}


def main(arguments: Sequence[str]) -> int:
    """Do what ``arguments`` say; return the exit status."""
    parser = argparse.ArgumentParser(prog="scripts/setup.py")
    parser.add_argument("command", choices=sorted(COMMANDS))
    chosen = COMMANDS[parser.parse_args(arguments).command]
    try:
        chosen(Checkout.here())
    except (SetupFailed, CannotStart, InvalidSetting) as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted; the same command goes on from here.", file=sys.stderr)
        return 130
    return 0
