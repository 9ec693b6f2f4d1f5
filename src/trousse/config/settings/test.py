"""Settings of the tests: as an instance, with a throw-away data directory and fast hashing.

SQLite by default; the same tests run on PostgreSQL with ``DATABASE_URL``.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "TROUSSE_TEST_DIR" not in os.environ:  # made once, shared with the parallel test processes
    os.environ["TROUSSE_TEST_DIR"] = tempfile.mkdtemp(prefix="trousse-test-")
    atexit.register(shutil.rmtree, os.environ["TROUSSE_TEST_DIR"], ignore_errors=True)
OWN_DIR = Path(os.environ["TROUSSE_TEST_DIR"]) / os.environ.get("PYTEST_XDIST_WORKER", "main")
for directory in ("data", "static"):
    (OWN_DIR / directory).mkdir(parents=True, exist_ok=True)
os.environ["DATA_DIR"] = str(OWN_DIR / "data")
os.environ.setdefault("SECRET_KEY", "only-for-tests")

from trousse.config.settings.base import *  # noqa: E402, F403 - the environment comes first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    # A file, not shared memory: threads and worker processes of the tests meet real locking.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}  # noqa: F405
STATIC_ROOT = OWN_DIR / "static"
LINK_CHECKS = False  # tests of links say so
STORAGES = {  # pages name files of the build without needing it
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
