"""From an uploaded file to the rows of a table, with an answer for every file that is none."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.conf import settings

from luodi.base.errors import Invalid
from luodi.reading.errors import FormatError
from luodi.reading.formats.isolation import run_limited
from luodi.reading.formats.limits import Limits

from .columns import Column, NoHeader, Table, read_table

_ANSWERS = {
    "empty": ("文件是空的，请检查是否选对了文件。", "The file is empty; is it the right one?"),
    "old_format": (
        "这是旧版 .xls 或 .et 文件，请在 Excel 或 WPS 中另存为 .xlsx 后再上传。",
        "This is an old .xls or .et file; save it as .xlsx and upload that.",
    ),
    "broken": (
        "文件无法打开，请在 Excel 或 WPS 中另存为 .xlsx 后再上传。",
        "The file cannot be opened; save it anew as .xlsx and upload that.",
    ),
    "too_large": ("表格超过2万行，请分成几个文件。", "More than 20,000 rows; split the file."),
}


def table_of(data: bytes, columns: Sequence[Column]) -> Table:
    """Return the table in a workbook or CSV file, parsed in a child process; refuses any other."""
    limits = Limits(
        bytes=settings.UPLOAD_BYTES,
        memory=settings.PARSE_MEMORY_BYTES,
        cpu_seconds=settings.PARSE_SECONDS,
    )
    try:
        answer = json.loads(run_limited("luodi.people.tables.workbook:parse", data, limits))
    except FormatError as error:
        raise Invalid(error.message_zh, error.message_en, field="file") from error
    if "error" in answer:
        raise Invalid(*_ANSWERS[answer["error"]], field="file")
    return _read(answer["grid"], columns)


def _read(grid: list[list[str]], columns: Sequence[Column]) -> Table:
    try:
        table = read_table(grid, columns)
    except NoHeader as error:
        raise Invalid(
            f"没有找到列：{'、'.join(column.zh for column in error.missing)}。"
            "请对照模板检查表头（前20行内）。",
            f"No column {', '.join(column.en for column in error.missing)} within the first 20 "
            "rows; compare the header with the template.",
            field="file",
        ) from error
    if not table.rows:
        raise Invalid("表头下面没有内容。", "There is nothing below the header.", field="file")
    return table
