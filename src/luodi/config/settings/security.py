"""Sign-in, cookies, and what a browser may do with our pages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from .knobs import knob

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["luodi.people.backends.AccountOrMobileBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("account", "mobile", "name")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:dashboard"

# Days for which the one-time password on a printed slip holds.
SLIP_DAYS = 14

ACCOUNT_ADAPTER = "luodi.people.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "luodi.people.adapters.SignOnAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "account"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True  # the age of a session is SESSION_COOKIE_AGE, without a question
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_FORMS = {
    "login": "luodi.people.sign_in_forms.SignInForm",
    "change_password": "luodi.people.sign_in_forms.PasswordForm",
    "reauthenticate": "luodi.people.sign_in_forms.ConfirmForm",
}
# Five wrong tries an account in five minutes. A whole office may share one address, so the limit
# by address is wider.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "30/m/ip,5/300s/key",
    "login": "300/m/ip",
    "change_password": "10/m/user",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
MFA_ADAPTER = "luodi.people.adapters.SecondStepAdapter"
MFA_FORMS = {
    "authenticate": "luodi.people.sign_in_forms.SecondStepForm",
    "reauthenticate": "luodi.people.sign_in_forms.SecondStepConfirmForm",
    "activate_totp": "luodi.people.sign_in_forms.ActivateAppForm",
    "add_webauthn": "luodi.people.sign_in_forms.AddKeyForm",
    "edit_webauthn": "luodi.people.sign_in_forms.EditKeyForm",
}
MFA_TOTP_ISSUER = "luodi"
MFA_TOTP_TOLERANCE = 1  # clocks in a closed network drift
# Browsers offer passkeys over HTTPS only.
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", *(["webauthn"] if knob("LUODI_HTTPS") else [])]
MFA_PASSKEY_LOGIN_ENABLED: bool = knob("LUODI_HTTPS")
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_STORE_TOKENS = False


def sign_on_provider(name: str, url: str, client: str, secret: str) -> dict[str, Any]:
    """Return the city's own sign-on as allauth takes it; nothing without a name."""
    app = {
        "provider_id": "city",
        "name": name,
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": url.rstrip("/"), "scope": ["openid", "profile", "phone"]},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}} if name else {}


SOCIALACCOUNT_PROVIDERS = sign_on_provider(
    knob("LUODI_OIDC_NAME"),
    knob("LUODI_OIDC_URL"),
    knob("LUODI_OIDC_CLIENT"),
    knob("LUODI_OIDC_SECRET"),
)

_HTTPS: bool = knob("LUODI_HTTPS")
SESSION_COOKIE_AGE = knob("LUODI_SESSION_HOURS") * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"


def _sign_on_origins(url: str) -> list[str]:
    parts = urlsplit(url)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # The button of the city's sign-on posts to us and is sent on from there.
        "form-action": [SELF, *_sign_on_origins(knob("LUODI_OIDC_URL"))],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

SITE_NOTICE = _("Non-classified system: do not upload or enter classified information")
# Said on every page while the data folder holds the demonstration.
DEMONSTRATION_NOTICE = _("Demonstration: this city, its units and its figures are invented")
