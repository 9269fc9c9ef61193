"""A file of figures as lines, parsed in a child process; large ones get more time."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from luodi.base.errors import Invalid
from luodi.documents.services.storing import limits, refusals
from luodi.reading.errors import ParserFailed
from luodi.reading.formats.isolation import run_limited

from .sheets import ZIP

PARSE = "luodi.indicators.importing.sheets:parse"
_ANSWERS = {
    "empty": ("文件是空的，请检查是否选对了文件。", "The file is empty; is it the right one?"),
    "old_format": (
        "这是旧版 .xls 或 .et 文件，请在 Excel 或 WPS 中另存为 .xlsx 后再上传。",
        "This is an old .xls or .et file; save it as .xlsx and upload that.",
    ),
    "broken": (
        "文件无法打开，请另存为 .xlsx 或 .csv 后再上传。",
        "The file cannot be opened; save it anew as .xlsx or .csv and upload that.",
    ),
    "heavy": (
        "这个工作簿太大，在限定的时间和内存内打不开。请另存为 CSV 后再上传（CSV 读得快得多），"
        "或分成几个文件。",
        "The workbook is too large to be opened within the limits of time and memory. Save it as "
        "CSV and upload that, which is read much faster, or split it.",
    ),
    "heavy_text": (
        "这个文件太大，在限定的时间和内存内读不完。请分成几个文件。",
        "The file is too large to be read within the limits of time and memory. Split it.",
    ),
    "too_large": (
        "表格超过105万行，请分成几个文件。",
        "More than 1,050,000 rows; split the file.",
    ),
}
# A workbook of a million rows takes minutes, and as CSV is larger than it was packed.
LONG_SECONDS = 900
MOST_OUTPUT = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a file that are not empty; `rows` counts those of the whole file."""

    rows: int
    _body: bytes

    def __iter__(self) -> Iterator[list[str]]:
        """Give the lines anew, each beginning with its number in the file."""
        stream = io.BytesIO(self._body)
        stream.readline()
        return csv.reader(io.TextIOWrapper(stream, encoding="utf-8", newline=""))


def lines_of(data: bytes, most: int = 0, *, patient: bool = False) -> Lines:
    """Return the lines of a file, the first `most` of them where given; refuses what is no table,
    and what the limits of time and memory do not suffice for, saying what to do. Work in the
    background is `patient`."""
    bounds = replace(limits(), output=MOST_OUTPUT)
    if patient:
        bounds = replace(bounds, cpu_seconds=LONG_SECONDS, wall_seconds=LONG_SECONDS * 1.5)
    head = json.dumps({"most": most}).encode() + b"\n"
    try:
        with refusals():
            body = run_limited(PARSE, head + data, bounds)
    except Invalid as error:
        if isinstance(error.__cause__, ParserFailed):
            raise _refused("heavy", data) from error
        raise
    said = json.loads(body[: body.index(b"\n")])
    if "error" in said:
        raise _refused(said["error"], data)
    return Lines(said["rows"], body)


def _refused(error: str, data: bytes) -> Invalid:
    is_text = error == "heavy" and not data.startswith(ZIP)
    return Invalid(*_ANSWERS["heavy_text" if is_text else error], field="file")
