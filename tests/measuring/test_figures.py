"""Figures at the door: what is refused, in both languages."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from luodi.measuring.errors import BadFigures, MeasuringError, NotFinite, OutOfRange, TooFew, Uneven
from luodi.measuring.figures import (
    REASONS,
    even,
    in_english,
    level_checked,
    matrix,
    not_negative,
    positive,
    vector,
)
from luodi.measuring.goals import Goal

CHINESE = re.compile("[\u4e00-\u9fff]")
CHECKS = ("vector", "matrix", "positive", "not_negative", "even")


def refusals() -> list[BadFigures]:
    """One of every kind of refusal at the door."""
    found = []
    for check in (
        lambda: vector([[1.0]], "数值"),  # type: ignore[list-item]
        lambda: vector([1.0], "序列", 2),
        lambda: vector([1.0, float("inf")], "序列"),
        lambda: vector([1e99], "数值"),
        lambda: vector([1e-99], "数值"),
        lambda: matrix([[1.0], [1.0, 2.0]], "结构变量"),
        lambda: matrix([], "结构变量"),
        lambda: matrix([[1.0], [float("nan")]], "结构变量"),
        lambda: even(("时间", [1]), ("数值", [1, 2])),
        lambda: not_negative(vector([-1.0], "权重"), "权重"),
        lambda: positive(vector([0.0], "规模"), "规模"),
        lambda: level_checked(1.0),
        lambda: Goal(1, "band"),
        lambda: Goal(2, "band", 1),
    ):
        with pytest.raises(BadFigures) as refused:
            check()
        found.append(refused.value)
    return found


def test_every_refusal_speaks_both_languages() -> None:
    found = refusals()
    assert {type(one) for one in found} == {NotFinite, OutOfRange, TooFew, Uneven}
    for one in found:
        assert isinstance(one, MeasuringError)
        assert CHINESE.search(one.message_zh)
        assert not CHINESE.search(one.message_en), one.message_en


def test_every_name_of_a_column_has_its_english(root: Path) -> None:
    named = {
        text.value
        for path in (root / "src" / "luodi" / "measuring").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in CHECKS
        for text in ast.walk(call)
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
    }
    assert len(named) > 20
    assert {name for name in named if CHINESE.search(in_english(name))} == set()


def test_every_reason_has_both_languages() -> None:
    for zh, en in REASONS.values():
        assert CHINESE.search(zh)
        assert not CHINESE.search(en)


def test_zero_and_ordinary_figures_pass() -> None:
    assert vector([0, -5, 1e12], "数值").tolist() == [0, -5, 1e12]
    assert matrix([[1, 2], [3, 4]], "数值").shape == (2, 2)
