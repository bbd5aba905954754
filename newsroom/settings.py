"""The one settings file. Each setting comes from the environment and has a default that works.

docs/operators.md describes each; tests/newsroom/test_docs.py holds the two in step.
newsroom/checks.py refuses half-configured sites.
"""

import zoneinfo
from pathlib import Path

from django.conf import global_settings

from newsroom import env
from newsroom.secret import kept_secret

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = env.folder("VAR_DIR", BASE_DIR / "var")

# The site

SECRET_KEY = env.text("SECRET_KEY") or kept_secret(VAR_DIR / "secret_key")
DEBUG = env.flag("DEBUG")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"

INSTALLED_APPS = [
    "newsroom",
    "people",
    "articles",
    "seeds",
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.simple_history",
    "django_prose_editor",
    "newsroom.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "simple_history",
    "rest_framework",
    "rest_framework.authtoken",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "newsroom.headers.permissions",
    "newsroom.headers.ContentPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.headers.public_pages",
    "newsroom.headers.Conditional",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# What is kept

DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'newsroom.sqlite3'}", BASE_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MEDIA_URL = "media/"
MEDIA_ROOT = VAR_DIR / "media"
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "newsroom.static_files.StaticFilesStorage"},
}

# Search: a folder of one index. With a worker, it alone brings changes there and keeps the schedule

SEARCH_INDEX = VAR_DIR / "search"
OUTBOX_WORKER = env.flag("OUTBOX_WORKER")

# Reading: a spaCy pipeline that looks for unknown names beside our own rules; empty for none

NLP_PIPELINE = env.text("NLP_PIPELINE")

# Language and time

LANGUAGE_CODE = env.choice("LANGUAGE_CODE", "en", dict(global_settings.LANGUAGES))
TIME_ZONE = env.choice("TIME_ZONE", "UTC", zoneinfo.available_timezones())
USE_TZ = True

# The desk

UNFOLD = {
    "SITE_TITLE": "Newsroom",
    "SITE_HEADER": "Newsroom",
    "SITE_SUBHEADER": "The desk",
    "SITE_SYMBOL": "newspaper",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": "newsroom.admin.site.icon"}],
    "SHOW_HISTORY": True,
    "SHOW_BACK_BUTTON": True,
    "BORDER_RADIUS": "4px",
    "STYLES": ["newsroom.admin.site.stylesheet"],
    "SCRIPTS": ["newsroom.admin.site.script"],
    "SIDEBAR": {"navigation": "newsroom.admin.site.navigation"},
    "COLORS": {"primary": "newsroom.admin.site.accent"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000  # bytes of a form: texts go through the browser before they are kept
SIMPLE_HISTORY_REVERT_DISABLED = True  # an old version would go past the check of versions

# Accounts

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

# Transport: HTTPS=1 says that a proxy in front speaks TLS and sets X-Forwarded-Proto

HTTPS = env.flag("HTTPS")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # whoever asks for it asks the server itself
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = env.integer("HSTS_SECONDS", 31_536_000, 0, 63_072_000) if HTTPS else 0
# Subdomains and browsers' preload lists are for the owner of the whole domain to decide, at the proxy.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# The API: requests a minute for one address, and for one token; 0 counts nothing

API_REQUESTS_PER_MINUTE = env.integer("API_REQUESTS_PER_MINUTE", 1000, 0, 1_000_000)
API_REQUESTS_PER_MINUTE_WITH_TOKEN = env.integer("API_REQUESTS_PER_MINUTE_WITH_TOKEN", 5000, 0, 1_000_000)
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_PAGINATION_CLASS": "newsroom.api.paging.CursorPages",
    "DEFAULT_FILTER_BACKENDS": ["newsroom.api.filters.ParametersBackend"],
    "DEFAULT_THROTTLE_CLASSES": ["newsroom.api.throttling.ByAddress", "newsroom.api.throttling.ByToken"],
    "DEFAULT_SCHEMA_CLASS": "newsroom.api.schema.Described",
    "EXCEPTION_HANDLER": "newsroom.api.problems.problem",
    "NUM_PROXIES": 1 if HTTPS else 0,  # whose word on an asker's address is taken
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Newsroom",
    "DESCRIPTION": "What was published, and what it says of whom. Read only.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "ENUM_NAME_OVERRIDES": {
        "EntityKind": "people.models.Kind",
        "RelationKind": "people.models.RelationKind",
        "EditionKind": "articles.models.EditionKind",
        "QuoteKind": "articles.models.QuoteKind",
        "BylineRole": "articles.models.BylineRole",
        "Rights": "articles.models.Rights",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "newsroom.api.schema.with_problems",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# Logs: everything to standard error

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["stderr"],
        "level": env.choice("LOG_LEVEL", "WARNING", ["DEBUG", "INFO", "WARNING", "ERROR"]),
    },
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.request": {"level": "ERROR"},  # an address that is not there is no event
    },
}
