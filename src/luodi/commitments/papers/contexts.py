"""What a template can say: the words of each paper as plain values, and a sample to start from."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import docx

from luodi.base.papers import Cell, GroupRow, Paper, Table, Text, chinese_date

ROW = ("c1", "c2", "c3", "c4", "c5", "c6", "c7")


def context_of(paper: Paper) -> dict[str, Any]:
    """Return the values of a paper: title, number, issuer, recipients, date, signer, contact,
    copies, text, note, heads and rows (a row has its cells c1 to c7, or a group's name)."""
    tables = [block for block in paper.body if isinstance(block, Table)]
    signature = paper.signature
    return {
        "title": paper.title.replace("\n", ""),
        "number": paper.number,
        "issuer": paper.issuer,
        "recipients": "、".join(paper.recipients),
        "signers": "、".join(paper.signers),
        "contact": paper.contact,
        "copies": "、".join(paper.copies),
        "date": chinese_date(signature.day) if signature else "",
        "text": "\n".join(block.text for block in paper.body if isinstance(block, Text)),
        "note": tables[0].note if tables else "",
        "heads": [column.title for column in tables[0].columns] if tables else [],
        "rows": [row for table in tables for row in _rows(table.rows)],
    }


def _rows(rows: Iterable[Any]) -> Iterable[dict[str, str]]:
    for row in rows:
        if isinstance(row, GroupRow):
            yield {"group": row.text, **dict.fromkeys(ROW, ""), ROW[1]: row.text}
        else:
            words = [cell.text if isinstance(cell, Cell) else cell for cell in row]
            yield {"group": "", **dict.fromkeys(ROW, ""), **dict(zip(ROW, words, strict=False))}


def sample(columns: int) -> bytes:
    """Return a plain template with every tag, to be changed in Word or WPS."""
    document = docx.Document()
    for line in ("{{ title }}", "{{ number }}", "{{ recipients }}", "{{ text }}"):
        document.add_paragraph(line)
    table = document.add_table(rows=4, cols=columns)
    table.style = "Table Grid"
    for at in range(columns):
        table.cell(0, at).text = f"{{{{ heads[{at}] }}}}"
        table.cell(2, at).text = f"{{{{ row.c{at + 1} }}}}"
    table.cell(1, 0).text = "{%tr for row in rows %}"
    table.cell(3, 0).text = "{%tr endfor %}"
    for line in ("{{ note }}", "{{ issuer }}", "{{ date }}", "{{ signers }} {{ contact }}"):
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
