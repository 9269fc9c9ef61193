"""The content of indicators as people give it: checked part by part, unknown parts refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from luodi.base.errors import Invalid
from luodi.documents.texts import one_line
from luodi.people.models import Post

from .access import is_uuid
from .models import Indicator
from .periods import period
from .units import resulting_unit
from .vocabularies import Direction, Formula, Frequency, PriceBasis

TEXTS = {
    "code": 60,
    "name": 100,
    "numerator": 200,
    "denominator": 200,
    "unit": 30,
    "source": 200,
    "licence": 100,
    "variant": 100,
    "definition": 2000,
}
CHOICES: dict[str, list[str]] = {
    "direction": Direction.values,
    "price_basis": PriceBasis.values,
    "frequency": Frequency.values,
    "formula": Formula.values,
}
NEEDED = {
    "name": ("请填写指标名称。", "Please give the indicator a name."),
    "unit": ("请填写计量单位。", "Please give the unit of measure."),
}


def check_indicator(given: Mapping[str, Any], before: Indicator | None = None) -> dict[str, Any]:
    """Return the given parts in their types; refuses what cannot be meant, naming the part."""
    unknown = set(given) - set(_CHECKS)
    if unknown:
        raise Invalid("内容不在可修改范围内。", f"Unknown parts: {sorted(unknown)}.")
    found = {name: _CHECKS[name](name, value) for name, value in given.items()}
    for name, words in NEEDED.items():
        if not (found.get(name) if name in found or before is None else getattr(before, name)):
            # A computed indicator gets its unit from what it is computed from.
            if name == "unit" and (found.get("formula") or (before and before.formula)):
                continue
            raise Invalid(*words, field=name)
    return found


def settle_formula(row: Indicator) -> None:
    """Check the formula of a row and give it its unit; refuses parts that do not go together, and
    circles."""
    if not row.formula:
        row.part = row.whole = None
        row.base_period = ""
        return
    if row.part is None:
        raise Invalid("请选择由哪个指标计算。", "Choose what it is computed from.", field="part")
    divides = row.formula in (Formula.SHARE, Formula.PER_HEAD)
    if divides and row.whole is None:
        raise Invalid("请选择分母。", "Choose the denominator.", field="whole")
    row.whole = row.whole if divides else None
    if row.formula == Formula.INDEX:
        row.base_period = period(row.base_period).code
    row.unit = resulting_unit(row.formula, row.part.unit, row.whole.unit if row.whole else "")
    _refuse_circle(row)


def _refuse_circle(row: Indicator) -> None:
    """Walk down what the row is computed from; the row itself must not stand there."""
    ways = [item for item in (row.part, row.whole) if item is not None]
    seen: set[int] = set()
    while ways:
        item = ways.pop()
        if row.pk is not None and item.pk == row.pk:
            raise Invalid(
                f"“{row.name}”会由自身算出，请另选指标。",
                f"“{row.name}” would be computed from itself. Choose another indicator.",
                field="part",
            )
        if item.pk not in seen:
            seen.add(item.pk)
            ways += [below for below in (item.part, item.whole) if below is not None]


def _text(name: str, value: Any) -> str:
    return one_line(str(value or ""), TEXTS[name])


def _choice(name: str, value: Any) -> str:
    if str(value or "") not in CHOICES[name]:
        raise Invalid("所选内容不在可选范围内。", "There is no such choice.", field=name)
    return str(value or "")


def _flag(name: str, value: Any) -> bool:
    return value in (True, "1", "on", "true")


def _period(name: str, value: Any) -> str:
    return period(value).code if value else ""


def _post(name: str, value: Any) -> Post | None:
    if not value or isinstance(value, Post):
        return value or None
    found = Post.objects.filter(uuid=value, active=True).first() if is_uuid(value) else None
    if found is None:
        raise Invalid("没有这个岗位，或已撤销。", "There is no such post in force.", field=name)
    return found


def _indicator(name: str, value: Any) -> Indicator | None:
    if not value or isinstance(value, Indicator):
        return value or None
    found = Indicator.objects.filter(uuid=value).first() if is_uuid(value) else None
    if found is None:
        raise Invalid("没有这个指标。", "There is no such indicator.", field=name)
    return found


_CHECKS: dict[str, Callable[[str, Any], Any]] = {
    **dict.fromkeys(TEXTS, _text),
    **dict.fromkeys(CHOICES, _choice),
    "cumulative": _flag,
    "base_period": _period,
    "owner": _post,
    "variant_of": _indicator,
    "part": _indicator,
    "whole": _indicator,
}
