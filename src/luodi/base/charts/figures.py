"""Numbers and dates as a chart writes them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from luodi.base.figures import rounded

from .types import Point, Value

EPOCH = date(1970, 1, 1)


def written(value: Value | None, unit: str = "") -> str:
    """Return a value in words, thousands apart: a decimal with every digit, a float with four
    that count; "—" for none."""
    if value is None:
        return "—"
    number = f"{value:,f}" if isinstance(value, Decimal) else _plain(value)
    # Chinese units and the sign of percent follow at once, Latin ones after a blank.
    blank = " " if unit and unit[0].isalpha() and unit.isascii() else ""
    return f"{number}{blank}{unit}"


def _plain(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def difference(new: Value, old: Value) -> Value:
    """Return by how much a value grew: exact where both are, else rounded to six places."""
    if isinstance(new, Decimal) and isinstance(old, Decimal):
        return new - old
    return float(rounded(Decimal(str(float(new) - float(old))), 6))


def by(apart: Value, unit: str = "") -> str:
    """Return how far apart two values are, without a sign; two shares lie points apart."""
    size = apart.copy_abs() if isinstance(apart, Decimal) else abs(apart)
    return written(size, unit_apart(unit))


def unit_apart(unit: str) -> str:
    """Return the unit of a difference: percentage points for %, else the unit itself."""
    points = {"%": _("percentage points"), "‰": _("points per thousand")}
    return points.get(unit, unit)


def day_number(day: date) -> int:
    """Return the days since 1970: where a date lies on the axis of time."""
    return (day - EPOCH).days


def label_of(point: Point) -> str:
    """Return the words of a point's period."""
    return point.label or point.at.isoformat()
