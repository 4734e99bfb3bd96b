"""Django settings, read from the environment: safe on a laptop, and `slowdrip check` says what production lacks."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF

from slowdrip.site.keys import kept_key

HOME = Path(os.environ.get("SLOWDRIP_HOME", "var")).resolve()
DEMO = os.environ.get("SLOWDRIP_DEMO") == "1"
DEBUG = False


def _secret_key() -> str:
    """Gives the installation's key, made once and kept readable by its owner only."""
    given = os.environ.get("SLOWDRIP_SECRET_KEY")
    if given:
        return given
    return kept_key(HOME / "secret.key", lambda: secrets.token_urlsafe(48))


def _database(url: str) -> dict[str, Any]:
    """Gives the database from a URL: `postgres://user:password@host:port/name` or `sqlite:///path`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(parts.path))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        # Under ASGI each worker thread would keep its own connection; an open screen must not cost one.
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"options": "-c synchronous_commit=on"},
    }


def _sqlite(path: Path) -> dict[str, Any]:
    """TRUNCATE journal and full sync: a commit is on the disk before it is acknowledged, on old SQLite too."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=FULL; PRAGMA mmap_size=0",
        },
    }


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("SLOWDRIP_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
DATABASES = {"default": _database(os.environ.get("SLOWDRIP_DATABASE_URL") or f"sqlite://{HOME / 'slowdrip.sqlite3'}")}
# On PostgreSQL the application owns nothing; whoever owns the tables migrates, backs up and restores.
if os.environ.get("SLOWDRIP_OWNER_DATABASE_URL"):
    DATABASES["owner"] = _database(os.environ["SLOWDRIP_OWNER_DATABASE_URL"])
SLOWDRIP_APP_ROLE = os.environ.get("SLOWDRIP_APP_ROLE", "")
SLOWDRIP_PIN_COST = int(os.environ.get("SLOWDRIP_PIN_COST", "3"))
SLOWDRIP_PIN_MEMORY_KIB = 65_536

CLINIC_APPS = [
    "record",
    "accounts",
    "policy",
    "people",
    "treatment",
    "infusion",
    "monitors",
    "chart",
    "emergency",
    "encounters",
    "bedside",
    "twin",
    "notices",
    "portal",
    "outcomes",
    "cognition",
    "adverse",
    "safety",
    "progress",
    "golive",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    *(f"slowdrip.clinic.{app}" for app in CLINIC_APPS),
    "slowdrip.live",
    "slowdrip.site",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "slowdrip.site.bedside.only_the_bedside",
    "slowdrip.site.sessions.LastingSessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "slowdrip.site.context.house",
            ]
        },
    }
]
ROOT_URLCONF = "slowdrip.site.urls"
ASGI_APPLICATION = "slowdrip.site.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "slowdrip.site.adapter.NoSignUp"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Slowdrip"
MFA_TOTP_TOLERANCE = 1  # a code typed with gloves on is good for half a minute after it changed
MFA_ALLOW_UNVERIFIED_EMAIL = True  # a director invites people by hand; no mail is sent
ACCOUNT_REAUTHENTICATION_TIMEOUT = 120  # account pages belong to no clinic, so no policy can say it
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/"
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
# Messages to people (docs/how-to/messages.md). Without a gateway they wait to be handed over.
SLOWDRIP_SMTP_URL = os.environ.get("SLOWDRIP_SMTP_URL", "")
SLOWDRIP_SMTP_FROM = os.environ.get("SLOWDRIP_SMTP_FROM", "")
SLOWDRIP_TEXT_URL = os.environ.get("SLOWDRIP_TEXT_URL", "")
SLOWDRIP_TEXT_TOKEN = os.environ.get("SLOWDRIP_TEXT_TOKEN", "")
SLOWDRIP_TEXT_BODY = os.environ.get("SLOWDRIP_TEXT_BODY", "")
# Where browsers reach the installation: links in messages begin with it.
SLOWDRIP_PUBLIC_URL = os.environ.get("SLOWDRIP_PUBLIC_URL", "")

SESSION_COOKIE_AGE = 24 * 3600  # the longest a policy may allow; its sessions.max_session_h ends a sign-in
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
TLS = os.environ.get("SLOWDRIP_TLS") == "1"
SESSION_COOKIE_SECURE = TLS
CSRF_COOKIE_SECURE = TLS
CSRF_FAILURE_VIEW = "slowdrip.site.problems.stale_form"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
USE_I18N = True
STATIC_URL = "/static/"
STATICFILES_DIRS = [Path(__file__).parent / "static"]
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = True
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"links": {"()": "slowdrip.site.masked.Links"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["links"]}},
    "loggers": {"django.server": {"handlers": ["console"], "level": "INFO", "propagate": False}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
