"""The fields of a finding as JSON: as the reader took them, and as people mend them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from luodi.base.errors import Invalid
from luodi.reading import types

from .vocabularies import Comparator, FindingKind, OwnerRole

Fields = dict[str, Any]
LONGEST = 200
_DURATION = re.compile(r"P(?:\d+[YMWD]){1,3}")


def fields_of(finding: types.Finding) -> Fields:
    """Return the fields of a finding as the reader took them."""
    return {
        "kind": finding.kind,
        "targets": [_target(target) for target in finding.targets],
        "deadline": _deadline(finding.deadline),
        "owners": [
            {**_span(owner.span), "role": owner.role, "source": owner.source}
            for owner in finding.owners
        ],
        "places": [_span(place) for place in finding.places],
        "cause": _span(finding.cause) if finding.cause else None,
        "body": _span(finding.body) if finding.body else None,
    }


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
    return None if value is None else f"{value:f}"


def has_owner(fields: Fields) -> bool:
    """Return whether somebody is named who has to act."""
    return bool(fields["owners"])


def has_date(fields: Fields) -> bool:
    """Return whether it says by when: a day, a duration or a rhythm."""
    due = fields["deadline"]
    return bool(due and (due["by"] or due["duration"] or due["recurring"]))


def has_measure(fields: Fields) -> bool:
    """Return whether a figure tells when it is reached."""
    return bool(fields["targets"])


def check_fields(given: Mapping[str, Any], read: Fields) -> Fields:
    """Return the edited fields in the shape of the read ones; refuses what cannot be meant.

    A part left as it was keeps its place in the text. `given` has kind, targets, deadline, owners
    and places; cause and body of a problem stay as read.
    """
    return {
        "kind": _kind(given.get("kind", read["kind"])),
        "targets": [
            _check_target(row, number, read) for number, row in _rows(given, "targets", read)
        ],
        "deadline": _check_deadline(given.get("deadline", read["deadline"]), read),
        "owners": _once(_check_owner(row, read) for _, row in _rows(given, "owners", read)),
        "places": _once(_check_place(row, read) for _, row in _rows(given, "places", read)),
        "cause": read["cause"],
        "body": read["body"],
    }


def _rows(given: Mapping[str, Any], name: str, read: Fields) -> Iterable[tuple[int, Any]]:
    return enumerate(given.get(name, read[name]), start=1)


def _kind(kind: str) -> str:
    if kind not in FindingKind.values:
        raise Invalid("类别不在可选范围内。", "There is no such kind.", field="kind")
    return kind


def _check_target(row: Mapping[str, Any], number: int, read: Fields) -> Fields:
    comparator = str(row.get("comparator") or "=")
    if comparator not in Comparator.values:
        raise Invalid(
            f"第{number}个目标值：比较方式不在可选范围内。",
            f"Target {number}: there is no such comparison.",
            field="targets",
        )
    value = _figure(row.get("value"), number)
    value2 = _figure(row.get("value2"), number) if comparator == Comparator.RANGE else None
    if value is None or (comparator == Comparator.RANGE and value2 is None):
        raise Invalid(
            f"第{number}个目标值缺少数字。不需要时请整行清空。",
            f"Target {number} has no figure. Empty the whole row if it is not needed.",
            field="targets",
        )
    unit, text = _text(row.get("unit"), 30), _text(row.get("text"))
    known = _same(read["targets"], comparator=comparator, value=value, value2=value2, unit=unit)
    return known or {
        **_nowhere(text or f"{value}{unit}"),
        "comparator": comparator,
        "value": value,
        "value2": value2,
        "unit": unit,
        "baseline": None,
        "indicator": _text(row.get("indicator")),
    }


def _figure(given: object, number: int) -> str | None:
    text = str(given if given is not None else "").strip().replace(",", "").replace("，", "")
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    # Digits and places are bounded so that no figure can fill a page.
    if not value.is_finite() or abs(value) >= Decimal(10) ** 18 or len(text) > 30:
        raise Invalid(
            f"第{number}个目标值“{text[:30]}”不是数字。万、亿请换算成数。",
            f"Target {number}: “{text[:30]}” is no figure. Write 万 and 亿 out as digits.",
            field="targets",
        )
    return _plain(value)


def _check_deadline(given: Mapping[str, Any] | None, read: Fields) -> Fields | None:
    if not given:
        return None
    by, duration = _day(given.get("by")), _text(given.get("duration"), 20).upper()
    recurring, working = bool(given.get("recurring")), bool(given.get("working"))
    if duration and not _DURATION.fullmatch(duration):
        raise Invalid(
            f"期限“{duration}”写法不对，应如 P3Y（三年）、P10D（十天）。",
            f"The duration “{duration}” should look like P3Y (3 years) or P10D (10 days).",
            field="deadline",
        )
    if not (by or duration or recurring):
        return None
    said = {"by": by, "duration": duration, "recurring": recurring, "working": working}
    old = read["deadline"]
    if old and all(old[name] == value for name, value in said.items()):
        return dict(old)
    return {**_nowhere(_text(given.get("text"))), **said, "inherited": False}


def _day(given: object) -> str | None:
    text = str(given or "").strip()
    try:
        return date.fromisoformat(text).isoformat() if text else None
    except ValueError:
        raise Invalid(
            f"日期“{text[:20]}”无法识别，请写成 2026-12-31 的样子。",
            f"The date “{text[:20]}” cannot be read; write it as 2026-12-31.",
            field="deadline",
        ) from None


def _check_owner(row: Mapping[str, Any], read: Fields) -> Fields:
    text, role = _text(row.get("text")), str(row.get("role") or OwnerRole.LEAD)
    if not text or role not in OwnerRole.values:
        raise Invalid(
            "责任单位要写明名称和牵头或配合。",
            "An owner needs a name and whether it leads or takes part.",
            field="owners",
        )
    known = _same(read["owners"], text=text)
    return {**(known or {**_nowhere(text), "source": "edited"}), "role": role}


def _check_place(row: Mapping[str, Any], read: Fields) -> Fields:
    text = _text(row.get("text"))
    if not text:
        raise Invalid("地点要写明名称。", "A place needs a name.", field="places")
    return _same(read["places"], text=text) or _nowhere(text)


def _once(rows: Iterable[Fields]) -> list[Fields]:
    """Keep the first of each name."""
    kept: dict[str, Fields] = {}
    for row in rows:
        kept.setdefault(row["text"], row)
    return list(kept.values())


def _same(rows: list[Fields], **wanted: object) -> Fields | None:
    """Return the row of the reader that says the same, with its place in the text."""
    return next(
        (dict(row) for row in rows if all(row[key] == value for key, value in wanted.items())), None
    )


def _nowhere(text: str) -> Fields:
    return {"start": None, "end": None, "text": text}


def _text(given: object, longest: int = LONGEST) -> str:
    text = " ".join(str(given or "").split())
    if len(text) > longest or "\x00" in text:
        raise Invalid(
            f"“{text[:20]}…”太长，最多{longest}字。",
            f"“{text[:20]}…” is too long: at most {longest} characters.",
            field="text",
        )
    return text
