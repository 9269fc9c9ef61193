"""One writer for each format: what stands before, what each file adds, what stands after."""

from __future__ import annotations

import shutil
from typing import Protocol

from luodi.reading.output.records import ReadFile, clause_lines, finding_lines
from luodi.reading.output.words import Language

FORMATS = ("table", "jsonl", "csv", "xlsx", "html")
_PIPED = (120, 24)  # the width when nobody looks on


class Writer(Protocol):
    """Gives the parts of an output in turn."""

    def begin(self) -> str | bytes: ...
    def add(self, read: ReadFile) -> str | bytes: ...
    def end(self) -> str | bytes: ...


def writer_for(
    form: str, language: Language, explain: bool, problems: bool, bundle: bool = False
) -> Writer:
    """Return the writer of a format; spreadsheets and pages load their libraries only here."""
    if form == "jsonl":
        return JsonLines(language, explain, problems)
    if form == "csv":
        from luodi.reading.output.sheets import CsvWriter

        return CsvWriter(language, explain=explain, bundle=bundle)
    if form in {"xlsx", "html"}:
        return Whole(form, language, explain)
    return Table(language, explain)


class Table:
    """Columns for a terminal."""

    def __init__(self, language: Language, explain: bool) -> None:
        self._language: Language = language
        self._explain = explain
        self._columns = max(20, shutil.get_terminal_size(_PIPED).columns)

    def begin(self) -> str:
        return ""

    def add(self, read: ReadFile) -> str:
        from luodi.reading.output.table import explain_lines, table_lines

        lines = explain_lines if self._explain else table_lines
        return "".join(line + "\n" for line in lines(read, self._language, self._columns))

    def end(self) -> str:
        return ""


class JsonLines:
    """A line for each commitment, or for each clause."""

    def __init__(self, language: Language, explain: bool, problems: bool) -> None:
        self._language: Language = language
        self._explain = explain
        self._problems = problems

    def begin(self) -> str:
        return ""

    def add(self, read: ReadFile) -> str:
        lines = finding_lines(read, problems=self._problems)
        if self._explain:
            lines = clause_lines(read, self._language)
        return "".join(line + "\n" for line in lines)

    def end(self) -> str:
        return ""


class Whole:
    """Formats that hold all files in one piece, written at the end."""

    def __init__(self, form: str, language: Language, explain: bool) -> None:
        self._form = form
        self._language: Language = language
        self._explain = explain
        self._files: list[ReadFile] = []

    def begin(self) -> str:
        return ""

    def add(self, read: ReadFile) -> str:
        self._files.append(read)
        return ""

    def end(self) -> str | bytes:
        if not self._files:
            return ""
        if self._form == "xlsx":
            from luodi.reading.output.sheets import xlsx

            return xlsx(self._files, self._language, explain=self._explain)
        from luodi.reading.output.page import page

        return page(self._files, self._language, explain=self._explain)
