"""Settings of the tests: as an instance, with a throw-away data directory and fast hashing.

SQLite by default; the same tests run on PostgreSQL with ``DATABASE_URL``.
"""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="trousse-test-"))
os.environ.setdefault("SECRET_KEY", "only-for-tests")

from trousse.config.settings.base import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    # A file, not shared memory: threads and worker processes of the tests meet real locking.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}  # noqa: F405
STATIC_ROOT = Path(tempfile.mkdtemp(prefix="trousse-test-static-"))
STORAGES = {  # pages name files of the build without needing it
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
