"""The reference pages say what the code says."""

from __future__ import annotations

from pathlib import Path

from luodi.config import reference


def test_reference_pages_are_as_the_code_says(root: Path) -> None:
    folder = root / "docs" / "reference"
    for name, expected in reference.pages():
        assert (folder / name).read_text(encoding="utf-8") == expected, f"{name}: ./run reference"


def test_no_page_of_an_area_that_is_gone_is_left(root: Path) -> None:
    made = {name for name, _ in reference.pages()}
    there = {file.name for file in (root / "docs" / "reference").glob("data-model*.md")}
    assert there <= made
