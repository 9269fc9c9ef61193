"""The house as the tests see it: its packages from the top down, and its files."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "luodi"


def layers() -> list[set[str]]:
    """The layers of pyproject.toml, from the top; planned packages included."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contract = declared["tool"]["importlinter"]["contracts"][0]
    return [{name.strip(" ()") for name in layer.split("|")} for layer in contract["layers"]]


def ranks() -> dict[str, int]:
    """The layer of each package, 0 at the top."""
    return {name: rank for rank, names in enumerate(layers()) for name in names}


def files(*suffixes: str, below: Path = SOURCE, inside: str = "") -> Iterator[Path]:
    """The files with these suffixes; `inside` names a folder that they must lie in."""
    for file in sorted(below.rglob("*")):
        wanted = file.suffix in suffixes and (not inside or inside in file.parts)
        if wanted and file.is_file() and "__pycache__" not in file.parts:
            yield file


def shown(file: Path) -> str:
    """The path of a file as people write it."""
    return str(file.relative_to(ROOT)) if file.is_relative_to(ROOT) else file.name
