"""allauth's forms in our words: no hints inside fields, no mention of e-mail."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.utils.translation import gettext_lazy as _

from .names import clean_login


class Plain:
    """Gives fields our labels and help, and takes allauth's placeholders away."""

    labels: dict[str, Any] = {}
    helps: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")
            field.widget.attrs.pop("placeholder", None)


class SignInForm(Plain, LoginForm):
    """Sign-in by account or mobile number."""

    labels = {"login": _("Account or mobile number"), "password": _("Password")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs.update({"autofocus": True, "autocapitalize": "none"})

    def clean_login(self) -> str:
        """Return what was typed, folded, so that other ways to write it buy no further tries."""
        return clean_login(self.cleaned_data["login"])


class PasswordForm(Plain, ChangePasswordForm):
    """The change of one's own password."""

    labels = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("New password, once more"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _(
            "At least 10 characters; no common password, and none that reads like your name, "
            "account or mobile number."
        )


class ConfirmForm(Plain, ReauthenticateForm):
    """The password again, before a step that needs it."""

    labels = {"password": _("Password")}


class SecondStepForm(Plain, AuthenticateForm):
    """The code of the second step."""

    labels = {"code": _("Verification code")}
    helps = {"code": _("Six digits from the app, or one of your recovery codes.")}


class SecondStepConfirmForm(Plain, ReauthenticateByCodeForm):
    """The code again, before a step that needs it."""

    labels = {"code": _("Verification code")}
    helps = {"code": _("Six digits from the app, or one of your recovery codes.")}


class ActivateAppForm(Plain, ActivateTOTPForm):
    """The first code of an authenticator app."""

    labels = {"code": _("Code shown by the app")}


class AddKeyForm(Plain, AddWebAuthnForm):
    """A passkey or security key."""

    labels = {"name": _("Name of the key"), "passwordless": _("Sign in with this key alone")}
    helps = {
        "passwordless": _("The device then asks for a fingerprint, face or PIN each time."),
    }


class EditKeyForm(Plain, EditWebAuthnForm):
    """The name of a passkey or security key."""

    labels = {"name": _("Name of the key")}
