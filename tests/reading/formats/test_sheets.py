"""Workbooks: sheets in order, a row a line, merged cells once."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from tests.reading.formats.fixed import answered
from tests.reading.formats.samples import zipped

from luodi.reading.errors import BrokenFile, EmptyFile, SecretDocument, TooLarge
from luodi.reading.formats import Limits, extract, extract_isolated
from luodi.reading.secrecy import refuse_secret


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "任务分解"
    for row in (["序号", "任务", "单位"], [1, "新建学校", "市教育局"], [2, None, "市财政局"]):
        sheet.append(row)
    sheet.merge_cells("B2:B3")
    return book


def test_sheets_come_in_order_with_merged_cells_once() -> None:
    book = workbook()
    book.create_sheet("附表").append(["合计", 3])
    read = extract(saved(book), "a.xlsx")
    assert read.text.split("\n") == [
        "任务分解",
        "序号\t任务\t单位",
        "1\t新建学校\t市教育局",
        "2\t\t市财政局",
        "附表",
        "合计\t3",
    ]
    assert (read.format, read.encoding, read.notes) == ("xlsx", "", ())


def test_a_value_kept_in_a_covered_cell_is_not_read_again() -> None:
    data = saved(workbook())
    kept = data
    book = openpyxl.load_workbook(io.BytesIO(kept))
    sheet = book.active
    area = next(iter(sheet.merged_cells.ranges))
    sheet.unmerge_cells(str(area))
    sheet["B3"] = "新建学校"
    sheet.merged_cells.add("B2:B3")
    assert extract(saved(book), "a.xlsx").text.count("新建学校") == 1


def test_values_are_written_as_they_are_shown() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([0.125, 50.0, 3.14159, date(2026, 1, 31), True, "两\n行"])
    sheet["A1"].number_format, sheet["C1"].number_format = "0.0%", "0.00"
    sheet.append([0.1, datetime(2026, 1, 31, 8, 30), 1e20, -0.5])
    assert extract(saved(book), "a.xlsx").text.split("\n") == [
        "12.5%\t50\t3.14\t2026-01-31\t是\t两 行",
        "0.1\t2026-01-31 08:30\t100000000000000000000\t-0.5",
    ]


def test_a_mark_in_a_sheets_header_is_found_and_hidden_sheets_are_named() -> None:
    book = workbook()
    hidden = book.create_sheet("底稿")
    hidden.append(["不读"])
    hidden.sheet_state = "hidden"
    book.active.oddHeader.center.text = "机密★1年"
    read = extract(saved(book), "a.xlsx")
    assert "不读" not in read.text
    assert "底稿" in read.notes[0]
    with pytest.raises(SecretDocument):
        refuse_secret(read.text, header=read.header)


def test_a_workbook_without_words_is_empty() -> None:
    with pytest.raises(EmptyFile):
        extract(saved(openpyxl.Workbook()), "a.xlsx")


@pytest.mark.parametrize(
    "data", [zipped({"xl/workbook.xml": "<x/>"}), zipped({"xl/workbook.xml": "<x"})]
)
def test_a_broken_workbook_says_so(data: bytes) -> None:
    with pytest.raises(BrokenFile) as caught:
        extract(data, "a.xlsx")
    assert "xlsx" in caught.value.message_zh


def test_a_cell_in_the_farthest_corner_is_answered() -> None:
    book = workbook()
    book.active["XFD1048576"] = "角"
    book.active["A1048575"] = "底"
    read = extract_isolated(saved(book), "a.xlsx")
    assert read.text.endswith("底")
    assert "500 列" in read.notes[0]


def test_a_workbook_larger_than_a_document_is_refused() -> None:
    book = openpyxl.Workbook()
    for _ in range(20):
        book.active.append(["建" * 10])
    with pytest.raises(TooLarge):
        extract(saved(book), "a.xlsx", Limits(characters=100))
    with pytest.raises(TooLarge):
        extract(saved(book), "a.xlsx", Limits(part=1_000))


def test_a_sheet_of_a_million_cells_is_answered() -> None:
    row = "<row>" + '<c t="inlineStr"><is><t>建设</t></is></c>' * 50 + "</row>"
    book = saved(workbook())
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        files: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    files["xl/worksheets/sheet1.xml"] = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + row * 30_000
        + "</sheetData></worksheet>"
    ).encode()
    assert answered(zipped(files), "a.xlsx", Limits(cpu_seconds=8))
