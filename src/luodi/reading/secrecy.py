"""Marks of secrecy: a document that bears one is refused before anything is stored.

A mark stands apart from sentences: with a star, after 密级, in brackets, alone on a line, in the
page header, in the file name. The same words in running text (商业秘密, 保密法) are no mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from luodi.reading.errors import SecretDocument

Where = Literal["text", "header", "filename"]

_GAP = "[ \t\u3000\xa0\u200b-\u200f\ufeff]*"
_LEVEL = f"(?P<level>绝{_GAP}密|机{_GAP}密|秘{_GAP}密)"
_NOT_OF_STATE = "(?<!商业)(?<!工作)(?<!技术)(?<!国家)(?<!个人)(?<!核心)(?<!普通)"
_TERM = (
    rf"(?:\d{{1,2}}{_GAP}(?:年|个?月|日|天)|[一二三四五六七八九十]{{1,3}}(?:年|个?月)"
    f"|长{_GAP}期|启{_GAP}用{_GAP}前)"
)
_OPEN, _CLOSE = "[【\\[〔（(〈《<［]", "[】\\]〕）)〉》>］]"
_STAR = "[★☆✩✪✫✬✭✮✯✰⭐🌟＊*※]"
_URGENCY = f"(?:特{_GAP}急|加{_GAP}急|特{_GAP}提|平{_GAP}急|急{_GAP}件)"
_SENTENCE = re.compile(r"[，。；！？,;!?“”\"'‘’]")

_STARRED = re.compile(f"{_NOT_OF_STATE}{_LEVEL}{_GAP}级?{_GAP}{_STAR}{_GAP}{_TERM}?")
_GRADED = re.compile(
    f"密{_GAP}级{_GAP}(?:[和及与、]{_GAP}保{_GAP}密{_GAP}期{_GAP}限{_GAP})?[:：为\t]?{_GAP}{_OPEN}?{_GAP}{_LEVEL}(?!事项|以)"
)
_TERMED = re.compile(
    f"^{_GAP}{_OPEN}?{_GAP}{_LEVEL}级?{_GAP}[·•\\-—.．]?{_GAP}{_TERM}{_GAP}{_CLOSE}?{_GAP}{_URGENCY}?{_GAP}$"
)
_BRACKETED = re.compile(f"^{_GAP}{_OPEN}{_GAP}{_LEVEL}{_GAP}(?:级|件|文件)?{_GAP}{_CLOSE}")
_ALONE = re.compile(
    f"^{_GAP}(?:(?:No[.．]?|第|份号[:：]?)?{_GAP}\\d{{1,8}}{_GAP}号?{_GAP})?(?:{_URGENCY}{_GAP})?{_LEVEL}{_GAP}"
    f"(?:级|件|文件|资料|材料)?{_GAP}[·•]?{_GAP}{_URGENCY}?{_GAP}(?:[，,！!]{_GAP}.{{0,10}})?$"
)
_IN_NAME = re.compile(
    f"(?<![\u4e00-\u9fff]){_LEVEL}(?:级|件|文件|资料|材料)?(?![\u4e00-\u9fff])"
    f"|^{_LEVEL.replace('level', 'first')}(?:关于|印发|转发)"
)
_OPENING_LINES = 15
_OPENING_CHARACTERS = 300
_LONGEST_MARK_LINE = 60


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of secrecy: its level, its words as written, and where; offsets count in that part."""

    level: str
    text: str
    where: Where
    start: int
    end: int


def mark_of(text: str, *, filename: str = "", header: str = "") -> Mark | None:
    """Return the first mark of secrecy of a document, or None where it bears none."""
    return _in_filename(filename) or _in_header(header) or _in_text(text)


def refuse_secret(text: str, *, filename: str = "", header: str = "") -> None:
    """Refuse a document that bears a mark of secrecy, with advice whom to ask."""
    mark = mark_of(text, filename=filename, header=header)
    if mark is None:
        return
    zh, en = {
        "text": ("正文", "in its text"),
        "header": ("页眉", "in its page header"),
        "filename": ("文件名", "in its file name"),
    }[mark.where]
    raise SecretDocument(
        f"文件在{zh}中带有密级标志“{mark.text}”，已拒绝，没有保存任何内容。"
        "luodi 是非涉密系统，不得处理涉密文件。请立即停止，并向本单位保密办（保密工作机构）报告；"
        "确认不涉密的，请其出具意见并去掉标志后再试。",
        f"The document bears the mark of secrecy “{mark.text}” {en}; it was refused and nothing "
        "was kept. luodi is a non-classified system. Stop here and ask your unit's secrecy office; "
        "if the document is not classified, have the mark removed by them first.",
    )


def _in_text(text: str) -> Mark | None:
    seen = 0
    for start, line in _lines(text):
        if not line.strip():
            continue
        seen += 1
        if "密" in line and (found := _of_line(line, opening=seen <= _OPENING_LINES)):
            return _mark(found, "text", start)
    found = _STARRED.search(text, 0, _OPENING_CHARACTERS)
    return _mark(found, "text", 0) if found and not _is_quoted(text, found) else None


def _in_header(header: str) -> Mark | None:
    for start, line in _lines(header):
        found = _of_line(line, opening=True) or _STARRED.search(line) or _IN_NAME.search(line)
        if found:
            return _mark(found, "header", start)
    return None


def _in_filename(filename: str) -> Mark | None:
    name = re.split(r"[/\\]", filename)[-1]
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name)
    found = _STARRED.search(stem) or _GRADED.search(stem) or _IN_NAME.search(stem.replace("_", " "))
    return _mark(found, "filename", 0) if found else None


def _of_line(line: str, *, opening: bool) -> re.Match[str] | None:
    """A mark in one line; the bare word counts only where a document begins."""
    found = _BRACKETED.match(line) or _TERMED.match(line)
    if found is None and len(line) <= _LONGEST_MARK_LINE:
        found = _beside(_STARRED, line) or _beside(_GRADED, line)
    if found is None and opening:
        found = _ALONE.match(line)
    return found


def _beside(pattern: re.Pattern[str], line: str) -> re.Match[str] | None:
    """A mark that shares its line with numbers or a title, not with a sentence or other levels."""
    found = pattern.search(line)
    if found is None:
        return None
    rest = line[: found.start()] + line[found.end() :]
    return None if _SENTENCE.search(rest) or re.search("秘密|机密|绝密", rest) else found


def _is_quoted(text: str, found: re.Match[str]) -> bool:
    before, after = text[: found.start()][-1:], text[found.end() :][:1]
    return before in {"“", "‘", '"', "'"} or after in {"”", "’", '"', "'"}


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.splitlines(keepends=True):
        yield at, line.rstrip("\r\n\v\f\x1c-\x1e\x85\u2028\u2029")
        at += len(line)


def _mark(found: re.Match[str], where: Where, offset: int) -> Mark:
    names = found.groupdict()
    level = re.sub(_GAP, "", names.get("level") or names.get("first") or "")
    words = found[0].strip()
    start = offset + found.start() + found[0].index(words)
    return Mark(level, words, where, start, start + len(words))
