"""Old Word files by antiword: running text and tables; it does not know page headers."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from luodi.reading.errors import BrokenFile, ParserFailed
from luodi.reading.formats.limits import Limits
from luodi.reading.types import ExtractedText

_ROW = re.compile(r"^\|.*\|$")
_MARK = re.compile(
    "[\u3000-\u9fff\uff00-\uffef★☆0-9 ]{0,12}密[\u3000-\u9fff\uff00-\uffef★☆0-9 ]{0,12}"
)
_FULL = 2  # blanks left at the end of a cell that goes on in the next line
_NOTE = "由 antiword 读取：没有页眉、页脚和自动编号，表格可能不准。装有 LibreOffice 时读得更全。"


def extract_doc(program: str, data: bytes, limits: Limits) -> ExtractedText:
    """Return the text of a doc; refuse what antiword cannot read."""
    with tempfile.TemporaryDirectory(prefix="doc-") as name:
        source = Path(name) / "in.doc"
        source.write_bytes(data)
        text = _output(program, source, limits)
    lines = list(_lines(text.split("\n")))
    return ExtractedText("\n".join(lines), "doc", "", header=_marks(data), notes=(_NOTE,))


def _output(program: str, source: Path, limits: Limits) -> str:
    command = [program, "-w", "0", "-m", "UTF-8.txt", str(source)]
    try:
        ran = subprocess.run(
            command, capture_output=True, timeout=limits.wall_seconds * 0.8, check=False,
            cwd=source.parent, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired as problem:
        raise ParserFailed(
            "antiword 用时过长，已停止。请在 WPS 或 Word 中另存为 docx 后再试。",
            "antiword took too long and was stopped. Save the file as docx in WPS or Word.",
        ) from problem
    if ran.returncode != 0 or not ran.stdout.strip():
        raise BrokenFile(
            "这个 doc 文件打不开，可能已损坏。请在 WPS 或 Word 中打开并另存为 docx 后再试。",
            "The doc cannot be opened; it may be damaged. Save it as docx in WPS or Word.",
        )
    return ran.stdout.decode("utf-8", "replace")


def _lines(lines: list[str]) -> Iterator[str]:
    """Paragraphs as they are; rows of a table put together from their lines, cells by tabs."""
    row: list[str] = []
    full: list[bool] = []
    for line in [*lines, ""]:
        raw = line.strip()[1:-1].split("|") if _ROW.match(line.strip()) else []
        cells = [cell.strip() for cell in raw]
        if row and _goes_on(cells, full):
            row = [a + b for a, b in zip(row, cells, strict=True)]
        else:
            yield from ["\t".join(row).rstrip("\t")] if any(row) else []
            row = cells
        full = [len(cell) - len(cell.rstrip()) <= _FULL for cell in raw]
        if not raw and line.strip():
            yield line.strip()


def _goes_on(cells: list[str], full: list[bool]) -> bool:
    """Whether a line goes on with the row before: only under cells that were filled to the edge."""
    return len(cells) == len(full) and all(
        above or not cell for cell, above in zip(cells, full, strict=True)
    )


def _marks(data: bytes) -> str:
    """Short runs with 密 anywhere in the file: page headers stand there as plain UTF-16."""
    text = data[: len(data) // 2 * 2].decode("utf-16-le", "replace")
    return "\n".join(dict.fromkeys(found.strip() for found in _MARK.findall(text)))
