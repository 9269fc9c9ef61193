"""What the tests of indicators share."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.people.factories import make_actor

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
