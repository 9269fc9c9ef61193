"""First and last digits of figures. Honest figures often fail these tests, so they end in a
question at most.

Sources: Benford (1938); Nigrini, "Benford's Law" (2012), mean absolute deviation, 0.015 for first
digits. Populations of 2,957 counties in the census of 2020 fail the first-digit test and are
honest: their range is narrow.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from luodi.measuring.errors import OutOfRange
from luodi.measuring.figures import Figures, Floats, NotAssessable, vector
from luodi.measuring.plausibility.remarks import Remark, question

LEAST = 500
ORDERS = 3  # of magnitude between the least and the greatest
NONCONFORMING = 0.015
DOUBT = 0.001


@dataclass(frozen=True, slots=True)
class Digits:
    """Counts of digits (1 to 9, or 0 to 9), chi-square with its probability, mean absolute
    deviation of shares.
    """

    counts: tuple[int, ...]
    chi_square: float
    probability: float
    deviation: float


def first_digits(values: Figures) -> Digits:
    """First digits against Benford's law, shape (n,); zeros are left out. Raises TooFew when
    nothing else is there.
    """
    x = np.abs(vector(values, "数值"))
    x = vector(x[x > 0], "非零数值", 1)
    # Written with 17 digits, so that 0.3 begins with 3.
    first = np.array([int(f"{one:.16e}"[0]) for one in x.tolist()])
    return _against(np.bincount(first, minlength=10)[1:10], np.log10(1 + 1 / np.arange(1, 10)))


def last_digits(values: Figures) -> Digits:
    """Last digits of whole numbers against equal shares, shape (n,); OutOfRange for a figure that
    is not whole.
    """
    x = np.abs(vector(values, "数值"))
    bad = np.flatnonzero(x != np.floor(x))
    if len(bad):
        at = bad[0] + 1
        raise OutOfRange(f"第{at}个不是整数，没有末位数字", f"figure {at} is not a whole number")
    return _against(np.bincount((x % 10).astype(np.int64), minlength=10), np.full(10, 0.1))


def digit_questions(values: Figures) -> tuple[Remark, ...] | NotAssessable:
    """At most two questions, and only from 500 positive figures on over three orders of magnitude;
    else not assessable.
    """
    x = vector(values, "数值", 0)
    x = x[x > 0]
    if len(x) < LEAST:
        return NotAssessable("too_few", len(x), LEAST)
    if np.log10(x.max() / x.min()) < ORDERS:
        return NotAssessable("too_narrow")
    found = []
    first = first_digits(x)
    if first.deviation > NONCONFORMING and first.probability < DOUBT:
        found.append(_asked("首位", "first"))
    if (x == np.floor(x)).all() and last_digits(x).probability < DOUBT:
        found.append(_asked("末位", "last"))
    return tuple(found)


def _against(counts: NDArray[np.int64], expected: Floats) -> Digits:
    total = counts.sum()
    chi_square = float(((counts - total * expected) ** 2 / (total * expected)).sum())
    probability = float(special.chdtrc(len(expected) - 1, chi_square))
    deviation = float(np.abs(counts / total - expected).mean())
    return Digits(tuple(int(one) for one in counts), chi_square, probability, deviation)


def _asked(zh: str, en: str) -> Remark:
    return question(
        "digits", "",
        f"{zh}数字的分布与常见的不同（真实数据也常如此，不能据此认定有误）",
        f"The {en} digits are unlike those of most figures (true ones often are; no proof)",
    )  # fmt: skip
