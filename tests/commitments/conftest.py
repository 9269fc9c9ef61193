"""What the tests of plans share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from tests.people.factories import make_actor

from luodi.base.actors import Actor

from .factories import make_units

hypothesis_settings.register_profile(
    "luodi", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("luodi")


@pytest.fixture(autouse=True)
def cheap(settings, tmp_path: Path) -> None:
    """Files in a folder of the test, and a hash that takes no time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.LUODI_FILES = tmp_path / "files"


@pytest.fixture
def units(db) -> dict[str, str]:
    """The units that the text of the tests names, by short name."""
    return make_units()


@pytest.fixture
def office(units) -> Actor:
    """Somebody of the follow-up office."""
    return make_actor("followup")
