"""Classes for a map: where to cut, and what each class is called."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from luodi.base.errors import Invalid

from .figures import written
from .palette import MAP_CLASSES
from .types import Classes, Value


def quantiles(values: Iterable[Value | None], unit: str = "", count: int = 4) -> Classes:
    """Return classes with about as many places in each; refuses fewer than one value, or more
    classes than there are colours. Equal values never fall into two classes."""
    known = sorted({float(value) for value in values if value is not None})
    count = min(_allowed(known, count), len(known))
    cuts = [known[round(len(known) * step / count) - 1] for step in range(1, count)]
    return given(cuts, unit, method=_("classes with about as many places each"))


def equal_steps(values: Iterable[Value | None], unit: str = "", count: int = 4) -> Classes:
    """Return classes that are equally wide; refuses as `quantiles` does."""
    known = [float(value) for value in values if value is not None]
    count = _allowed(known, count)
    low, step = min(known), (max(known) - min(known)) / count
    cuts = [low + step * number for number in range(1, count)] if step else []
    return given(cuts, unit, method=_("classes of equal width"))


def given(bounds: Iterable[Value], unit: str = "", method: str = "") -> Classes:
    """Return classes cut at the given values; refuses bounds that do not rise."""
    cuts = tuple(_short(bound) for bound in bounds)
    if any(later <= earlier for earlier, later in pairwise(cuts)):
        raise Invalid("分级界限须由小到大。", "The bounds of the classes must rise.")
    return Classes(method or _("classes as declared"), cuts, _names(cuts, unit))


def _names(cuts: tuple[Decimal, ...], unit: str) -> tuple[str, ...]:
    words = [written(cut, unit) for cut in cuts]
    if not words:
        return (_("all values"),)
    middle = [
        _("over %(low)s to %(high)s") % {"low": low, "high": high} for low, high in pairwise(words)
    ]
    return (
        _("up to %(high)s") % {"high": words[0]},
        *middle,
        _("over %(low)s") % {"low": words[-1]},
    )


def _allowed(known: list[float], count: int) -> int:
    if not known:
        raise Invalid("没有可以分级的数值。", "There is no value to make classes of.")
    if not 1 <= count <= MAP_CLASSES:
        raise Invalid(f"分级须为1至{MAP_CLASSES}级。", f"Choose 1 to {MAP_CLASSES} classes.")
    return count


def _short(bound: Value) -> Decimal:
    """Return the bound as it is written on the legend and used: six digits that count."""
    if isinstance(bound, Decimal):
        return bound
    number = Decimal(f"{bound:.6g}")
    return number.quantize(Decimal(1), ROUND_HALF_UP) if number == int(number) else number
