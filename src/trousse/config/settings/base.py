"""Settings of every instance, from typed environment variables (docs/reference/settings.md)."""

import secrets
from email.utils import formataddr
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from trousse.core.env import Env, InvalidSetting
from trousse.core.logs.config import logging_config
from trousse.core.mail_url import FileMail, MailRoad, parse_mail_url, parse_sender

env = Env.from_process()
ROOT = Path(__file__).resolve().parents[4]
PACKAGE = ROOT / "src" / "trousse"

# --- Where and how this instance runs -------------------------------------------------------

DATA_DIR = env.path("DATA_DIR", ROOT / "data")
DEBUG = env.boolean("DEBUG")
DEMO = env.boolean("DEMO")
PORT = env.integer("PORT", 8000, minimum=1, maximum=65535)
SITE_URL = env.text("SITE_URL", f"http://localhost:{PORT}").rstrip("/")
SITE_NAME = env.text("SITE_NAME", "Trousse")
THEME = env.choice("THEME", "neutral", ("neutral", "state"))
TRUSTED_PROXIES = env.integer("TRUSTED_PROXIES", 0, minimum=0, maximum=5)

_site = urlsplit(SITE_URL)
if _site.scheme not in {"http", "https"} or not _site.hostname:
    raise InvalidSetting("SITE_URL", "expected an address such as https://trousse.example.fr")
if DEMO and _site.scheme == "https" and not env.boolean("DEMO_ON_PUBLIC_SITE"):
    raise InvalidSetting("DEMO", "demo mode lets anybody become anybody: not on an https site")
SITE_HOST = _site.hostname
SECURE_SITE = _site.scheme == "https"
ALLOWED_HOSTS = list(
    env.words("ALLOWED_HOSTS", (SITE_HOST, *(() if SECURE_SITE else ("localhost", "127.0.0.1"))))
)
CSRF_TRUSTED_ORIGINS = [SITE_URL]


def _secret_key() -> str:
    """Read SECRET_KEY, or keep a random one in the data directory."""
    given = env.text("SECRET_KEY")
    if given:
        return given
    path = DATA_DIR / "secret-key"
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


SECRET_KEY = _secret_key()

# --- Applications ----------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "trousse.core",
    "trousse.ui",
    "trousse.accounts",
    "trousse.kit",
    "trousse.services.polls",
    "trousse.portal",
]

MIDDLEWARE = [
    "trousse.core.logs.middleware.request_log",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "trousse.ui.middleware.ErrorEdge",
]

ROOT_URLCONF = "trousse.config.urls"
WSGI_APPLICATION = "trousse.config.wsgi.application"
ASGI_APPLICATION = "trousse.config.asgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        (
                            "django.template.loaders.filesystem.Loader",
                            [PACKAGE / "ui" / "templates", PACKAGE / "accounts" / "templates"],
                        ),
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "trousse.ui.context.site",
            ],
        },
    }
]

# --- What the operator declares on the pages of the footer -----------------------------------

LEGAL_PUBLISHER = env.text("LEGAL_PUBLISHER")
LEGAL_DIRECTOR = env.text("LEGAL_DIRECTOR")
LEGAL_HOST = env.text("LEGAL_HOST")
CONTACT_EMAIL = env.text("CONTACT_EMAIL")
DATA_PROTECTION_EMAIL = env.text("DATA_PROTECTION_EMAIL")
ACCESSIBILITY = env.choice("ACCESSIBILITY", "none", ("none", "partial", "full"))
STATE_ENTITY = env.text("STATE_ENTITY", "Ministère de l'Éducation nationale")
COMPONENTS_PAGE = env.boolean("COMPONENTS_PAGE", default=DEBUG)

# --- Database --------------------------------------------------------------------------------

DATABASE_URL = env.text("DATABASE_URL", f"sqlite:///{DATA_DIR / 'trousse.sqlite3'}")
DATABASES = {"default": dict(dj_database_url.parse(DATABASE_URL))}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE is what prevents "database is locked": a deferred read-then-write fails at once.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA busy_timeout=20000;"
            "PRAGMA foreign_keys=ON;PRAGMA cache_size=-8000;PRAGMA temp_store=MEMORY;"
            "PRAGMA mmap_size=268435456"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0  # must be 0 with a pool
    DATABASES["default"]["OPTIONS"] = {
        "pool": {"min_size": 1, "max_size": env.integer("DATABASE_POOL", 8, minimum=1, maximum=64)}
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Cache, sessions -------------------------------------------------------------------------

REDIS_URL = env.text("REDIS_URL")
LIVE_CONNECTIONS_PER_ADDRESS = env.integer(
    "LIVE_CONNECTIONS_PER_ADDRESS", 2000, minimum=1, maximum=1_000_000
)
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_NAME = "trousse_session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = SECURE_SITE
CSRF_COOKIE_NAME = "trousse_csrf"
CSRF_COOKIE_SECURE = SECURE_SITE
CSRF_FAILURE_VIEW = "trousse.ui.views.csrf_failure"
LANGUAGE_COOKIE_NAME = "trousse_language"
LANGUAGE_COOKIE_SECURE = SECURE_SITE
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- People ----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]

# --- Tasks and mail --------------------------------------------------------------------------

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
EMAIL_BACKEND = "trousse.core.mail.backend.QueueBackend"
_mail_files: MailRoad = FileMail(DATA_DIR / "mail")
MAIL_ROAD = env.converted("MAIL_URL", parse_mail_url, _mail_files)
MAIL_FROM = env.converted(
    "MAIL_FROM", parse_sender, formataddr((SITE_NAME, f"no-reply@{SITE_HOST}"))
)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
MAIL_RETENTION_DAYS = env.integer("MAIL_RETENTION_DAYS", 30, minimum=1, maximum=3650)
EVENT_RETENTION_DAYS = env.integer("EVENT_RETENTION_DAYS", 90, minimum=1, maximum=3650)
AUDIT_RETENTION_DAYS = env.integer("AUDIT_RETENTION_DAYS", 365, minimum=1, maximum=3650)

# --- Language and time -----------------------------------------------------------------------

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
TIME_ZONE = env.text("TIME_ZONE", "Europe/Paris")
USE_I18N = True
USE_TZ = True

# --- Static files ----------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "build" / "collected"
STATICFILES_DIRS = [ROOT / "build" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "files"
WHITENOISE_MAX_AGE = 3600

# --- Logs ------------------------------------------------------------------------------------

LOG_FORMAT = env.choice("LOG_FORMAT", "text" if DEBUG or DEMO else "json", ("json", "text"))
LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
LOGGING = logging_config(LOG_FORMAT, LOG_LEVEL)

# --- Security --------------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_SITE else 0
SECURE_SSL_REDIRECT = False
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
