"""Plain text and Markdown."""

from __future__ import annotations

import re

_FENCE = re.compile(r"^ {0,3}(?:```|~~~).*$")
_RULE = re.compile(r"^ {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,}|=+)\s*$")
_TABLE_RULE = re.compile(r"^\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?)?\s*$")
_HEADING = re.compile(r"^ {0,3}#{1,6}\s+(.*?)(?:\s+#+)?\s*$")
_BULLET = re.compile(r"^(\s*)[-*+]\s+(?:\[[ xX]\]\s+)?")
_QUOTE = re.compile(r"^\s*(?:>\s?)+")
_IMAGE_OR_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
_STRONG = re.compile(r"(\*\*|__|~~)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![A-Za-z0-9*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![A-Za-z0-9*])")
_CODE = re.compile(r"`+([^`\n]+)`+")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def plain_markdown(text: str) -> str:
    """Return the words of a Markdown text, one block a line, without its marks."""
    lines = _COMMENT.sub("", text.replace("\r\n", "\n")).split("\n")
    return "\n".join(line for raw in lines if (line := _line(raw)) is not None)


def _line(raw: str) -> str | None:
    """One line without marks; None for a line that is nothing but a mark."""
    if _FENCE.match(raw) or _TABLE_RULE.match(raw) or _RULE.match(raw):
        return None
    line = _QUOTE.sub("", raw)
    heading = _HEADING.match(line)
    line = heading[1] if heading else _BULLET.sub(r"\1", line)
    if line.lstrip().startswith("|"):
        line = "\t".join(cell.strip() for cell in line.strip().strip("|").split("|"))
    return _inline(line).strip(" ")


def _inline(line: str) -> str:
    for pattern, kept in ((_IMAGE_OR_LINK, r"\1"), (_STRONG, r"\2"), (_EMPHASIS, r"\1"),
                          (_CODE, r"\1"), (_ESCAPE, r"\1")):  # fmt: skip
        line = pattern.sub(kept, line)
    return line
