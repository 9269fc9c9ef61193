"""The `luodi` command: every word of ours is listed, and reading never imports Django."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import find_commands

from luodi.config import cli

WORDS = {word for word, _, _ in cli.WORDS}


def _ours() -> set[str]:
    configs = [config for config in apps.get_app_configs() if config.name.startswith("luodi.")]
    return {
        name for config in configs for name in find_commands(f"{config.path}/management")
    } | set(cli.LIGHT)


def test_every_word_is_listed_and_every_listed_word_exists() -> None:
    # Django's own word that a deployment needs.
    assert _ours() | {"migrate"} == WORDS


def test_the_overview_has_both_languages() -> None:
    said = cli.overview()
    assert all(zh in said and en in said for _, zh, en in cli.WORDS)


@pytest.mark.parametrize(
    "words", [[], ["help"], ["--version"], ["read", "--help"], ["start", "--help"]]
)
def test_light_words_import_no_django(root: Path, words: list[str], tmp_path: Path) -> None:
    code = (
        "import sys; from luodi.config.cli import main\n"
        f"try: main({words!r})\n"
        "except SystemExit as end: assert not end.code, end\n"
        "sys.exit('django' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(root / "src"), "PATH": "/usr/bin"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_a_word_may_be_written_with_a_dash(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["first-admin", "--help"])
    assert end.value.code == 0
    assert "LUODI_ADMIN_PASSWORD" in capsys.readouterr().out
