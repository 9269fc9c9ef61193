"""Codes of periods, units of measure, and the exact arithmetic of computed figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from luodi.base.errors import Invalid
from luodi.indicators.arithmetic import growth, percent, quotient
from luodi.indicators.periods import in_years, period, year_before
from luodi.indicators.units import is_count, resulting_unit, taken_apart


@pytest.mark.parametrize(
    ("text", "code", "begins", "ends"),
    [
        ("2026", "2026", "2026-01-01", "2026-12-31"),
        ("2026年", "2026", "2026-01-01", "2026-12-31"),
        ("2026年度", "2026", "2026-01-01", "2026-12-31"),
        ("２０２６", "2026", "2026-01-01", "2026-12-31"),
        ("2026-h1", "2026-H1", "2026-01-01", "2026-06-30"),
        ("2026年下半年", "2026-H2", "2026-07-01", "2026-12-31"),
        ("2026-Q1", "2026-Q1", "2026-01-01", "2026-03-31"),
        ("2026年第四季度", "2026-Q4", "2026-10-01", "2026-12-31"),
        ("2026年3月", "2026-03", "2026-03-01", "2026-03-31"),
        ("2024-02", "2024-02", "2024-02-01", "2024-02-29"),
        ("2026年12月31日", "2026-12-31", "2026-12-31", "2026-12-31"),
    ],
)
def test_a_period_has_one_code_and_its_days(text, code, begins, ends):
    found = period(text)
    assert (found.code, found.begins.isoformat(), found.ends.isoformat()) == (code, begins, ends)


@pytest.mark.parametrize(
    "text", ["", "26", "2026-13", "2026-02-30", "2026-Q5", "今年", "0000", "3000"]
)
def test_what_is_no_period_is_refused(text):
    with pytest.raises(Invalid):
        period(text)


def test_the_end_of_a_day_in_years_knows_leap_years():
    assert in_years(date(2023, 12, 31)) == 2024.0
    assert in_years(date(2024, 7, 1)) == 2024 + 183 / 366


@pytest.mark.parametrize(
    ("code", "before"),
    [
        ("2026", "2025"),
        ("2026-Q1", "2025-Q1"),
        ("2024-02-29", "2023-02-28"),
        ("2026-03", "2025-03"),
    ],
)
def test_the_same_period_a_year_before(code, before):
    assert year_before(code) == before


@pytest.mark.parametrize(
    ("unit", "factor", "base"),
    [("人", 1, "人"), ("万人", 10**4, "人"), ("亿元", 10**8, "元"), ("千瓦时", 1, "千瓦时"),
     ("万千瓦时", 10**4, "千瓦时"), ("百万元", 10**6, "元"), ("%", 1, "%")],
)  # fmt: skip
def test_units_are_taken_apart(unit, factor, base):
    assert (taken_apart(unit).factor, taken_apart(unit).base) == (factor, base)


def test_units_of_computed_figures():
    assert resulting_unit("share", "万人", "人") == "%"
    assert resulting_unit("per_head", "亿元", "万人") == "元/人"
    assert resulting_unit("growth", "亿元", "") == "%"


@pytest.mark.parametrize(
    ("formula", "part", "whole"),
    [("share", "元", "人"), ("share", "%", "%"), ("per_head", "元", "户")],
)
def test_units_that_do_not_go_together_are_refused(formula, part, whole):
    with pytest.raises(Invalid):
        resulting_unit(formula, part, whole)


def test_counts_are_known_with_their_factor():
    assert is_count("万人")
    assert is_count("个")
    assert not is_count("元")
    assert not is_count("%")


def test_quotients_are_exact_until_rounded_half_up():
    assert percent(2904346, 5231180) == Decimal("55.5199")
    assert quotient(1, 80000) == Decimal("0.0000")
    assert quotient(5, 100000) == Decimal("0.0001")
    assert quotient(-5, 100000) == Decimal("-0.0001")
    assert growth(Decimal("106.2"), Decimal(100)) == Decimal("6.2000")
    assert growth(Decimal(5), Decimal(0)) is None
    assert growth(Decimal(5), Decimal(-3)) is None
