"""Settings of the tests: as an instance, with a throw-away data directory and fast hashing."""

import os
import tempfile

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="trousse-test-"))
os.environ.setdefault("SECRET_KEY", "only-for-tests")

from trousse.config.settings.base import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
