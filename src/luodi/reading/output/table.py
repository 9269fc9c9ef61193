"""Findings for a terminal: columns where it is wide, else one finding under the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from luodi.reading.output.records import ReadFile
from luodi.reading.output.rows import due_words
from luodi.reading.output.widths import harmless, padded, width, wrapped
from luodi.reading.output.words import Language, kind_word, why, word
from luodi.reading.types import Finding

_GAP = "  "
_NARROW = 72  # below this, columns would hold two characters each


def table_lines(read: ReadFile, language: Language, columns: int) -> Iterator[str]:
    """Return the lines of one file, none wider than `columns`: head, commitments, problems."""
    yield from _head(read, language, columns)
    if not read.reading.findings:
        yield word("none found", language)
    groups = (("commitments", read.commitments), ("problems", read.problems))
    first = 1
    for name, found in groups:
        if found:
            yield from _group(read, name, found, first, language, columns)
        first += len(found)
    yield ""


def explain_lines(read: ReadFile, language: Language, columns: int) -> Iterator[str]:
    """Return every clause with its reason in words; ✓ marks those that were taken."""
    yield from _head(read, language, columns)
    for clause in read.reading.clauses:
        mark = "✓ " if clause.taken else "· "
        lines = wrapped(harmless(clause.span.text), columns - 2)
        yield mark + lines[0]
        yield from ("  " + line for line in lines[1:])
        reason = f"{why(clause.reason, language)}（{clause.reason}，{clause.confidence:.0%}）"
        if language == "en":
            reason = f"{why(clause.reason, language)} ({clause.reason}, {clause.confidence:.0%})"
        yield from ("    " + line for line in wrapped(reason, columns - 4))
    yield ""


def _head(read: ReadFile, language: Language, columns: int) -> Iterator[str]:
    frame = read.reading.frame
    title = frame.title or read.extracted.title or word("no title", language)
    about = [frame.issuer, frame.number, frame.date.isoformat() if frame.date else "", read.name]
    yield from wrapped(harmless(title), columns)
    yield from wrapped(harmless(" · ".join(filter(None, about))), columns)
    if read.extracted.recognised:
        yield from wrapped(word("recognised", language), columns)


def _group(
    read: ReadFile,
    name: str,
    found: Sequence[Finding],
    first: int,
    language: Language,
    columns: int,
) -> Iterator[str]:
    yield ""
    yield f"{word(name, language)} {len(found)}"
    cells = [_cells(number, finding, language) for number, finding in enumerate(found, first)]
    names = _PROBLEM if name == "problems" else _COMMITMENT
    heads = [word(column, language) for column in names]
    rows = [read.bundle_of(finding) for finding in found]
    if any(rows):
        heads = [*heads, word("bundle", language)]
        cells = [[*line, str(row or "")] for line, row in zip(cells, rows, strict=True)]
    if columns < _NARROW:
        yield from _stacked(cells, heads, columns)
    else:
        yield from _aligned([heads, *cells], columns)


_LONG = range(2, 6)  # finding, targets, deadline, owners
_COMMITMENT = ("number", "kind", "text", "targets", "deadline", "owners", "confidence")
_PROBLEM = ("number", "kind", "text", "cause", "body", "section", "confidence")


def _cells(number: int, finding: Finding, language: Language) -> list[str]:
    between = word("list", language)
    middle = [
        between.join(told.span.text for told in finding.measures),
        _due(finding, language),
        _owners(finding, language),
    ]
    if finding.is_problem:
        cause, body = finding.cause, finding.body
        section = finding.section_path[-1] if finding.section_path else ""
        middle = [cause.text if cause else "", body.text if body else "", section]
    opening = [str(number), kind_word(finding.kind, language), finding.span.text]
    return [harmless(cell) for cell in [*opening, *middle, f"{finding.confidence:.0%}"]]


def _due(finding: Finding, language: Language) -> str:
    due = finding.deadline
    if due is None:
        return ""
    when = due_words(due, language)
    return f"{due.span.text} {when}".strip() if when != due.span.text else when


def _owners(finding: Finding, language: Language) -> str:
    between = word("list", language)
    leads = between.join(o.span.text for o in finding.owners if o.role == "lead")
    partners = between.join(o.span.text for o in finding.owners if o.role == "partner")
    return between.join(
        filter(None, [leads, partners and word("partner mark", language) + partners])
    )


def _aligned(lines: list[list[str]], columns: int) -> Iterator[str]:
    sizes = _sizes(lines, columns)
    for at, cells in enumerate(lines):
        parts = [wrapped(cell, size) for cell, size in zip(cells, sizes, strict=True)]
        for n in range(max(map(len, parts))):
            row = [padded(p[n] if n < len(p) else "", s) for p, s in zip(parts, sizes, strict=True)]
            yield _GAP.join(row).rstrip()
        if at == 0:
            yield _GAP.join("─" * size for size in sizes)


def _sizes(lines: list[list[str]], columns: int) -> list[int]:
    """Columns as wide as their content, the long ones bounded; the finding takes what is left."""
    widest = [max(width(row[at]) for row in lines) for at in range(len(lines[0]))]
    bound = (columns - 20) // 5
    sizes = [min(s, bound) if at in _LONG else s for at, s in enumerate(widest)]
    used = sum(sizes) - sizes[2] + len(_GAP) * (len(sizes) - 1)
    sizes[2] = max(8, min(widest[2], columns - used))
    return sizes


def _stacked(cells: list[list[str]], heads: list[str], columns: int) -> Iterator[str]:
    for number, kind, text, *rest in cells:
        sure = rest.pop(3)
        yield from wrapped(f"{number} {kind} {text} {sure}", columns)
        for name, value in zip([*heads[3:6], *heads[7:]], rest, strict=True):
            if value:
                indent = max(2, columns - 4)
                yield from ("    " + line for line in wrapped(f"{name}: {value}", indent))
