"""setuptools' build backend, and the one step it does not know: catalogues are compiled first."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from setuptools import build_meta
from setuptools.build_meta import (
    build_sdist,
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

sys.path.insert(0, str(Path(__file__).parent))

from launcher.catalogues import compile_all

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]


def build_wheel(folder: str, *options: Any) -> str:
    """Return the name of the wheel made in the folder, compiled catalogues inside."""
    compile_all(Path("src"))
    return build_meta.build_wheel(folder, *options)


def build_editable(folder: str, *options: Any) -> str:
    """Return the name of the wheel that points to this source."""
    compile_all(Path("src"))
    return build_meta.build_editable(folder, *options)
