"""One self-contained page: the text with its findings marked, and a table of them beside it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby, pairwise
from pathlib import Path

from luodi.reading.output.records import ReadFile
from luodi.reading.output.rows import due_words, place_words
from luodi.reading.output.words import KINDS, Language, kind_word, why, word
from luodi.reading.types import Clause, Finding

_STYLE = Path(__file__).with_name("page.css")
# No script may run and nothing may be fetched, whatever a document holds.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def page(files: Sequence[ReadFile], language: Language, *, explain: bool) -> str:
    """Return a page that needs neither script nor network; every word of a document is escaped."""
    title = _title(files[0]) if len(files) == 1 else f"luodi {len(files)}"
    parts = [_head(title, language), *_contents(files, language)]
    for number, read in enumerate(files, 1):
        parts.append(_document(_Marks(read, f"d{number}-" if len(files) > 1 else ""), language))
        if explain:
            parts.append(_clauses(read, language))
    return "".join(
        [*parts, f"<footer>{escape(word('offline', language))}</footer></body></html>\n"]
    )


def _head(title: str, language: Language) -> str:
    tongue = "en" if language == "en" else "zh-CN"
    return (
        f'<!DOCTYPE html>\n<html lang="{tongue}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE.read_text(encoding='utf-8')}</style></head>"
        "<body>"
    )


def _contents(files: Sequence[ReadFile], language: Language) -> Iterator[str]:
    """A list of the documents, where there are several."""
    if len(files) > 1:
        items = (
            f'<li><a href="#d{at}-top">{escape(_title(read))}</a> {_counts(read, language)}</li>'
            for at, read in enumerate(files, 1)
        )
        yield f"<nav><h1>{escape(word('documents', language))}</h1><ol>{''.join(items)}</ol></nav>"


def _title(read: ReadFile) -> str:
    return read.reading.frame.title or read.extracted.title or Path(read.name).name


def _counts(read: ReadFile, language: Language) -> str:
    counts: Counter[str] = Counter(finding.kind for finding in read.reading.findings)
    return "".join(
        f'<span class="kind k-{kind}">{escape(kind_word(kind, language))} {counts[kind]}</span> '
        for kind in KINDS
        if counts[kind]
    )


class _Marks:
    """The findings of one document with their numbers: commitments first, then problems."""

    def __init__(self, read: ReadFile, prefix: str) -> None:
        self.read = read
        self.prefix = prefix
        self.numbered = list(enumerate((*read.commitments, *read.problems), 1))


def _document(marks: _Marks, language: Language) -> str:
    read = marks.read
    heading = "h2" if marks.prefix else "h1"
    return (
        f'<article id="{marks.prefix}top"><header><{heading}>{escape(_title(read))}</{heading}>'
        f"{_about(read, language)}{_recognised(read, language)}<p>{_counts(read, language)}</p>"
        f'<p class="note">{escape(word("how to", language))}</p></header><div class="both">'
        f'<section class="words"><h3>{escape(word("contents", language))}</h3>'
        f'<div class="text" lang="zh-CN">{"".join(_marked(marks, language))}</div></section>'
        f'<section class="found">{_tables(marks, language)}</section></div></article>'
    )


def _about(read: ReadFile, language: Language) -> str:
    frame = read.reading.frame
    missing = word("not stated", language)
    facts = (
        ("issuer", frame.issuer or missing),
        ("document number", frame.number or missing),
        ("date", frame.date.isoformat() if frame.date else missing),
        ("file", f"{Path(read.name).name} ({read.extracted.format})"),
        ("characters", f"{len(read.extracted.text):,}"),
        ("reader", f"{read.reading.reader} {read.reading.version}"),
    )
    pairs = (
        f"<div><dt>{escape(word(k, language))}</dt><dd>{escape(v)}</dd></div>" for k, v in facts
    )
    return f"<dl>{''.join(pairs)}</dl>"


def _recognised(read: ReadFile, language: Language) -> str:
    if not read.extracted.recognised:
        return ""
    return f'<p class="note"><strong>{escape(word("recognised", language))}</strong></p>'


def _marked(marks: _Marks, language: Language) -> Iterator[str]:
    """The text in pieces; where findings overlap, a piece belongs to the one that begins last."""
    text = marks.read.extracted.text
    spans = sorted(
        ((f.span.start, f.span.end, number, f) for number, f in marks.numbered),
        key=lambda item: item[:3],
    )
    borders = sorted({0, len(text), *(s for s, *_ in spans), *(e for _, e, *_ in spans)})
    longest = max((end - start for start, end, *_ in spans), default=0)
    starts = [start for start, *_ in spans]
    for low, high in pairwise(borders):
        near = spans[bisect_left(starts, low - longest) : bisect_right(starts, low)]
        over = [item for item in near if item[1] >= high]
        yield _piece(marks, text[low:high], low, over[-1] if over else None, language)


def _piece(
    marks: _Marks,
    words: str,
    at: int,
    item: tuple[int, int, int, Finding] | None,
    language: Language,
) -> str:
    if item is None:
        return escape(words)
    start, end, number, finding = item
    name = f' id="{marks.prefix}t{number}"' if at == start else ""
    told = f"{kind_word(finding.kind, language)}：{why(finding.reason, language)}"
    count = f"<sup>{number}</sup>" if at + len(words) == end else ""
    return (
        f'<a class="mark k-{finding.kind}"{name} href="#{marks.prefix}f{number}" '
        f'title="{escape(told)}">{escape(words)}{count}</a>'
    )


def _tables(marks: _Marks, language: Language) -> str:
    commitments = [(n, f) for n, f in marks.numbered if not f.is_problem]
    problems = [(n, f) for n, f in marks.numbered if f.is_problem]
    if not marks.numbered:
        return f"<p>{escape(word('none found', language))}</p>"
    groups = (("commitments", commitments), ("problems", problems))
    return "".join(_table(marks, name, found, language) for name, found in groups if found)


def _table(marks: _Marks, name: str, found: list[tuple[int, Finding]], language: Language) -> str:
    heads = ("number", "kind", "text", "confidence")
    head = "".join(f'<th scope="col">{escape(word(key, language))}</th>' for key in heads)
    bodies = "".join(_bodies(marks, found, language))
    return (
        f"<h3>{escape(word(name, language))} {len(found)}</h3>"
        f"<table><thead><tr>{head}</tr></thead>{bodies}</table>"
    )


def _bodies(marks: _Marks, found: list[tuple[int, Finding]], language: Language) -> Iterator[str]:
    """The rows, under a head for each plan row where commitments are put together."""
    for bundle, held in groupby(found, key=lambda item: marks.read.bundle_of(item[1])):
        items = list(held)
        head = ""
        if bundle is not None:
            name = f"{word('bundle', language)} {bundle} · {len(items)}"
            head = f'<tr><th scope="rowgroup" colspan="4">{escape(name)}</th></tr>'
        rows = "".join(_row(marks, number, finding, language) for number, finding in items)
        yield f"<tbody>{head}{rows}</tbody>"


def _row(marks: _Marks, number: int, finding: Finding, language: Language) -> str:
    back = f'<a href="#{marks.prefix}t{number}">{number}</a>'
    kind = f'<span class="kind k-{finding.kind}">{escape(kind_word(finding.kind, language))}</span>'
    return (
        f'<tr id="{marks.prefix}f{number}"><td>{back}</td><td>{kind}</td>'
        f'<td><q lang="zh-CN">{escape(finding.span.text)}</q>{_facts(finding, language)}</td>'
        f"<td>{finding.confidence:.0%}</td></tr>"
    )


def _facts(finding: Finding, language: Language) -> str:
    between = word("list", language)
    due = finding.deadline
    facts = (
        ("targets", between.join(told.span.text for told in finding.measures)),
        ("deadline", f"{due.span.text}（{due_words(due, language)}）" if due else ""),
        ("lead", between.join(o.span.text for o in finding.owners if o.role == "lead")),
        ("partners", between.join(o.span.text for o in finding.owners if o.role == "partner")),
        ("places", between.join(place_words(finding, language))),
        ("named", between.join(o.span.text for o in finding.named if o.what == "body")),
        ("cause", finding.cause.text if finding.cause else ""),
        ("body", finding.body.text if finding.body else ""),
        ("section", " / ".join(finding.section_path)),
        ("reason", why(finding.reason, language)),
    )
    pairs = (f"<dt>{escape(word(k, language))}</dt><dd>{escape(v)}</dd>" for k, v in facts if v)
    return f"<dl>{''.join(pairs)}</dl>"


def _clauses(read: ReadFile, language: Language) -> str:
    heads = "".join(
        f'<th scope="col">{escape(word(key, language))}</th>'
        for key in ("taken", "clause", "reason", "confidence")
    )
    rows = "".join(_clause(clause, language) for clause in read.reading.clauses)
    return (
        f'<details class="clauses"><summary>{escape(word("clauses", language))} '
        f"{len(read.reading.clauses)}</summary><table><thead><tr>{heads}</tr></thead>"
        f"<tbody>{rows}</tbody></table></details>"
    )


def _clause(clause: Clause, language: Language) -> str:
    return (
        f"<tr><td>{'✓' if clause.taken else '·'}</td><td>{escape(clause.span.text)}</td>"
        f"<td>{escape(why(clause.reason, language))}</td><td>{clause.confidence:.0%}</td></tr>"
    )
