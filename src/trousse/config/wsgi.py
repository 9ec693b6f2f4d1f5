"""Entry point of page workers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trousse.config.settings.base")
application = get_wsgi_application()

from django.db import connections  # noqa: E402  # needs the settings

if connections["default"].vendor == "sqlite":
    # Page workers keep their threads: each keeps its connection (opening one is a tenth of a
    # page). Not under ASGI, where each request has a thread of its own.
    connections.settings["default"]["CONN_MAX_AGE"] = 600
