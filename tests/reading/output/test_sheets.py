"""Spreadsheets open in Excel and WPS, and compute nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace

import openpyxl
from tests.reading.samples import EMPTY, READ, READING, SCHOOLS

from luodi.reading.output import ReadFile, bundled
from luodi.reading.output.sheets import CsvWriter, xlsx
from luodi.reading.types import Span


def csv_rows(*files: ReadFile, explain: bool = False) -> list[list[str]]:
    writer = CsvWriter("zh", explain=explain)
    text = writer.begin() + "".join(writer.add(f) for f in files) + writer.end()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def hostile() -> ReadFile:
    wild = replace(SCHOOLS, span=Span(0, 9, '=HYPERLINK("x")\x07'), section_path=("@a", "b"))
    return replace(READ, name="-x.txt", reading=replace(READING, findings=(wild,)))


def test_csv_has_commitments_first_and_problems_as_their_own_group() -> None:
    rows = csv_rows(READ, EMPTY)
    assert rows[0][:4] == ["文件", "序号", "类别", "摘录"]
    assert [row[2] for row in rows[1:]] == ["项目", "目标", "问题"]
    first = dict(zip(rows[0], rows[1], strict=True))
    assert first["摘录"] == "到2027年底前，新建学校50所"
    assert first["目标值（归一）"] == "'= 50 所"
    assert (first["截止日期"], first["牵头单位"], first["配合单位"]) == (
        "2027-12-31", "市教育局", "市财政局"
    )  # fmt: skip


def test_csv_explains_every_clause() -> None:
    rows = csv_rows(READ, explain=True)
    assert [row[2] for row in rows] == ["是否摘录", "否", "是"]


def test_csv_cells_from_a_document_are_escaped() -> None:
    row = csv_rows(hostile())[1]
    assert row[0] == "'-x.txt"
    assert row[3].startswith("'=HYPERLINK")
    assert row[11] == "'@a / b"


def test_a_workbook_has_a_sheet_for_each_group() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx([READ, EMPTY], "zh", explain=True)))
    assert book.sheetnames == ["部署", "问题", "文件", "分句及理由"]
    commitments = list(book["部署"].values)
    assert commitments[0][:4] == ("文件", "序号", "类别", "摘录")
    assert [row[2] for row in commitments[1:]] == ["项目", "目标"]
    problems = list(book["问题"].values)
    assert problems[1][2:6] == ("问题", "部分单位推进不力", "人手不足", "部分单位")
    assert [row[0] for row in book["文件"].values] == ["文件", "文件/要点.txt", "空.txt"]
    assert book["部署"].freeze_panes == "A2"


def test_a_workbook_in_english_without_clauses() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx([READ], "en", explain=False)))
    assert book.sheetnames == ["commitments", "problems", "documents"]


def test_workbook_cells_from_a_document_are_words_never_formulas() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx([hostile()], "zh", explain=True)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert any(cell.value == '\'=HYPERLINK("x")' for cell in cells)


def test_plan_rows_are_a_column_where_they_are_asked_for() -> None:
    writer = CsvWriter("zh", explain=False, bundle=True)
    text = writer.begin() + writer.add(bundled(READ))
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert [row[-1] for row in rows] == ["事项", "1", "2", ""]
    book = openpyxl.load_workbook(io.BytesIO(xlsx([bundled(READ)], "zh", explain=False)))
    assert [row[-1] for row in book["部署"].values] == ["事项", 1, 2]
    assert "事项" not in next(openpyxl_rows(READ))


def openpyxl_rows(*files: ReadFile) -> Iterator[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(xlsx(files, "zh", explain=False)))
    return iter(book["部署"].values)
