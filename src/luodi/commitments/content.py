"""The content of a row as people give it: checked part by part, unknown parts refused."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from luodi.base.errors import Invalid
from luodi.base.figures import exact
from luodi.documents.vocabularies import Comparator

from .vocabularies import Rhythm, RowMode

TEXTS = {"heading": 200, "words": 5000, "goal": 5000, "theme": 100, "due_words": 100}
DIGITS = 30
MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class MeasureGiven:
    """A measure as given; `uuid` names one that the row has, whose characters it keeps."""

    uuid: UUID | None
    words: str
    comparator: str
    value: Decimal | None
    value2: Decimal | None
    unit: str


@dataclass(frozen=True, slots=True)
class MilestoneGiven:
    """A milestone as given."""

    uuid: UUID | None
    words: str
    due: date | None


def check_content(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the given parts in their types; refuses what cannot be meant, naming the part.

    Parts: heading, words, goal, theme, due_words, mode, rhythm, least, is_key, due, lead,
    partners, leader, measures, milestones. A part that is not given stays as it is.
    """
    unknown = set(given) - set(_CHECKS)
    if unknown:
        raise Invalid("内容不在可修改范围内。", f"Unknown parts: {sorted(unknown)}.")
    return {name: _CHECKS[name](name, value) for name, value in given.items()}


def _text(name: str, value: Any) -> str:
    lines = (" ".join(line.split()) for line in str(value or "").splitlines())
    text = "\n".join(line for line in lines if line) if name in ("words", "goal") else ""
    text = text or " ".join(str(value or "").split())
    text = "".join(sign for sign in text if sign == "\n" or sign.isprintable())
    if name == "words" and not text:
        raise Invalid("请写明事项内容。", "Please say what is to be done.", field="words")
    if len(text) > TEXTS[name]:
        raise Invalid(
            f"文字过长，最多{TEXTS[name]}字。",
            f"The text is too long: at most {TEXTS[name]} characters.",
            field=name,
        )
    return text


def _choice(name: str, value: Any) -> str:
    allowed = {"mode": RowMode.values, "rhythm": Rhythm.values}[name]
    if str(value or "") not in allowed:
        raise Invalid("所选内容不在可选范围内。", "There is no such choice.", field=name)
    return str(value or "")


def _least(name: str, value: Any) -> int | None:
    if value in (None, ""):
        return None
    text = unicodedata.normalize("NFKC", str(value)).strip()
    if not text.isdecimal() or not 0 < int(text) <= MOST:
        raise Invalid("最低次数应为正整数。", "The least count is a whole number.", field=name)
    return int(text)


def _flag(name: str, value: Any) -> bool:
    return value in (True, "1", "on", "true")


def _day(name: str, value: Any) -> date | None:
    if value in (None, ""):
        return None
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise Invalid(
            "日期应写作 2026-06-30 的形式。", "Write a day as 2026-06-30.", field=name
        ) from None


def _key(name: str, value: Any) -> UUID | None:
    if value in (None, ""):
        return None
    try:
        return UUID(str(value))
    except ValueError:
        raise Invalid(
            "没有这个单位或岗位。", "There is no such unit or post.", field=name
        ) from None


def _keys(name: str, value: Any) -> tuple[UUID, ...]:
    found = (_key(name, item) for item in value or ())
    return tuple(dict.fromkeys(key for key in found if key))


def _measures(name: str, value: Sequence[Mapping[str, Any]]) -> tuple[MeasureGiven, ...]:
    return tuple(_measure(row, at) for at, row in enumerate(value, start=1) if _says_something(row))


def _says_something(row: Mapping[str, Any]) -> bool:
    return any(str(row.get(part) or "").strip() for part in ("words", "value", "value2"))


def _measure(row: Mapping[str, Any], at: int) -> MeasureGiven:
    comparator = str(row.get("comparator") or Comparator.EQUAL)
    if comparator not in Comparator.values:
        raise Invalid(
            f"第{at}个指标：比较方式不在可选范围内。",
            f"Measure {at}: there is no such comparison.",
            field="measures",
        )
    of_others = not Comparator(comparator).holds_figure
    value = None if of_others else _figure(row.get("value"), at)
    value2 = _figure(row.get("value2"), at) if comparator == Comparator.RANGE else None
    if (value is None and not of_others) or (comparator == Comparator.RANGE and value2 is None):
        raise Invalid(
            f"第{at}个指标缺少数字。不需要时请整行清空。",
            f"Measure {at} has no figure. Empty the whole row if it is not needed.",
            field="measures",
        )
    unit = " ".join(str(row.get("unit") or "").split())[:30]
    words = " ".join(str(row.get("words") or "").split())[:200]
    return MeasureGiven(
        _key("measures", row.get("uuid")),
        words or f"{value}{unit}",
        comparator,
        value,
        value2,
        unit,
    )


def _figure(value: Any, at: int) -> Decimal | None:
    if value in (None, ""):
        return None
    text = unicodedata.normalize("NFKC", str(value)).replace(",", "").strip()
    try:
        figure = exact(text)
    except (TypeError, ValueError):
        figure = None
    if figure is None or len(text) > DIGITS:
        raise Invalid(
            f"第{at}个指标的数字无法识别。", f"Measure {at}: this is no figure.", field="measures"
        )
    return figure


def _milestones(name: str, value: Sequence[Mapping[str, Any]]) -> tuple[MilestoneGiven, ...]:
    found = []
    for row in value:
        words = " ".join(str(row.get("words") or "").split())[:200]
        due = _day("milestones", row.get("due"))
        if due and not words:
            raise Invalid("节点缺少内容。", "A milestone needs its words.", field="milestones")
        if words:
            found.append(MilestoneGiven(_key("milestones", row.get("uuid")), words, due))
    return tuple(found)


_CHECKS = {
    **dict.fromkeys(TEXTS, _text),
    "mode": _choice,
    "rhythm": _choice,
    "least": _least,
    "is_key": _flag,
    "due": _day,
    "lead": _key,
    "leader": _key,
    "partners": _keys,
    "measures": _measures,
    "milestones": _milestones,
}
