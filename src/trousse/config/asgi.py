"""Entry point of the embedded process (pages and sockets) and of the realtime process."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trousse.config.settings.base")
application = get_asgi_application()
