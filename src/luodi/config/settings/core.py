"""Apps, middleware, templates, language and time."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .knobs import knob, secret_key

DEBUG: bool = knob("LUODI_DEBUG")
SECRET_KEY: str = secret_key()
ALLOWED_HOSTS: list[str] = knob("LUODI_HOSTS")

INSTALLED_APPS = [
    # Commands over every area; no pages and no tables.
    "luodi.config",
    "luodi.web",
    "luodi.indicators",
    "luodi.commitments",
    "luodi.documents",
    "luodi.people",
    "luodi.places",
    "luodi.base",
    # After luodi.base, whose own form templates come first.
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "rules",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "luodi.base.middleware.LanguageMiddleware",
    "luodi.base.middleware.PageHeaders",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "luodi.people.middleware.ActorMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "luodi.base.uploads.UploadLimit",
    "luodi.base.middleware.ErrorPageMiddleware",
]

ROOT_URLCONF = "luodi.config.urls"
WSGI_APPLICATION = "luodi.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "luodi.base.context.page",
            ],
            "builtins": ["luodi.base.templatetags.parts", "django.templatetags.i18n"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# The menu of the staff pages: areas, and in each the pages with the permission that opens them
# ("" for everybody signed in). It stands here because base may not name the areas above it.
MENU = [
    (
        "",
        [
            ("web:dashboard", _("My work"), "", "home"),
            ("web:search", _("Search"), "", "search"),
        ],
    ),
    (
        _("Documents"),
        [
            ("documents:documents", _("All documents"), "documents.view_documents", "document"),
            ("documents:accepted", _("Accepted list"), "documents.view_documents", "check"),
        ],
    ),
    (
        _("Plans"),
        [
            ("commitments:plans", _("All plans"), "commitments.view_plans", "check"),
            (
                "commitments:correspondences",
                _("Answers to superiors"),
                "commitments.view_plans",
                "document",
            ),
        ],
    ),
    (
        _("Indicators"),
        [
            ("indicators:board", _("On track"), "indicators.view_indicators", "tick"),
            ("indicators:profiles", _("Where places stand"), "indicators.view_indicators", "right"),
            ("indicators:comparison", _("Compare places"), "indicators.view_indicators", "unit"),
            ("indicators:monthly", _("Monthly report"), "indicators.view_indicators", "ledger"),
            ("indicators:indicators", _("All indicators"), "indicators.view_indicators", "gauge"),
            ("indicators:imports", _("Import figures"), "indicators.import_figures", "upload"),
        ],
    ),
    (
        _("People"),
        [
            ("people:units", _("Units"), "people.view_units", "unit"),
            ("people:accounts", _("Accounts"), "people.view_accounts", "person"),
        ],
    ),
    (
        _("System"),
        [
            ("web:ledger", _("Ledger"), "base.view_ledger", "ledger"),
            ("base:status", _("Status"), "base.view_status", "gauge"),
        ],
    ),
]

# One's own pages, behind one's name.
ACCOUNT_MENU = [
    ("people:me", _("My account"), "", "person"),
    ("account_change_password", _("Change password"), "", "lock"),
    ("mfa_index", _("Two-step sign-in"), "", "lock"),
]

LANGUAGE_CODE = "zh-hans"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE: str = knob("LUODI_TIME_ZONE")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANG: str = knob("LUODI_LANG")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    # Without this an error of the server would leave no trace outside of debugging.
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
}

# How base turns the account of a person into an actor; it may not name the areas above it.
ACTOR_OF = "luodi.people.queries.actor_of"
