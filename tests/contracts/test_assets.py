"""Nothing calls another machine, and no page holds style or script of its own (the policy forbids it)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.contracts.house import ROOT, files, shown

ADDRESS = re.compile(r"(?:https?|wss?|ftp)://[^\s\"'<>)]+|(?<=[\"'(])//[\w-]+\.[\w.-]+")
# The name of a format, which nobody fetches.
NAMES = ("http://www.w3.org/",)
TEMPLATES = sorted(files(".html", ".txt", inside="templates"))
STATIC = sorted(files(".css", ".js", ".svg", ".html", inside="static"))
LOCKS = sorted((ROOT / "locks").glob("*.txt"))

INLINE = {
    "style": re.compile(r"<[^>]*\sstyle\s*=|<style[\s>]", re.IGNORECASE),
    "script": re.compile(
        r"<script(?![^>]*\s(?:src\s*=|type=\"application/json\"))[^>]*>|javascript:", re.IGNORECASE
    ),
    "handler": re.compile(r"<[^>]*\s(?:on[a-z]+|hx-on[\w:.-]*)\s*=", re.IGNORECASE),
    "expression": re.compile(
        r"""hx-(?:vals|headers|vars)\s*=\s*['"]\s*(?:js|javascript):|hx-trigger=['"][^'"]*\["""
    ),
}


def addresses(text: str) -> list[str]:
    """Return the addresses of other machines in a text."""
    return [found for found in ADDRESS.findall(text) if not found.startswith(NAMES)]


def inline(text: str) -> list[str]:
    """Return what a page would need `unsafe-inline` or `unsafe-eval` for."""
    bare = re.sub(r"{#.*?#}|{%\s*comment\s*%}.*?{%\s*endcomment\s*%}", "", text, flags=re.DOTALL)
    bare = re.sub(r"{%.*?%}|{{.*?}}", "x", bare, flags=re.DOTALL)
    return [name for name, pattern in INLINE.items() if pattern.search(bare)]


@pytest.mark.parametrize("file", [*TEMPLATES, *STATIC, *LOCKS], ids=shown)
def test_no_address_of_another_machine(file: Path) -> None:
    assert addresses(file.read_text("utf-8")) == []


@pytest.mark.parametrize("file", [file for file in TEMPLATES if file.suffix == ".html"], ids=shown)
def test_no_style_or_script_inside_a_page(file: Path) -> None:
    assert inline(file.read_text("utf-8")) == []


def test_no_lock_of_uv_is_kept() -> None:
    assert not (ROOT / "uv.lock").exists()


def test_every_extra_has_a_lock_with_hashes() -> None:
    import tomllib

    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert {file.stem for file in LOCKS} == {"base", *declared["optional-dependencies"]}
    for file in LOCKS:
        entries = re.split(r"\n(?=[^\s#])", file.read_text("utf-8").strip())
        assert all("--hash=sha256:" in entry for entry in entries if "==" in entry)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('<p style="color: red">', "style"),
        ("<style>p {}</style>", "style"),
        ("<script>go()</script>", "script"),
        ('<a href="javascript:go()">', "script"),
        ('<button {% if a %}disabled{% endif %} onclick="go()">', "handler"),
        ('<button hx-on:click="go()">', "handler"),
        ("<form hx-vals='js:{a: 1}'>", "expression"),
    ],
)
def test_what_is_inline_is_noticed(text: str, what: str) -> None:
    assert inline(text) == [what]


def test_what_is_not_inline_is_left_alone() -> None:
    page = '<script src="{% static \'a.js\' %}" defer></script><script type="application/json">{}</script><a data-on="x" class="style">on = style=</a>'
    assert inline(page) == []


@pytest.mark.parametrize(
    "text", ['src="https://cdn.example/a.js"', "url(//fonts.example/a)", "http://a.b"]
)
def test_an_address_is_noticed(text: str) -> None:
    assert addresses(text)


def test_a_name_of_a_format_is_no_address() -> None:
    assert addresses('<svg xmlns="http://www.w3.org/2000/svg"> a // comment') == []
