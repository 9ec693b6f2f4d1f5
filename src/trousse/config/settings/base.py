"""Settings of every instance, from typed environment variables (docs/reference/settings.md)."""

import secrets
from email.utils import formataddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.utils.translation import gettext_lazy as _

from trousse.config.settings.files import *  # noqa: F403  # settings like those below
from trousse.config.settings.headers import *  # noqa: F403  # settings like those below
from trousse.config.settings.outside import *  # noqa: F403  # settings like those below
from trousse.config.settings.provider import sign_in_for_services
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
WEB_CONCURRENCY = env.integer("WEB_CONCURRENCY", 1, minimum=1, maximum=256)

_site = urlsplit(SITE_URL)
if _site.scheme not in {"http", "https"} or not _site.hostname:
    raise InvalidSetting("SITE_URL", "expected an address such as https://trousse.example.fr")
TLS = env.boolean("TLS")  # a certificate of this machine's own, to try on a phone nearby
_demo_on_https = TLS or env.boolean("DEMO_ON_PUBLIC_SITE")
if DEMO and _site.scheme == "https" and not _demo_on_https:
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
        DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


SECRET_KEY = _secret_key()

# --- Applications ----------------------------------------------------------------------------

INSTALLED_APPS = [
    # Before the libraries: the first catalogue and the first template found win.
    "trousse.core",
    "trousse.ui",
    "trousse.accounts",
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
    "oauth2_provider",
    "django_tasks",
    "django_tasks_db",
    "trousse.directory",
    "trousse.notifications",
    "trousse.sharing",
    "trousse.files",
    "trousse.agenda",
    "trousse.identity",
    "trousse.comments",
    "trousse.activities",
    "trousse.kit",
    "trousse.library",
    "trousse.services.polls",
    "trousse.portal",
]

MIDDLEWARE = [
    "trousse.core.logs.middleware.request_log",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "trousse.core.headers.permissions_policy",
    "trousse.core.static_files.StaticFiles",
    "trousse.core.compression.CompressPages",
    "trousse.sharing.middleware.keep_keys",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "trousse.accounts.middleware.PersonalPreferences",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "trousse.ui.offline.middleware.OfflineReading",
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
SECURITY_CONTACT = env.text("SECURITY_CONTACT", CONTACT_EMAIL)
DATA_PROTECTION_EMAIL = env.text("DATA_PROTECTION_EMAIL")
ACCESSIBILITY = env.choice("ACCESSIBILITY", "none", ("none", "partial", "full"))
STATE_ENTITY = env.text("STATE_ENTITY", "Ministère de l’Éducation nationale")
LIBRARY_CATALOGUE = env.boolean("LIBRARY_CATALOGUE", default=True)
LIBRARY_PUBLIC = env.boolean("LIBRARY_PUBLIC", default=True)
COMPONENTS_PAGE = env.boolean("COMPONENTS_PAGE", default=DEBUG)

# --- Database --------------------------------------------------------------------------------

SQLITE, POSTGRESQL = "django.db.backends.sqlite3", "django.db.backends.postgresql"


def _database(url: str) -> dict[str, Any]:
    """Parse DATABASE_URL; raise ValueError for an engine that we do not test."""
    found = dict(dj_database_url.parse(url))
    if found["ENGINE"] not in {SQLITE, POSTGRESQL}:
        raise ValueError("expected postgres://USER:PASSWORD@HOST/NAME or sqlite:///PATH")
    return found


DATABASES = {
    "default": env.converted(
        "DATABASE_URL", _database, _database(f"sqlite:///{DATA_DIR / 'trousse.sqlite3'}")
    )
}
if DATABASES["default"]["ENGINE"] == SQLITE:
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
    # A statement repeated on a connection is parsed and planned once: two thirds of what a short
    # one costs the database. Needs both options. Behind PgBouncer: 1.21 or later.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("server_side_binding", True)
    DATABASES["default"]["OPTIONS"].setdefault("prepare_threshold", 5)
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": env.integer("DATABASE_POOL", 8, minimum=1, maximum=64),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Cache, sessions -------------------------------------------------------------------------

REDIS_URL = env.text("REDIS_URL")
LIVE_CONNECTIONS_PER_ADDRESS = env.integer(
    "LIVE_CONNECTIONS_PER_ADDRESS", 2000, minimum=1, maximum=1_000_000
)
_redis_cache = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
_local_cache = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    # Django's 300 would throw rate limits away at random on a busy morning.
    "OPTIONS": {"MAX_ENTRIES": 20_000},
}
CACHES = {"default": _redis_cache if REDIS_URL else _local_cache}
if WEB_CONCURRENCY > 1 and not REDIS_URL:
    # Each process would keep its own cache: a session closed in one would live on in another.
    raise InvalidSetting("REDIS_URL", "several web processes (WEB_CONCURRENCY) must share a Redis")
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
# __Host-: the browser refuses the cookie from a sub-domain, over http or with another path.
_cookie_prefix = "__Host-" if SECURE_SITE else ""
SESSION_COOKIE_NAME = f"{_cookie_prefix}trousse_session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = SECURE_SITE
CSRF_COOKIE_NAME = f"{_cookie_prefix}trousse_csrf"
CSRF_COOKIE_SECURE = SECURE_SITE
CSRF_FAILURE_VIEW = "trousse.ui.views.csrf_failure"
LANGUAGE_COOKIE_NAME = "trousse_language"
LANGUAGE_COOKIE_SECURE = SECURE_SITE
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- People ----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["trousse.accounts.backends.AccountBackend"]
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
SIGNUP = env.choice("SIGNUP", "open" if DEMO else "closed", ("open", "closed"))
GUEST_DAYS = env.integer("GUEST_DAYS", 180, minimum=1, maximum=3650)
GUEST_MAX_DAYS = env.integer("GUEST_MAX_DAYS", 365, minimum=GUEST_DAYS, maximum=3650)
INVITATIONS_PER_DAY = env.integer("INVITATIONS_PER_DAY", 300, minimum=1, maximum=100_000)
NEW_GUESTS_PER_DAY = env.integer("NEW_GUESTS_PER_DAY", 60, minimum=1, maximum=100_000)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "trousse.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "trousse.accounts.forms.NamesForm"
ACCOUNT_FORMS = {"add_email": "trousse.accounts.library_forms.NewAddressForm"}
ACCOUNT_CHANGE_EMAIL = True
# Codes rather than links: mail gateways of schools open links before people do.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_SESSION_REMEMBER = None  # a box to tick; otherwise the session ends with the browser
ACCOUNT_SESSION_COOKIE_AGE = 14 * 24 * 3600
# A whole school, sometimes a whole académie, comes from one address: the limits per address are
# wide, those per account are tight.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "100/m/ip,5/5m/key",
    "signup": "60/m/ip",
    "reset_password": "60/m/ip,5/m/key",
    "reset_password_from_key": "60/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "trousse.accounts.adapter.MfaAdapter"
MFA_FORMS = {
    "add_webauthn": "trousse.accounts.library_forms.AddKeyForm",
    "authenticate_webauthn": "trousse.accounts.library_forms.KeySecondStepForm",
    "edit_webauthn": "trousse.accounts.library_forms.RenameKeyForm",
    "login_webauthn": "trousse.accounts.library_forms.KeySignInForm",
    "reauthenticate_webauthn": "trousse.accounts.library_forms.KeyConfirmationForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # phones' clocks drift by half a minute
MFA_RATE_LIMITS = {"webauthn_login": "100/m/ip"}
# Browsers allow passkeys without https on localhost only; so do we.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE_SITE and SITE_HOST == "localhost"

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
AUDIT_RETENTION_DAYS = env.integer("AUDIT_RETENTION_DAYS", 365, minimum=1, maximum=365)

# --- Language and time -----------------------------------------------------------------------

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
TIME_ZONE = env.time_zone("TIME_ZONE", "Europe/Paris")
USE_I18N = True
USE_TZ = True


def _existing_file(value: str) -> Path:
    path = Path(value).expanduser().resolve()
    if not path.is_file():
        raise ValueError(f"no file {path}")
    return path


_no_file: Path | None = None
SCHOOL_CALENDAR = env.converted("SCHOOL_CALENDAR", _existing_file, _no_file)

# --- Services ---------------------------------------------------------------------------------

SERVICES_DIR = env.path("SERVICES_DIR", DATA_DIR / "services")
SERVICES_CHECK_SECONDS = env.integer("SERVICES_CHECK_SECONDS", 10, minimum=0, maximum=86_400)

OAUTH2_PROVIDER_APPLICATION_MODEL = "identity.Client"
OAUTH2_PROVIDER = sign_in_for_services(SITE_URL, secure=SECURE_SITE)

# --- Static files ----------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "build" / "collected"
STATICFILES_DIRS = [ROOT / "build" / "static"]
STORAGES = {
    "default": FILE_STORAGE,  # noqa: F405  # from the same
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
# Not with our own certificate: browsers would then refuse to let people accept it.
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_SITE and not TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_SECONDS > 0
# Without a declared proxy we cannot know that a request came by https: it would loop.
SECURE_SSL_REDIRECT = SECURE_SITE and TRUSTED_PROXIES > 0
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SILENCED_SYSTEM_CHECKS = [
    "security.W021",  # HSTS preload binds a whole domain for years: its owner's decision
]
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
