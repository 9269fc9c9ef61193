"""How allauth meets our accounts: nobody signs up, nobody needs e-mail, the ledger hears of it."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from luodi.base import clock

from . import services
from .models import Person
from .names import clean_login, clean_mobile
from .queries import actor_of

_MESSAGES = {
    "account/messages/password_changed.txt": _("Your password was changed."),
    "mfa/messages/totp_activated.txt": _("The second step is on."),
    "mfa/messages/totp_deactivated.txt": _("The second step is off."),
    "mfa/messages/recovery_codes_generated.txt": _("New recovery codes were made."),
    "mfa/messages/webauthn_added.txt": _("The key was added."),
    "mfa/messages/webauthn_removed.txt": _("The key was removed."),
}


def signed_in_by_password(request: HttpRequest, person: Person) -> bool:
    """Return whether this session, or this attempt, began with the password of the account."""
    records = get_authentication_records(request, person)
    return any(record.get("method") == "password" for record in records)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators only."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _(
            "Account and password do not match. Check both; if you forgot the password, ask your "
            "unit's administrator for a new one."
        ),
        "too_many_login_attempts": _(
            "Too many attempts. To protect the account, please wait five minutes and try again, or "
            "ask your unit's administrator."
        ),
        "rate_limited": _("Too many attempts. Please wait a few minutes and try again."),
        "account_inactive": _("This account is deactivated."),
        "enter_current_password": _("This is not the present password."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _("The code is not right. Wait for the next one and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False always."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse after too many wrong tries, known account or not, and tell the ledger once."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            services.record_blocked_sign_in(address=self.get_client_ip(request))
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Tell the ledger, without what was typed."""
        login = str(credentials.get("username") or "")
        services.record_failed_sign_in(login, address=self.get_client_ip(request))

    def pre_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse | None:
        """Refuse a slip after its days; every other account goes on."""
        if (
            user.must_change_password
            and user.slip_expires is not None
            and user.slip_expires < clock.now()
            and signed_in_by_password(request, user)
        ):
            return render(request, "people/slip_expired.html", status=403)
        return super().pre_login(request, user, **kwargs)

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse:
        """Tell the ledger, then go where the person wanted."""
        records = get_authentication_records(request, user)
        services.record_sign_in(
            user,
            method="+".join(dict.fromkeys(record["method"] for record in records)),
            address=self.get_client_ip(request),
        )
        return super().post_login(request, user, **kwargs)

    def clean_password(self, password: str, user: Person | None = None) -> str:
        """Return the password; refuses a weak one and the one on the slip again."""
        if user is not None and user.check_password(password):
            raise ValidationError(_("Choose a password other than the present one."))
        return super().clean_password(password, user)

    def set_password(self, user: Person, password: str) -> None:
        """Change the own password by the service, as every change of state."""
        services.change_own_password(user, password, actor=actor_of(user))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return the first page."""
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def send_notification_mail(
        self, template_prefix: str, user: Person, *args: Any, **kwargs: Any
    ) -> None:
        """Tell the ledger of a change of the second step; mails are never sent."""
        if template_prefix.startswith("mfa/email/"):
            what = template_prefix.removeprefix("mfa/email/")
            services.record_second_step(user, what, actor=actor_of(user))

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """Show our own sentence, or none."""
        sentence = _MESSAGES.get(message_template or "")
        if sentence:
            messages.add_message(request, level, sentence)


class SecondStepAdapter(DefaultMFAAdapter):
    """Secrets of the second step are encrypted under a key derived from the signing key."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The code is not right. Wait for the next one and try again."),
    }

    def encrypt(self, text: str) -> str:
        """Return the secret as it is stored."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; under another signing key an unusable one, so that no code fits."""
        try:
            return _fernet().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

    def build_totp_svg(self, url: str) -> str:
        """Return the square to scan on a white ground of its own, for the dark pages as well."""
        image = qrcode.make(url, image_factory=SvgPathFillImage)
        return str(image.to_string(encoding="unicode"))

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:
        """Return a name for a new key."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return str(_("Key %(number)s")) % {"number": number}


class SignOnAdapter(DefaultSocialAccountAdapter):
    """The city's own sign-on signs existing accounts in and makes none.

    The account is matched anew each time and nothing of the sign-on is stored: who may sign in is
    decided there by the person's sign-on, here by the account.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        """Return False always."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the account the sign-on speaks of; refuses when there is none or it is closed."""
        person = person_of_claims(sociallogin.account.extra_data)
        if person is None or sociallogin.state.get("process", "login") != "login":
            services.record_failed_sign_in("", address=_address(request))
            raise ImmediateHttpResponse(render(request, "people/no_account.html", status=403))
        sociallogin.user = person


def person_of_claims(data: dict[str, Any]) -> Person | None:
    """Return the active account of the claims: by preferred_username, else by phone_number.

    None where the two parts of the answer speak of different persons, or claims of two accounts.
    """
    userinfo, token = data.get("userinfo") or {}, data.get("id_token") or {}
    if userinfo and token and userinfo.get("sub") != token.get("sub"):
        return None
    claims = {**token, **userinfo}
    active = Person.objects.filter(is_active=True)
    account = clean_login(str(claims.get("preferred_username") or ""))
    person = active.filter(account=account).first() if account else None
    if person is None and claims.get("phone_number_verified") is not False:
        mobile = clean_mobile(str(claims.get("phone_number") or ""))
        person = active.filter(mobile=mobile).first() if mobile else None
    return person


def _address(request: HttpRequest) -> str:
    return str(AccountAdapter().get_client_ip(request))


def _fernet() -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=b"luodi second step")
    return Fernet(urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))
