"""Django's settings, made from the environment's (see `environment`) and the key files (see `secrets`)."""

from __future__ import annotations

import os
from typing import Any

from safetoshare.base.languages import LANGUAGES as HOUSE_LANGUAGES
from safetoshare.base.languages import tell_django
from safetoshare.base.settings import logs
from safetoshare.base.settings.databases import databases
from safetoshare.base.settings.environment import read_environment
from safetoshare.base.settings.secrets import read_key

ENVIRONMENT = read_environment(os.environ)
SAFETOSHARE_MODE = ENVIRONMENT.mode.value
SAFETOSHARE_ROLE = ENVIRONMENT.role.value
IS_DEMONSTRATION = ENVIRONMENT.is_demonstration
# Without TLS only on the machine itself: the demonstration listens on loopback.
_TLS = not IS_DEMONSTRATION

DEBUG = False
SECRET_KEY = read_key(ENVIRONMENT.secrets, "django", ENVIRONMENT.mode).hex()
ALLOWED_HOSTS = list(ENVIRONMENT.hosts) or ["127.0.0.1", "localhost", "[::1]", ENVIRONMENT.address_host]

INSTALLED_APPS = [
    "safetoshare.base",
    "safetoshare.network",
    "safetoshare.sharing",
    "safetoshare.report",
    "safetoshare.hub",
    "safetoshare.practice",
    "safetoshare.scrutiny",
    "safetoshare.web",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "safetoshare.web.middleware.ProtectiveHeaders",
    "django.middleware.security.SecurityMiddleware",
    "safetoshare.base.languages.LanguageMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "safetoshare.base.same_size.Compression",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "safetoshare.web.middleware.FormProtection",
    "safetoshare.base.accounts.middleware.AccountMiddleware",
]
ROOT_URLCONF = "safetoshare.web.urls"
WSGI_APPLICATION = "safetoshare.web.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["safetoshare.web.context.page"]},
    }
]

DATABASES = databases(ENVIRONMENT)
DATABASE_ROUTERS = ["safetoshare.base.database.AuditRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Staff sessions only: no public page opens one. The row holds a hash of the cookie, so that a stolen
# database gives no session away.
SESSION_ENGINE = "safetoshare.base.accounts.sessions"
SESSION_COOKIE_NAME = "__Host-session" if _TLS else "session"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = _TLS
UNLOCK_COOKIE_NAME = "__Host-unlock" if _TLS else "unlock"
# Of a browser in which somebody signed in before: it opens nothing (see `base.accounts.tries`).
KNOWN_COOKIE_NAME = "__Host-known" if _TLS else "known"
CSRF_COOKIE_NAME = "__Host-form" if _TLS else "form"
CSRF_COOKIE_AGE = None
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = _TLS
CSRF_FAILURE_VIEW = "safetoshare.web.errors.form_expired"
# Whether a request came over TLS is told by gunicorn, which believes the header of a proxy that it trusts alone.
SECURE_SSL_REDIRECT = _TLS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if _TLS else 0
SECURE_REFERRER_POLICY = "no-referrer"

tell_django()
LANGUAGE_CODE = "en"
LANGUAGES = [(language.code, language.english_name) for language in HOUSE_LANGUAGES]
LOCALE_PATHS = [str(ENVIRONMENT.package / "locale")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"
DATE_FORMAT = "j F Y"

STATIC_URL = "/static/"
STATIC_ROOT = str(ENVIRONMENT.state / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Mail goes to files until an organisation connects its own server: nothing leaves by accident.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(ENVIRONMENT.state / "mail")

LOGGING = logs.LOGGING

FILE_UPLOAD_HANDLERS = ["safetoshare.base.uploads.RefuseFiles"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# Where Leave now goes. A click leads there; no page loads anything from it.
LEAVE_TO = "https://www.bbc.co.uk/weather"

# Below, parts add their own by dotted path: base imports none of them.
# What the worker does when it is due.
SAFETOSHARE_JOBS = [
    "safetoshare.base.tasks.JOBS",
    "safetoshare.sharing.tasks.JOBS",
    "safetoshare.hub.tasks.JOBS",
    "safetoshare.report.tasks.JOBS",
]
# What the worker looks at each time (see `base.schedule`).
SAFETOSHARE_WATCHES = ["safetoshare.report.tasks.WATCHES"]
# What a signed-in person finds on the page after signing in (see `base.workplaces`).
SAFETOSHARE_WORKPLACES: list[str] = [
    "safetoshare.base.audit.urls.WORKPLACES",
    "safetoshare.hub.urls.WORKPLACES",
    "safetoshare.report.urls.WORKPLACES",
    "safetoshare.sharing.urls.WORKPLACES",
    "safetoshare.practice.urls.WORKPLACES",
    "safetoshare.base.accounts.urls.WORKPLACES",
]
# What the unwrapper does with the log's key, or one derived from it, by name (see `base.unwrapper.operations`).
SAFETOSHARE_OPERATIONS: dict[str, str] = {
    "base:audit:sign": "safetoshare.base.audit.signing.sign_head",
    "base:audit:key": "safetoshare.base.audit.signing.audit_key",
    "sharing:promise:sign": "safetoshare.sharing.services.signing.sign_promise",
    "sharing:checkpoint:sign": "safetoshare.sharing.services.signing.sign_checkpoint",
    "sharing:log:key": "safetoshare.sharing.services.signing.log_key",
    "sharing:tally:key": "safetoshare.sharing.services.tallying.tally_key",
    "sharing:tally:fold": "safetoshare.sharing.services.tallying.fold",
}
# What the unwrapper counts over sealed records that nobody reads, by name (see `base.unwrapper.surveys`).
SAFETOSHARE_SURVEYS: dict[str, str] = {
    "sharing:policy:replay": "safetoshare.sharing.services.replaying.REPLAY",
}
# What the unwrapper searches by name or telephone number, in its memory (see `base.unwrapper.searching`).
SAFETOSHARE_SEARCHES: dict[str, str] = {
    "hub:case:search": "safetoshare.hub.api.searching.SEARCHED",
}
# What each part destroys of a report that is erased: called with its identifier, inside a unit of work, and again.
SAFETOSHARE_ERASERS: list[str] = [
    "safetoshare.sharing.services.erasing.erase_notices",
    "safetoshare.report.services.erasing.erase_report",
    "safetoshare.hub.services.erasing.erase_case",
]
# What `safetoshare demo` loads, in this order: each is called without arguments, and may be called again.
SAFETOSHARE_DEMONSTRATION: list[str] = [
    "safetoshare.network.demonstration.load",
    "safetoshare.sharing.demonstration.load",
    "safetoshare.practice.demonstration.load",
    "safetoshare.hub.demonstration.load",
    "safetoshare.scrutiny.demonstration.load",
]
