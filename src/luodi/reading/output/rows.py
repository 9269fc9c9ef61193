"""Findings and clauses as flat rows of words, shared by table, csv, xlsx and html."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from luodi.reading.output.records import ReadFile
from luodi.reading.output.words import Language, kind_word, why, word
from luodi.reading.types import Benchmark, Clause, Deadline, Finding, Target

Value = str | int | float

COMMITMENT_COLUMNS = (
    "file", "number", "kind", "text", "targets", "measure", "deadline", "due", "lead", "partners",
    "places", "section", "confidence", "reason", "start", "end",
)  # fmt: skip
PROBLEM_COLUMNS = (
    "file", "number", "kind", "text", "cause", "body", "section", "confidence", "reason", "start",
    "end",
)  # fmt: skip
BUNDLED_COLUMNS = (*COMMITMENT_COLUMNS, "bundle")
CLAUSE_COLUMNS = ("file", "number", "taken", "text", "reason", "confidence", "start", "end")
DOCUMENT_COLUMNS = (
    "file", "title", "issuer", "document number", "date", "characters", "commitments", "problems",
    "reader", "version",
)  # fmt: skip

_SIGNS = {">=": "≥", "<=": "≤", "rank<=": "≤", "~": "≈", "x": "×", "range": "", "=": "="}
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def header(columns: Sequence[str], language: Language) -> list[str]:
    """Return the names of the columns."""
    return [word(column, language) for column in columns]


def commitment_row(
    read: ReadFile, number: int, finding: Finding, language: Language
) -> list[Value]:
    """Return the cells of `COMMITMENT_COLUMNS`."""
    between = word("list", language)
    due = finding.deadline
    return [
        read.name,
        number,
        kind_word(finding.kind, language),
        finding.span.text,
        between.join(told.span.text for told in finding.measures),
        between.join(measure(told, language) for told in finding.measures),
        due.span.text if due else "",
        due_words(due, language),
        between.join(o.span.text for o in finding.owners if o.role == "lead"),
        between.join(o.span.text for o in finding.owners if o.role == "partner"),
        between.join(place_words(finding, language)),
        " / ".join(finding.section_path),
        finding.confidence,
        _reason(read, finding, language),
        finding.span.start,
        finding.span.end,
    ]


def bundled_row(read: ReadFile, number: int, finding: Finding, language: Language) -> list[Value]:
    """Return the cells of `BUNDLED_COLUMNS`; a problem belongs to no plan row."""
    return [*commitment_row(read, number, finding, language), read.bundle_of(finding) or ""]


def problem_row(read: ReadFile, number: int, finding: Finding, language: Language) -> list[Value]:
    """Return the cells of `PROBLEM_COLUMNS`."""
    return [
        read.name,
        number,
        kind_word(finding.kind, language),
        finding.span.text,
        finding.cause.text if finding.cause else "",
        finding.body.text if finding.body else "",
        " / ".join(finding.section_path),
        finding.confidence,
        _reason(read, finding, language),
        finding.span.start,
        finding.span.end,
    ]


def clause_row(read: ReadFile, number: int, clause: Clause, language: Language) -> list[Value]:
    """Return the cells of `CLAUSE_COLUMNS`."""
    taken = word("yes" if clause.taken else "no", language)
    reason = why(clause.reason, language)
    span = clause.span
    return [read.name, number, taken, span.text, reason, clause.confidence, span.start, span.end]


def document_row(read: ReadFile, _number: int, _item: object, _language: Language) -> list[Value]:
    """Return the cells of `DOCUMENT_COLUMNS`."""
    frame, reading = read.reading.frame, read.reading
    return [
        read.name,
        frame.title or read.extracted.title,
        frame.issuer,
        frame.number,
        frame.date.isoformat() if frame.date else "",
        len(read.extracted.text),
        len(read.commitments),
        len(read.problems),
        reading.reader,
        reading.version,
    ]


def _reason(read: ReadFile, finding: Finding, language: Language) -> str:
    """Why it was taken; of a recognised text also that it is one, and where to look."""
    said, place = why(finding.reason, language), read.page_of(finding)
    if place is None:
        return said
    where = word("page", language).format(page=place[0], sure=place[1])
    return word("list", language).join([said, word("recognised", language), where])


def measure(target: Target | Benchmark, language: Language) -> str:
    """Return a target as it was understood, such as ≥ 500 公里 or ≥ 全省中位数."""
    if isinstance(target, Benchmark):
        level = word(target.statistic, language)
        return f"{_SIGNS[target.comparator]} {target.among}{level}"
    unit = target.unit
    if target.comparator == "range" and target.value2 is not None:
        return f"{number_words(target.value)}–{number_words(target.value2)} {unit}".strip()
    sign = _SIGNS.get(target.comparator, target.comparator)
    return f"{sign} {number_words(target.value)} {unit}".strip()


def number_words(value: Decimal) -> str:
    """Return a decimal without exponent and without closing zeros."""
    words = f"{value:f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def place_words(finding: Finding, language: Language) -> list[str]:
    """Return the places, those that another reader proposes with a mark."""
    mark = word("proposed", language)
    told = [one.span.text + mark for one in finding.named_places]
    return [*(place.text for place in finding.places), *told]


def due_words(deadline: Deadline | None, language: Language) -> str:
    """Return when something is due: a day, else a duration, and whether it comes again."""
    if deadline is None:
        return ""
    when = deadline.by.isoformat() if deadline.by else deadline.duration
    again = word("recurring", language) if deadline.recurring else ""
    return " ".join(filter(None, [when, again]))


def escaped(cells: Iterable[Value]) -> list[Value]:
    """Return cells that no spreadsheet takes for a formula."""
    return [f"'{c}" if isinstance(c, str) and c.startswith(_FORMULA) else c for c in cells]
