"""Entry point of the embedded process (pages and sockets) and of the realtime process."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trousse.config.settings.base")
pages = get_asgi_application()

# Django must be set up before the hub's modules name its models.
from trousse.core.realtime.asgi import LiveApplication  # noqa: E402

application = LiveApplication(pages)
