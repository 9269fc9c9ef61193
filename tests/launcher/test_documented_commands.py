"""Every command that a page of the documentation shows is one that exists, with options it takes."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from launcher.bundle import _options as bundle_options
from launcher.check import _steps
from launcher.main import _OWN, HELP
from luodi.config import cli
from luodi.config.start import _options as start_options

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md"))]
_SHOWN = re.compile(r"(?:^|[`(\s])(?:\./run|luodi) +([^`\n#）)，。；：]*)", re.MULTILINE)
_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
WORDS = {word for word, _, _ in cli.WORDS}


def commands(text: str) -> list[list[str]]:
    """Return the words of each command of ours in the code of a page."""
    found = []
    for code in _CODE.findall(text):
        for said in _SHOWN.findall(code):
            found.append(shlex.split(re.sub(r"\s(?:&&|\|).*", "", said)))
    return [words for words in found if words]


ALL = [
    pytest.param(words, id=f"{page.relative_to(ROOT)}: {' '.join(words)}")
    for page in PAGES
    for words in commands(page.read_text("utf-8"))
]


@pytest.mark.parametrize("words", ALL)
def test_a_command_that_is_shown_exists(words: list[str]) -> None:
    word = words[0].replace("-", "_")
    known = {*_OWN, *WORDS, "help", "WORD", "__version"}
    assert word in known, f"there is no {word}"


def _taken(options, words: list[str]) -> bool:
    """Answer whether an argument parser takes the words."""
    try:
        options([word for word in words if not word.startswith("[")])
    except SystemExit:
        return False
    return True


def _with(word: str) -> list[list[str]]:
    return [words[1:] for (words,) in (param.values for param in ALL) if words[0] == word]


@pytest.mark.parametrize("words", _with("start"), ids=" ".join)
def test_a_start_that_is_shown_is_understood(words: list[str]) -> None:
    assert _taken(start_options, words)


@pytest.mark.parametrize("words", _with("bundle"), ids=" ".join)
def test_a_bundle_that_is_shown_is_understood(words: list[str]) -> None:
    assert _taken(bundle_options, words)


@pytest.mark.parametrize("words", _with("read"), ids=" ".join)
def test_a_reading_that_is_shown_names_options_that_exist(words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "luodi", "read", "--help"],
        capture_output=True,
        text=True,
        cwd=ROOT / "src",
    )
    assert {word for word in words if word.startswith("--")} <= set(
        re.findall(r"--\w+", done.stdout)
    )


def test_steps_of_the_check_that_are_shown_exist() -> None:
    steps = {step.name for step in _steps()}
    shown = {
        word
        for words in _with("check")
        for word in words
        if not word.startswith(("[", ".")) and word.islower()
    }
    assert shown <= steps


def test_the_readme_shows_the_two_commands_and_more() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        words = [found[0] for found in commands((ROOT / name).read_text("utf-8"))]
        assert words.count("start") >= 2, name
        assert {"test", "read", "bundle", "doctor", "backup", "restore", "verify"} <= set(words), (
            name
        )


def test_the_help_names_every_word_of_the_launcher() -> None:
    assert all(re.search(rf"^  {word}\b", HELP, re.MULTILINE) for word in _OWN)


def test_a_wrong_command_would_be_noticed() -> None:
    (words,) = commands("Use `./run strat --prot 1`, not ./run start.")
    assert words == ["strat", "--prot", "1"]
    assert not _taken(start_options, ["--prot", "1"])
