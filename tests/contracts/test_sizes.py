"""No file over 500 lines, and functions that can be seen at once."""

from __future__ import annotations

import ast
from pathlib import Path
from statistics import median

from tests.contracts.house import ROOT, SOURCE, files, shown

LINES = 500
KINDS = (".py", ".html", ".css", ".js", ".md", ".toml")
FOLDERS = ("src", "tools", "tests", "docs", "bench")


def too_long(folders: list[Path], most: int = LINES) -> dict[str, int]:
    """Return the files with more lines."""
    found = {
        shown(file): len(file.read_text("utf-8").splitlines())
        for folder in folders
        for file in files(*KINDS, below=folder)
        # Written by Django, read by nobody.
        if "migrations" not in file.parts
    }
    return {name: lines for name, lines in found.items() if lines > most}


def test_no_file_is_too_long() -> None:
    assert too_long([ROOT / name for name in FOLDERS]) == {}


def test_a_long_file_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("\n" * 501)
    assert too_long([tmp_path]) == {"a.py": 501}


def test_the_median_function_is_under_ten_lines() -> None:
    for package in sorted(path for path in SOURCE.iterdir() if path.is_dir()):
        lengths = [
            1 + (node.end_lineno or node.lineno) - node.lineno
            for file in files(".py", below=package)
            if "migrations" not in file.parts
            for node in ast.walk(ast.parse(file.read_text("utf-8")))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ]
        assert not lengths or median(lengths) < 10, package.name
