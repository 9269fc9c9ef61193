"""Reference figures, kept in the repository so that a clone by itself can be tested."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

Table = list[dict[str, str]]


@pytest.fixture(scope="session")
def reference(root: Path) -> Path:
    return root / "tests" / "reference" / "measuring"


@pytest.fixture(scope="session")
def table(reference: Path) -> Callable[[str], Table]:
    """Reads one table of reference figures."""

    def read(name: str) -> Table:
        with (reference / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read
