"""`run`, the first file anybody starts: old Pythons must be able to read it and say they are too old."""

from __future__ import annotations

import ast
import shutil
import subprocess
from pathlib import Path

import pytest


def test_run_can_be_read_by_old_pythons(root: Path) -> None:
    source = (root / "run").read_text("utf-8")
    assert isinstance(ast.parse(source, feature_version=(3, 6)), ast.Module)


def test_run_is_small_and_executable(root: Path) -> None:
    run = root / "run"
    assert run.stat().st_mode & 0o111
    assert len(run.read_text("utf-8").splitlines()) < 80


@pytest.mark.parametrize("version", ["3.6", "3.7", "3.8", "3.9", "3.10"])
def test_an_old_python_says_so_in_one_sentence(root: Path, version: str, tmp_path: Path) -> None:
    python = _working(f"python{version}")
    if python is None:
        pytest.skip(f"there is no Python {version} on this machine")
    # With nothing else on the path there is no newer Python to hand over to.
    done = subprocess.run(
        [python, "-E", root / "run", "start"], env={"PATH": str(tmp_path)}, capture_output=True
    )
    said = done.stderr.decode("utf-8")
    assert done.returncode == 1
    assert said.count("\n") == 1
    assert f"Python 3.11 或更高版本，当前为 {version}" in said
    assert f"needs Python 3.11 or later and this is {version}" in said


def _working(name: str) -> str | None:
    """Return the real path of an interpreter, past any shim that only stands for one."""
    shim = shutil.which(name)
    if shim is None:
        return None
    probe = [shim, "-c", "import sys; print(sys.executable)"]
    done = subprocess.run(probe, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else None
