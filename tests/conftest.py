"""What every test may use."""

from __future__ import annotations

import os
import tempfile
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
