"""What the running site reads besides its sources: compiled translations, collected files."""

import os

from bootstrap.checkout import Checkout
from bootstrap.programs import run_quietly
from bootstrap.steps import Step


def site_steps(checkout: Checkout) -> list[Step]:
    """Return the steps that need both the Python packages and the built pages."""
    return [_messages(checkout), _collected_files(checkout)]


def _messages(checkout: Checkout) -> Step:
    source = checkout.root / "src"
    catalogues = tuple(sorted(source.rglob("*.po")))
    command = (checkout.python, checkout.root / "scripts" / "compile_messages.py")
    return Step(
        title="Translations",
        run=lambda: run_quietly(checkout, "Translations", command),
        stamp=checkout.root / "build" / "messages.stamp",
        inputs=catalogues,
        outputs=tuple(path.with_suffix(".mo") for path in catalogues),
    )


def _collected_files(checkout: Checkout) -> Step:
    manage = checkout.root / "manage.py"
    command = (checkout.python, manage, "collectstatic", "--noinput", "--clear", "--verbosity=0")
    # Collecting needs settings that load, not this instance's: its data directory is left alone.
    neutral = {"SECRET_KEY": "collecting", "DATA_DIR": str(checkout.cache / "collecting")}
    neutral |= {name: "" for name in os.environ if name in {"DATABASE_URL", "REDIS_URL", "DEMO"}}
    return Step(
        title="Collected files",
        run=lambda: run_quietly(checkout, "Collected files", command, environment=neutral),
        stamp=checkout.root / "build" / "collected.stamp",
        inputs=(
            checkout.root / "build" / "static",
            checkout.root / "requirements" / "runtime.txt",
            *sorted(path for path in (checkout.root / "src").rglob("static") if path.is_dir()),
        ),
        outputs=(checkout.root / "build" / "collected" / "staticfiles.json",),
    )
