"""Exact decimals: digit by digit, on every database."""

from __future__ import annotations

from decimal import Decimal, Inexact

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.db import connection, models
from hypothesis import given
from hypothesis import strategies as st

from luodi.base.figures import ExactDecimalField, exact, rounded, total, written


class Figure(models.Model):
    free = ExactDecimalField(null=True)
    money = ExactDecimalField(digits=20, places=2, null=True)

    class Meta:
        app_label = "base"
        managed = False
        db_table = "test_figure"

    def __str__(self) -> str:
        return str(self.free)


@pytest.fixture
def table(db: None) -> None:
    # Within the test's transaction: it goes with it on both databases.
    key = "serial" if connection.vendor == "postgresql" else "integer"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE test_figure (id {key} PRIMARY KEY, free varchar(40), money varchar(22))"
        )


def kept(**values: object) -> Figure:
    return Figure.objects.get(pk=Figure.objects.create(**values).pk)


@pytest.mark.parametrize(
    "text",
    [
        "0.1",
        "12345678901234567890.123456789012345678",
        "99999999999999999999999999999999999999",
        "-0.00000000000000000001",
        "1.10",
        "0",
        "1000000",
    ],
)
def test_every_digit_comes_back(table: None, text: str) -> None:
    figure = kept(free=Decimal(text)).free
    assert isinstance(figure, Decimal)
    assert written(figure) == text


def test_declared_places_are_kept_and_more_are_refused(table: None) -> None:
    assert written(kept(money="12.5").money) == "12.50"
    assert kept(money=None).money is None
    with pytest.raises(ValidationError):
        kept(money="0.001")
    with pytest.raises(ValidationError):
        kept(money="1" * 21)


@pytest.mark.parametrize("bad", [0.1, "NaN", "Infinity", "十", "1,000", "1e", True])
def test_what_is_no_exact_figure_is_refused(table: None, bad: object) -> None:
    with pytest.raises(ValidationError):
        kept(free=bad)


def test_equal_figures_are_found_and_comparing_text_is_refused(table: None) -> None:
    kept(money="12.5")
    assert Figure.objects.filter(money=Decimal("12.50")).count() == 1
    assert Figure.objects.filter(money__in=["12.500"[:5], "3"]).count() == 1
    assert Figure.objects.filter(money__isnull=False).count() == 1
    with pytest.raises(FieldError):
        Figure.objects.filter(money__gt=3).count()


def test_a_form_keeps_every_digit() -> None:
    field = Figure._meta.get_field("free").formfield()
    assert written(field.clean("12345678901234567890.123456789012345678")) == (
        "12345678901234567890.123456789012345678"
    )


def test_migrations_can_write_the_field() -> None:
    _, path, _, kwargs = ExactDecimalField(digits=20, places=2, null=True).deconstruct()
    assert path == "luodi.base.figures.ExactDecimalField"
    assert kwargs == {"digits": 20, "places": 2, "null": True}


@pytest.mark.parametrize(
    ("text", "places", "expected"),
    [
        ("0.125", 2, "0.13"),
        ("0.135", 2, "0.14"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("2.4999", 0, "2"),
        ("1", 2, "1.00"),
    ],
)
def test_rounding_is_half_up(text: str, places: int, expected: str) -> None:
    assert written(rounded(Decimal(text), places)) == expected


def test_a_sum_is_exact_where_decimals_own_would_round() -> None:
    figures = [Decimal("1e30"), Decimal("0.000001"), Decimal("-1e30")]
    assert total(figures) == Decimal("0.000001")
    assert total([]) == 0
    with pytest.raises(Inexact):
        total([Decimal("1e80"), Decimal("1e-80")])


def test_minus_zero_is_zero() -> None:
    assert written(Decimal("-0.0")) == "0.0"


decimals = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**30))


@given(figure=decimals)
def test_a_written_figure_reads_back(figure: Decimal) -> None:
    assert exact(written(figure)) == figure
    assert "e" not in written(figure).lower()


@given(figures=st.lists(st.integers(-(10**37), 10**37), max_size=20))
def test_the_order_of_a_sum_does_not_matter(figures: list[int]) -> None:
    cents = [Decimal(f"{figure}E-2") for figure in figures]
    assert total(cents) == total(reversed(cents)) == Decimal(f"{sum(figures)}E-2")
