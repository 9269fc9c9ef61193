"""`luodi read` on scans: found as in any text, and marked as recognised in every output."""

from __future__ import annotations

import io
import json

import pytest
from openpyxl import load_workbook
from tests.reading.formats.recogniser import NAME, PAGES, SIZE, TEXT, line, scan

from luodi.reading.errors import ScannedFile, SecretDocument
from luodi.reading.files import read_bytes
from luodi.reading.formats.scanned import MARK, PageRead, text_of_pages
from luodi.reading.output import ReadFile
from luodi.reading.output.writers import writer_for


def test_a_mark_that_stands_alone_on_a_later_page_is_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The line before it has no stop and fills its line: read as one text the two would be one."""
    second = (line("密级：机密", 140, 160), line("关于有关事项的通知", 300, 300))
    first = tuple(one for one in PAGES[1] if "— 1 —" not in one.text)
    pages = [PageRead(n, *SIZE, 0, seen) for n, seen in ((1, first), (2, second))]
    read = text_of_pages(pages, "pdf")
    monkeypatch.setattr("luodi.reading.formats.scanned.recognise", lambda *a, **k: read)
    with pytest.raises(SecretDocument):
        read_bytes("a.pdf", scan(1), "a.pdf", engine=NAME)


@pytest.fixture(scope="module")
def found() -> ReadFile:
    return read_bytes("a.pdf", scan(1, 2), "a.pdf", engine=NAME)


def written(found: ReadFile, form: str, language: str) -> bytes:
    writer = writer_for(form, language, False, True, False)  # type: ignore[arg-type]
    parts = [writer.begin(), writer.add(found), writer.end()]
    return b"".join(part.encode() if isinstance(part, str) else part for part in parts)


def test_commitments_of_a_scan_are_found_with_exact_offsets(found: ReadFile) -> None:
    assert found.extracted.text == TEXT
    assert len(found.commitments) >= 3
    assert all(TEXT[f.span.start : f.span.end] == f.span.text for f in found.commitments)


def test_each_record_says_that_it_was_recognised_where_and_how_surely(found: ReadFile) -> None:
    rows = [json.loads(row) for row in written(found, "jsonl", "zh").splitlines()]
    assert {row["recognised"]["mark"] for row in rows} == {MARK}
    school = next(row for row in rows if "12所" in row["text"])
    last = next(row for row in rows if "60个" in row["text"])
    assert (school["recognised"]["page"], last["recognised"]["page"]) == (1, 2)
    assert min(row["recognised"]["confidence"] for row in rows) == 0.72


@pytest.mark.parametrize("form", ["table", "csv", "html"])
def test_tables_and_pages_bear_the_mark(found: ReadFile, form: str) -> None:
    assert MARK in written(found, form, "zh").decode("utf-8-sig").replace("\n", "")
    assert "OCR" in written(found, form, "en").decode("utf-8-sig")


def test_workbooks_bear_the_mark(found: ReadFile) -> None:
    book = load_workbook(io.BytesIO(written(found, "xlsx", "zh")))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(MARK in cell and "第2页" in cell for cell in cells)


def test_a_secret_scan_is_refused() -> None:
    with pytest.raises(SecretDocument):
        read_bytes("a.pdf", scan(3), "a.pdf", engine=NAME)


def test_without_the_extra_the_courteous_answer_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("luodi.reading.files.is_installed", lambda name: False)
    with pytest.raises(ScannedFile, match="`ocr`"):
        read_bytes("a.pdf", scan(1), "a.pdf")
