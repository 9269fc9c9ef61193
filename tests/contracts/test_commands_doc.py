"""docs/reference/commands.md names every word of the command line with all its options."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout, suppress
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

from luodi.config import cli

OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
OURS = [word for word, _, _ in cli.WORDS]
PLAIN = {*OPTION.findall(BaseCommand().create_parser("luodi", "plain").format_help()), "--lang"}


@pytest.fixture(scope="module")
def sections(root: Path) -> dict[str, str]:
    """What the page says of each word."""
    text = (root / "docs" / "reference" / "commands.md").read_text("utf-8")
    parts = re.split(r"^## `(\w+)`\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def usage(word: str) -> str:
    """What `luodi WORD --help` prints."""
    if word not in cli.LIGHT:
        command = load_command_class(get_commands()[word], word)
        return str(command.create_parser("luodi", word).format_help())
    said = io.StringIO()
    with redirect_stdout(said), suppress(SystemExit):
        cli.main([word, "--help"])
    return said.getvalue()


def options(word: str) -> set[str]:
    if word == "migrate":  # Django's own; its options are in Django's pages
        return set()
    plain = {"--help"} if word in cli.LIGHT else PLAIN
    return set(OPTION.findall(usage(word))) - plain


def test_the_words_are_the_commands_that_exist() -> None:
    django = {word for word, app in get_commands().items() if app.startswith("luodi.")}
    assert set(OURS) == django | set(cli.LIGHT) | {"migrate"}


def test_every_word_has_its_section_in_the_order_of_the_help(sections: dict[str, str]) -> None:
    assert list(sections) == OURS


@pytest.mark.parametrize("word", OURS)
def test_every_option_is_named_and_no_other(sections: dict[str, str], word: str) -> None:
    table = "".join(line for line in sections[word].splitlines() if line.startswith("| `"))
    assert set(OPTION.findall(table)) == options(word)


@pytest.mark.parametrize("word", [word for word in OURS if word != "migrate"])
def test_the_help_itself_is_in_both_languages(word: str) -> None:
    said = usage(word)
    assert re.search("[\u4e00-\u9fff]", said), "no Chinese in its help"
