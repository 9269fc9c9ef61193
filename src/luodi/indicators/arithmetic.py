"""Exact arithmetic of figures that are computed: rounded half up at declared places."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

PLACES = 4


def quotient(part: Decimal | int, whole: Decimal | int, scale: int = 1) -> Decimal:
    """Return part by whole times scale, exact until it is rounded half up to four places."""
    found = Fraction(part) / Fraction(whole) * scale * 10**PLACES
    size = (2 * abs(found.numerator) + found.denominator) // (2 * found.denominator)
    return Decimal(size if found >= 0 else -size).scaleb(-PLACES)


def percent(k: Decimal | int, n: Decimal | int) -> Decimal:
    """Return k of n in per cent, to four places."""
    return quotient(k, n, 100)


def growth(now: Decimal, before: Decimal) -> Decimal | None:
    """Return the growth on a figure before in per cent; None from nothing or less, where a rate
    says nothing."""
    return percent(now - before, before) if before > 0 else None


def binomial_error(k: int, n: int) -> float:
    """Return the standard error of k of n in percentage points."""
    share = k / n
    return 100 * math.sqrt(share * (1 - share) / n)
