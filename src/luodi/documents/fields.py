"""The fields of a finding as JSON: as the reader took them, and as people mend them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from unicodedata import normalize

from luodi.base.errors import Invalid
from luodi.base.figures import written
from luodi.reading import types

from .texts import one_line
from .vocabularies import Comparator, FindingKind, OwnerRole

Fields = dict[str, Any]
LONGEST = 200
ROWS = 50
PLACES = 12
YEARS = range(1900, 2201)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
_DURATION = re.compile(r"P(?!$)(?:\d{1,4}[YMWD]){0,3}(?:T\d{1,4}H)?", re.ASCII)


def fields_of(finding: types.Finding) -> Fields:
    """Return the fields of a finding as the reader took them, and beside them, where there are any,
    the bodies that another reader names (`named`)."""
    fields: Fields = {
        "kind": finding.kind,
        "targets": _in_order(
            [*map(_target, finding.targets), *map(_benchmark, finding.benchmarks)]
        ),
        "deadline": _deadline(finding.deadline),
        "owners": [
            {**_span(owner.span), "role": owner.role, "source": owner.source}
            for owner in finding.owners
        ],
        "places": _all_places(finding),
        "cause": _span(finding.cause) if finding.cause else None,
        "body": _span(finding.body) if finding.body else None,
    }
    bodies = [one for one in finding.named if one.what == "body"]
    if bodies:
        fields["named"] = [
            {**_span(one.span), "what": one.what, "reader": one.reader} for one in bodies
        ]
    return fields


def _all_places(finding: types.Finding) -> list[Fields]:
    """The places in the order of the text; one that another reader proposes says which."""
    told = [{**_span(one.span), "reader": one.reader} for one in finding.named_places]
    return sorted([*map(_span, finding.places), *told], key=lambda row: int(row["start"]))


def _span(span: types.Span) -> Fields:
    return {"start": span.start, "end": span.end, "text": span.text}


def _target(target: types.Target) -> Fields:
    return {
        **_span(target.span),
        "comparator": target.comparator,
        "value": _plain(target.value),
        "value2": _plain(target.value2),
        "unit": target.unit,
        "baseline": _plain(target.baseline),
        "indicator": target.indicator,
    }


def _benchmark(level: types.Benchmark) -> Fields:
    """A level that others set, as a target without a figure of its own."""
    return {
        **_span(level.span),
        "comparator": f"{level.statistic}{level.comparator}",
        "value": None,
        "value2": None,
        "unit": "",
        "baseline": None,
        "indicator": "",
    }


def _in_order(targets: list[Fields]) -> list[Fields]:
    return sorted(targets, key=lambda target: (target["start"], target["end"]))


def _deadline(deadline: types.Deadline | None) -> Fields | None:
    if deadline is None:
        return None
    return {
        **_span(deadline.span),
        "by": deadline.by.isoformat() if deadline.by else None,
        "duration": deadline.duration,
        "working": deadline.working,
        "recurring": deadline.recurring,
        "inherited": deadline.inherited,
    }


def _plain(value: Decimal | None) -> str | None:
    """Return a figure digit by digit, without an exponent: JSON numbers would be floats."""
    return None if value is None else written(value)


def has_owner(fields: Fields) -> bool:
    """Return whether somebody is named who has to act."""
    return bool(fields["owners"])


def has_date(fields: Fields) -> bool:
    """Return whether it says by when: a day, a duration or a rhythm."""
    due = fields["deadline"]
    return bool(due and (due["by"] or due["duration"] or due["recurring"]))


def has_measure(fields: Fields) -> bool:
    """Return whether a figure, or what others reach, tells when it is reached."""
    return bool(fields["targets"])


def check_fields(given: Mapping[str, Any], read: Fields) -> Fields:
    """Return the edited fields in the shape of the read ones; refuses what cannot be meant.

    A part left as it was keeps its place in the text, and a target with another figure keeps the
    place of the words it was read from. `given` has kind, targets, deadline, owners and places;
    cause and body of a problem and proposed bodies stay as read.
    """
    return {
        **{name: read[name] for name in ("named",) if name in read},
        "kind": _kind(given.get("kind", read["kind"])),
        "targets": _targets(given, read),
        "deadline": _check_deadline(given.get("deadline", read["deadline"]), read),
        "owners": _owners(given, read),
        "places": _places(given, read),
        "cause": read["cause"],
        "body": read["body"],
    }


def _rows(given: Mapping[str, Any], name: str, read: Fields) -> list[Mapping[str, Any]]:
    rows = list(given.get(name, read[name]) or ())
    if len(rows) > max(ROWS, len(read[name])) or not all(isinstance(r, Mapping) for r in rows):
        raise Invalid(
            f"最多填写{ROWS}行，请逐行填写。", f"At most {ROWS} rows, one for each.", field=name
        )
    return rows


def _kind(kind: object) -> str:
    if kind not in FindingKind.values:
        raise Invalid("类别不在可选范围内。", "There is no such kind.", field="kind")
    return str(kind)


class _Left:
    """The rows of the reader that no given row has been matched with yet."""

    def __init__(self, rows: Iterable[Fields]) -> None:
        self.rows = [dict(row) for row in rows]

    def take(self, text: str, **wanted: object) -> Fields | None:
        """Return the row that says the same, best the one with the same words, and keep it."""
        fit = [row for row in self.rows if all(row[key] == want for key, want in wanted.items())]
        fit.sort(key=lambda row: _text(row["text"]) != text)
        return self._taken(fit)

    def take_words(self, text: str) -> Fields | None:
        """Return the row with the same words, and keep it."""
        return self._taken([row for row in self.rows if text and _text(row["text"]) == text])

    def _taken(self, fit: list[Fields]) -> Fields | None:
        if not fit:
            return None
        # By identity: two rows may hold the same.
        self.rows = [row for row in self.rows if row is not fit[0]]
        return fit[0]


def _targets(given: Mapping[str, Any], read: Fields) -> list[Fields]:
    """Rows that stay as they are find theirs first, so that a changed one takes none of them."""
    rows = [
        _check_target(row, number)
        for number, row in enumerate(_rows(given, "targets", read), start=1)
    ]
    left = _Left(read["targets"])
    known = [left.take(row["text"], **_said(row)) for row in rows]
    return [
        {**same, "indicator": row["indicator"] or same["indicator"]}
        if same
        else _changed_target(row, number, left.take_words(row["text"]))
        for number, (row, same) in enumerate(zip(rows, known, strict=True), start=1)
    ]


def _said(row: Fields) -> Fields:
    return {key: row[key] for key in ("comparator", "value", "value2", "unit")}


def _check_target(row: Mapping[str, Any], number: int) -> Fields:
    comparator = str(row.get("comparator") or "=")
    if comparator not in Comparator.values:
        raise Invalid(
            f"第{number}个目标值：比较方式不在可选范围内。",
            f"Target {number}: there is no such comparison.",
            field="targets",
        )
    is_range = comparator == Comparator.RANGE
    is_of_others = not Comparator(comparator).holds_figure
    value = None if is_of_others else _figure(row.get("value"), number)
    value2 = _figure(row.get("value2"), number) if is_range else None
    if (value is None and not is_of_others) or (is_range and value2 is None):
        raise Invalid(
            f"第{number}个目标值缺少数字。不需要时请整行清空。",
            f"Target {number} has no figure. Empty the whole row if it is not needed.",
            field="targets",
        )
    return {
        "text": _text(row.get("text"), "targets"),
        "comparator": comparator,
        "value": value,
        "value2": value2,
        "unit": "" if is_of_others else _text(row.get("unit"), "targets", 30),
        "indicator": _text(row.get("indicator"), "targets"),
    }


def _changed_target(row: Fields, number: int, words: Fields | None) -> Fields:
    """A target that people wrote; `words` is the one read from the same words of the text."""
    if row["value2"] is not None and Decimal(row["value"]) > Decimal(row["value2"]):
        raise Invalid(
            f"第{number}个目标值：区间的前一个数不能大于后一个数。",
            f"Target {number}: a range goes from the smaller figure to the larger.",
            field="targets",
        )
    said = row["text"] or _shown(row)
    here = words or {**_nowhere(said), "baseline": None, "indicator": ""}
    return {**here, **_said(row), "indicator": row["indicator"] or here["indicator"]}


def _shown(row: Fields) -> str:
    if row["value"] is None:
        return {"median": "中位数", "average": "平均水平"}[row["comparator"][:-2]]
    second = f"—{row['value2']}" if row["value2"] is not None else ""
    return f"{row['value']}{second}{row['unit']}"


def _figure(given: object, number: int) -> str | None:
    text = normalize("NFKC", str(given if given is not None else "")).strip()
    if not text:
        return None
    try:
        # A comma parts thousands; 1,5 would be anybody's guess. Python takes 1_5, people do not.
        meant = text.replace(",", "") if _THOUSANDS.fullmatch(text) else text
        value = Decimal("NaN" if "_" in text else meant)
    except InvalidOperation:
        value = Decimal("NaN")
    # Digits and places are bounded so that no figure can fill a page.
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or abs(value) >= Decimal(10) ** 18 or exponent < -PLACES:
        raise Invalid(
            f"第{number}个目标值“{text[:30]}”不是数字（整数最多18位，小数最多{PLACES}位）。"
            "万、亿请换算成数。",
            f"Target {number}: “{text[:30]}” is no figure of at most 18 digits and {PLACES} "
            "decimal places. Write 万 and 亿 out as digits.",
            field="targets",
        )
    return _plain(value)


def _check_deadline(given: Mapping[str, Any] | None, read: Fields) -> Fields | None:
    if not given:
        return None
    duration = _text(given.get("duration"), "deadline", 20).upper()
    said = {
        "by": _day(given.get("by")),
        "duration": duration,
        "recurring": bool(given.get("recurring")),
        "working": bool(given.get("working")),
    }
    text, old = _text(given.get("text"), "deadline"), read["deadline"]
    is_empty = not (said["by"] or duration or said["recurring"])
    if old and all(old[key] == value for key, value in said.items()):
        # One read from words without a date (年底前) stays as long as its words do.
        return dict(old) if not is_empty or text in ("", _text(old["text"])) else None
    if is_empty:
        return None
    if duration and not _DURATION.fullmatch(duration):
        raise Invalid(
            f"期限“{duration}”写法不对，应如 P3Y（三年）、P10D（十天）。",
            f"The duration “{duration}” should look like P3Y (3 years) or P10D (10 days).",
            field="deadline",
        )
    at = {**_nowhere(text)} if not old or text != _text(old["text"]) else _place(old)
    return {**at, **said, "inherited": False}


def _day(given: object) -> str | None:
    text = normalize("NFKC", str(given or "")).strip()
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        day = date.min
    if day and day.year not in YEARS:
        raise Invalid(
            f"日期“{text[:20]}”无法识别，请写成 2026-12-31 的样子。",
            f"The date “{text[:20]}” cannot be read; write it as 2026-12-31.",
            field="deadline",
        )
    return day.isoformat() if day else None


def _owners(given: Mapping[str, Any], read: Fields) -> list[Fields]:
    left, kept = _Left(read["owners"]), _Once()
    for row in _rows(given, "owners", read):
        text, role = _text(row.get("text"), "owners"), str(row.get("role") or OwnerRole.LEAD)
        if not text or role not in OwnerRole.values:
            raise Invalid(
                "责任单位要写明名称和牵头或配合。",
                "An owner needs a name and whether it leads or takes part.",
                field="owners",
            )
        known = left.take_words(text) or {**_nowhere(text), "source": "edited"}
        kept.add(text, {**known, "role": role})
    return kept.rows


def _places(given: Mapping[str, Any], read: Fields) -> list[Fields]:
    left, kept = _Left(read["places"]), _Once()
    for row in _rows(given, "places", read):
        text = _text(row.get("text"), "places")
        if not text:
            raise Invalid("地点要写明名称。", "A place needs a name.", field="places")
        kept.add(text, left.take_words(text) or _nowhere(text))
    return kept.rows


class _Once:
    """Rows that people wrote, the first of each name; what was read stays as often as it stands."""

    def __init__(self) -> None:
        self.rows: list[Fields] = []
        self.names: set[str] = set()

    def add(self, name: str, row: Fields) -> None:
        """Take the row unless it is only a repetition."""
        if row["start"] is not None or name not in self.names:
            self.rows.append(row)
        self.names.add(name)


def _place(row: Fields) -> Fields:
    return {key: row[key] for key in ("start", "end", "text")}


def _nowhere(text: str) -> Fields:
    return {"start": None, "end": None, "text": text}


def _text(given: object, field: str = "text", longest: int = LONGEST) -> str:
    text = one_line(str(given or ""), longest + 1)
    if len(text) > longest:
        raise Invalid(
            f"“{text[:20]}…”太长，最多{longest}字。",
            f"“{text[:20]}…” is too long: at most {longest} characters.",
            field=field,
        )
    return text
