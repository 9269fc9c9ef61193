"""`pip install .` gives a `luodi` that works outside the checkout: templates, static, words, data."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
from tests.config.serving import Started, environment, free_port

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def luodi(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `luodi` command of a wheel built from a copy of the source, in an environment that has
    the dependencies of this one and nothing of the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    root = Path(__file__).resolve().parents[2]
    source = folder / "source"
    skip = shutil.ignore_patterns("__pycache__", "*.mo", "*.pyc")
    for name in ("src", "tools"):
        shutil.copytree(root / name, source / name, ignore=skip)
    for name in ("pyproject.toml", "README.md", "LICENSE", "MANIFEST.in"):
        shutil.copy(root / name, source)
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / "bin" / "python"
    command = [python, "-m", "pip", "install", "-q", "--no-deps", str(source)]
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    done = subprocess.run(command, env=clean, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    site = Path(sysconfig.get_path("purelib", vars={"base": str(folder / "env")}))
    # A path in a .pth file is only looked into: the .pth files behind it are not followed.
    (site / "dependencies.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    shutil.rmtree(source)
    return python.with_name("luodi")


def _run(luodi: Path, home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [luodi, *words], cwd=home, env=environment(home), capture_output=True, text=True
    )


def test_the_code_is_that_of_the_wheel(luodi: Path, tmp_path: Path) -> None:
    command = [luodi.with_name("python"), "-c", "import luodi; print(luodi.__file__)"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment(tmp_path), capture_output=True, text=True
    )
    assert Path(done.stdout.strip()).is_relative_to(luodi.parents[1])
    assert sys.prefix not in done.stdout


def test_reading_needs_no_database(luodi: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("2026年6月底前完成造林8万亩。（牵头单位：市林业局）\n", "utf-8")
    done = _run(luodi, tmp_path, "read", "a.txt", "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    assert "造林8万亩" in done.stdout
    assert not list(tmp_path.glob("*.sqlite3"))


def test_it_starts_with_the_demonstration_in_chinese(luodi: Path, tmp_path: Path) -> None:
    port = free_port()
    with Started([str(luodi), "start", "--port", str(port)], tmp_path, port, cwd=tmp_path) as run:
        page = run.page("/account/login/")
        assert "<h1>登录</h1>" in page
        assert "均属虚构" in page
        assert "--ink" in run.page("/static/base/tokens.css")
        assert "htmx" in run.page("/static/django_htmx/htmx-2.min.js")
    assert run.code == 0


@pytest.mark.parametrize("words", [["doctor"], ["verify"], ["help"], ["--version"]])
def test_words_over_an_installation(luodi: Path, tmp_path: Path, words: list[str]) -> None:
    assert _run(luodi, tmp_path, "migrate", "-v0").returncode == 0
    done = _run(luodi, tmp_path, *words)
    assert "Traceback" not in done.stderr
    assert done.stdout
