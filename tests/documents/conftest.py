"""What the tests of documents share: a folder of their own for files, and cheap passwords."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from tests.people.factories import make_actor, make_unit

from luodi.base.actors import Actor
from luodi.people.models import Unit

hypothesis_settings.register_profile(
    "luodi", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("luodi")


@pytest.fixture(autouse=True)
def files_folder(settings, tmp_path: Path) -> Path:
    """The folder of stored files, empty at first."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.LUODI_FILES = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def unit(db) -> Unit:
    """The unit in which the actors of the tests work."""
    return make_unit("本局")


@pytest.fixture
def office(unit: Unit) -> Actor:
    """Somebody of the follow-up office."""
    return make_actor("followup", unit)


@pytest.fixture
def colleague(unit: Unit) -> Actor:
    """Somebody else of the follow-up office."""
    return make_actor("followup", unit)


@pytest.fixture
def outsider(db) -> Actor:
    """The liaison officer of another unit."""
    return make_actor("liaison", make_unit())
