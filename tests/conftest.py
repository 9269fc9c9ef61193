"""What every test may use."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Settings are read at import: tests never touch the data folder of the checkout.
os.environ.setdefault("LUODI_HOME", tempfile.mkdtemp(prefix="luodi-test-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luodi.config.settings")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared material beside the checkout; on CI its absence is a failure, elsewhere a skip."""
    path = ROOT.parent / "shared"
    if not path.is_dir():
        message = "the shared corpus is not beside this checkout"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return path


@pytest.fixture(scope="module")
def made_once(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup, django_db_blocker
) -> Iterator[None]:
    """What a module's fixtures make under this one is there for all its tests, and gone after.

    The tests need `django_db` too: what each of them changes is undone after it.
    """
    from django.db import transaction
    from django.test import override_settings

    changed = {
        "LUODI_FILES": tmp_path_factory.mktemp("made") / "files",
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    }
    with django_db_blocker.unblock(), override_settings(**changed), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def demonstration(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup, django_db_blocker
) -> Iterator[Path]:
    """The demonstration city, built for the tests of one file and gone after them; its data folder.

    The tests need `django_db` too: what each of them changes is undone after it.
    """
    from django.db import transaction
    from django.test import override_settings

    from luodi.config.demonstration.build import build

    home = tmp_path_factory.mktemp("demonstration")
    changed = {
        "DEMONSTRATION_NOTE": home / "demonstration.json",
        "LUODI_FILES": home / "files",
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    }
    with django_db_blocker.unblock(), override_settings(**changed), transaction.atomic():
        build()
        yield home
        transaction.set_rollback(True)
