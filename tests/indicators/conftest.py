"""What the tests of indicators share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from tests.people.factories import make_actor, make_holder

from luodi.base import clock
from luodi.base.actors import Actor

from .factories import City


@pytest.fixture(autouse=True)
def cheap(settings, tmp_path: Path) -> None:
    """Files in a folder of the test, and a hash that takes no time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.LUODI_FILES = tmp_path / "files"


@pytest.fixture
def city(db) -> City:
    """Some counties with their codes through time, and units of the city."""
    return City()


@pytest.fixture
def office(city) -> Actor:
    """Somebody of the follow-up office."""
    return make_actor("followup")


@pytest.fixture
def officer(city) -> Client:
    """A browser in which somebody of the follow-up office is signed in."""
    browser = Client()
    browser.force_login(make_holder("followup"))
    return browser


@pytest.fixture
def midyear() -> Iterator[None]:
    """A morning at the end of June 2026."""
    with clock.set_clock(timezone.make_aware(datetime(2026, 6, 30, 9))):
        yield
