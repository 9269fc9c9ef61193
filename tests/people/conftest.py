"""Passwords are hashed cheaply in these tests, but for those that look at the hashing itself."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def cheap_passwords(settings) -> None:
    """Use a hash that takes no time."""
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
