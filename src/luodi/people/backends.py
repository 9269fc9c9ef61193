"""Sign-in by account or mobile number."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from .models import Person


class AccountOrMobileBackend(AuthenticationBackend):
    """Takes what was typed for an account first, then for a mobile number."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Person | None:
        """Return the active person whose account or mobile number and password these are.

        The form has folded what was typed: folding it here would let other ways to write an
        account go round the limit on wrong tries, which counts what it is given.
        """
        login = str(credentials.get("username") or "").lower()
        password = str(credentials.get("password") or "")
        person = Person.objects.filter(account=login).first()
        person = person or Person.objects.filter(mobile=login).first()
        if person is None:
            Person().set_password(password)  # the same work, so that time tells nothing
            return None
        return person if person.check_password(password) and person.is_active else None
