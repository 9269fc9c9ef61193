"""Frozen values made fast are the same values: equal, hashed alike, and still frozen."""

from dataclasses import FrozenInstanceError

import pytest

from luodi.reading.quick import quick
from luodi.reading.types import Deadline, Span


def test_a_value_made_fast_is_the_value_itself() -> None:
    made = quick(Span)(1, 3, "两字")
    assert type(made) is Span
    assert made == Span(1, 3, "两字")
    assert hash(made) == hash(Span(1, 3, "两字"))
    with pytest.raises(FrozenInstanceError):
        made.start = 2  # type: ignore[misc]


def test_defaults_and_names_stay() -> None:
    span = Span(0, 2, "年内")
    assert quick(Deadline)(span, recurring=True) == Deadline(span, recurring=True)
