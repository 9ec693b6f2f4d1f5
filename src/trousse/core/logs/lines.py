"""The form of a log line: JSON for machines, text for a terminal; neither holds personal data."""

import json
import logging
from datetime import UTC, datetime
from typing import Any

from trousse.core.logs.context import request_id
from trousse.core.logs.scrubbing import scrub

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_OUR_IDS = frozenset({"request_id", "worker"})


class WithoutPaths(logging.Filter):
    """In Django's own lines about a request: the route's name for the path, and the id."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple):
            from trousse.core.logs import middleware  # noqa: PLC0415  # needs settings

            record.request_id = request.META.get(middleware.REQUEST_ID, "")
            route = middleware.route_of(request)
            record.args = tuple(route if arg == request.path else arg for arg in record.args)
        return True


class JsonLine(logging.Formatter):
    """One JSON object per line: at, level, logger, message, request_id, and the line's extras."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": scrub(record.getMessage()),
            **extras_of(record),
        }
        if record.exc_info:
            line["error"] = scrub(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


class TextLine(logging.Formatter):
    """The same facts for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).astimezone().strftime("%H:%M:%S")
        words = [at, record.levelname, record.name, scrub(record.getMessage())]
        words += [f"{name}={value}" for name, value in extras_of(record).items()]
        line = " ".join(words)
        if record.exc_info:
            line += "\n" + scrub(self.formatException(record.exc_info))
        return line


def extras_of(record: logging.LogRecord) -> dict[str, Any]:
    """Return the request's id and the plain values given as ``extra``.

    Objects (a request, a user) are left out.
    """
    plain: dict[str, Any] = {"request_id": request_id()} if request_id() else {}
    plain |= {
        name: value
        for name, value in vars(record).items()
        if name not in _STANDARD and isinstance(value, str | int | float | bool)
    }
    return {
        name: scrub(value) if isinstance(value, str) and name not in _OUR_IDS else value
        for name, value in plain.items()
    }
