"""Django's ``LOGGING``: everything to the console, in one form, errors with DEBUG off too."""

from typing import Any


def logging_config(form: str, level: str) -> dict[str, Any]:
    """Return the configuration for ``form`` (json, text) and our own loggers' ``level``.

    The 4xx lines of Django and the access lines of uvicorn are silenced: they hold paths, and
    our access line tells the same. Nothing is mailed to admins: reports hold what people typed.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"without_paths": {"()": "trousse.core.logs.lines.WithoutPaths"}},
        "formatters": {
            "json": {"()": "trousse.core.logs.lines.JsonLine"},
            "text": {"()": "trousse.core.logs.lines.TextLine"},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": form,
                "filters": ["without_paths"],
            }
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "trousse": {"level": level},
            "django": {"handlers": [], "level": "WARNING"},
            "django.request": {"level": "ERROR"},
            "django.security": {"level": "ERROR"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            "uvicorn": {"handlers": [], "level": "WARNING", "propagate": True},
            "uvicorn.access": {"handlers": [], "propagate": False},
        },
    }
