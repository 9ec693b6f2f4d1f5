"""An instance as in production, with one more page that publishes."""

from trousse.config.settings.base import *  # noqa: F403

ROOT_URLCONF = "tests.core.realtime.split.urls"
INSTALLED_APPS = [*INSTALLED_APPS, "tests.core.realtime.split"]  # noqa: F405
