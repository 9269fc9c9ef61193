"""Large tables: counted without reading their cells, and refused with advice beyond the limits."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from luodi.base.errors import Invalid
from luodi.indicators.importing import files, sheets
from luodi.indicators.importing.files import lines_of
from luodi.reading.errors import ParserFailed

pytestmark = pytest.mark.one_database
SHEET = "xl/worksheets/sheet1.xml"


def workbook(rows: int, change: Callable[[str], str] = str) -> bytes:
    """A workbook of so many rows of three cells that says of itself that it has one; `change`
    rewrites the XML of its sheet."""
    made = Workbook()
    made.active.append(["x"])
    plain = BytesIO()
    made.save(plain)
    body = "".join(
        f'<row r="{n}"><c r="A{n}"><v>421022</v></c><c r="B{n}"><v>2020</v></c>'
        f'<c r="C{n}"><v>{n}.5</v></c></row>'
        for n in range(1, rows + 1)
    )
    out = BytesIO()
    with ZipFile(plain) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name == SHEET:
                text = re.sub(
                    r"<sheetData>.*</sheetData>", f"<sheetData>{body}</sheetData>", text.decode()
                ).encode()
                text = change(text.decode()).encode()
            new.writestr(name, text)
    return out.getvalue()


def parsed(data: bytes, most: int) -> tuple[int, int]:
    """How many rows a file is said to have, and how many lines came."""
    head, _, body = sheets.parse(json.dumps({"most": most}).encode() + b"\n" + data).partition(
        b"\n"
    )
    return json.loads(head)["rows"], body.count(b"\n")


def test_a_large_workbook_is_counted_while_its_first_rows_are_shown(monkeypatch) -> None:
    data = workbook(500)
    assert parsed(data, 60) == (500, 60)  # read as a whole
    monkeypatch.setattr(sheets, "WHOLE_BYTES", 0)
    assert parsed(data, 60) == (500, 60)
    assert parsed(data, 0) == (500, 500)  # whatever the sheet says of its size


def test_rows_that_only_bear_a_style_are_not_counted(monkeypatch) -> None:
    styled = '<row r="{0}"><c r="A{0}" s="0"/></row>'
    more = "".join(styled.format(n) for n in range(501, 900))
    data = workbook(500, lambda text: text.replace("</sheetData>", more + "</sheetData>"))
    monkeypatch.setattr(sheets, "WHOLE_BYTES", 0)
    assert parsed(data, 60) == (500, 60)


def test_rows_under_a_prefix_are_counted_one_by_one(monkeypatch) -> None:
    """Such rows are not recognised in the XML, so every one is read."""
    monkeypatch.setattr(sheets, "WHOLE_BYTES", 0)
    monkeypatch.setattr(sheets, "_holds_a_value", lambda row: False)
    assert parsed(workbook(500), 60) == (500, 60)


def test_more_rows_than_there_may_be_are_told_before_they_are_read(monkeypatch) -> None:
    monkeypatch.setattr(sheets, "WHOLE_BYTES", 0)
    monkeypatch.setattr(sheets, "MOST_ROWS", 400)
    for most in (60, 0):
        answer = sheets.parse(json.dumps({"most": most}).encode() + b"\n" + workbook(500))
        assert json.loads(answer) == {"error": "too_large"}, most


def test_what_the_memory_does_not_suffice_for_is_refused_with_advice(settings) -> None:
    """The advice holds: the same rows as CSV are read within the same limit."""
    settings.PARSE_MEMORY_BYTES = 256 * 1024 * 1024
    assert lines_of(workbook(20)).rows == 20
    with pytest.raises(Invalid) as refused:
        lines_of(workbook(120_000))
    assert "CSV" in refused.value.zh
    assert "CSV" in refused.value.en
    text = "\n".join(f"421022,2020,{n}.5" for n in range(120_000))
    assert lines_of(text.encode()).rows == 120_000


@pytest.mark.parametrize(("data", "advice"), [(b"PK\x03\x04", "CSV"), (b"a,b", "Split it")])
def test_a_parser_that_took_too_long_leads_to_advice(monkeypatch, data, advice) -> None:
    def too_slow(*_: object) -> bytes:
        raise ParserFailed("用时超过 60 秒", "took over 60 s")

    monkeypatch.setattr(files, "run_limited", too_slow)
    with pytest.raises(Invalid, match=advice) as refused:
        lines_of(data)
    assert "docx" not in refused.value.en
