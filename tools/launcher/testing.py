"""`./run test`: the tests on SQLite, on PostgreSQL, or in the browser."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from . import place
from .catalogues import compile_all
from .environment import ensure
from .messages import stop

CHROMIUM = Path("/usr/bin/chromium")
# What is said to the test run itself.
KEPT = ("LUODI_NO_UV", "LUODI_COUNTS", "LUODI_WRITE_COUNTS")
# Tests that never meet a database have nothing to learn from a second one.
WITHOUT_DATABASE = ("reading", "measuring", "rulebooks", "launcher")


def test(words: list[str]) -> int:
    """Run the tests; words that are not ours go to pytest."""
    parser = argparse.ArgumentParser(prog="./run test", allow_abbrev=False)
    for flag in ("--postgres", "--browser", "--slow"):
        parser.add_argument(flag, action="store_true")
    chosen, rest = parser.parse_known_args(words)
    ensure("dev")
    compile_all(place.SOURCE)
    if chosen.browser and not CHROMIUM.exists():
        stop(
            f"未找到 {CHROMIUM}：请先安装 chromium 与中文字体（fonts-noto-cjk）。",
            f"There is no {CHROMIUM}: install chromium and fonts-noto-cjk first.",
        )
    command = pytest_command(rest, **vars(chosen))
    with tempfile.TemporaryDirectory(prefix="luodi-test-") as home:
        return subprocess.run(command, env=test_environment(home), check=False).returncode


def pytest_command(
    rest: list[str], *, postgres: bool = False, browser: bool = False, slow: bool = False
) -> list[str]:
    """Return the command that runs the chosen tests; what the caller asked of pytest comes last."""
    command = [str(place.PYTHON), "-m", "pytest", "-p", "launcher.counting"]
    command += ["-m", _marks(postgres, browser, slow)]
    paths = [word for word in rest if not word.startswith("-") and Path(word).exists()]
    if not paths:
        # A file of browser tests starts what its tests share: it stays with one process.
        command += [
            "-n",
            str(os.cpu_count() or 1),
            "--dist",
            "loadfile" if browser else "worksteal",
        ]
    if postgres and not paths:
        command += [f"--ignore={place.ROOT / 'tests' / name}" for name in WITHOUT_DATABASE]
    if postgres:
        command = [str(place.PYTHON), "-m", "launcher.postgres", *command]
    root = [] if paths else [f"--rootdir={place.ROOT}", str(place.ROOT / "tests")]
    return [*command, *rest, *root]


def _marks(postgres: bool, browser: bool, slow: bool) -> str:
    marks = ["browser" if browser else "not browser"]
    marks += [] if slow or browser else ["not slow"]
    marks += ["not one_database" if postgres else "not postgres"]
    return " and ".join(marks)


def test_environment(home: str) -> dict[str, str]:
    """Return the variables of a test run: its own data folder, never the deployment's."""
    kept = {k: v for k, v in place.environment().items() if not k.startswith("LUODI_")}
    keep = {k: os.environ[k] for k in KEPT if k in os.environ}
    path = os.pathsep.join(str(place.ROOT / name) for name in ("src", "tools"))
    return kept | keep | {"LUODI_HOME": home, "PYTHONPATH": path}


def has(tool: str) -> bool:
    """Answer whether a program is on this machine."""
    return shutil.which(tool) is not None
