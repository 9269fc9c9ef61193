"""The reference pages say what the code says."""

from __future__ import annotations

from pathlib import Path

import pytest

from luodi.config import reference


@pytest.mark.parametrize("name", ["settings.md", "data-model.md", "events.md"])
def test_reference_page_is_as_the_code_says(root: Path, name: str) -> None:
    expected = dict(reference.pages())[name]
    written = (root / "docs" / "reference" / name).read_text(encoding="utf-8")
    assert written == expected, "run: ./run reference"
