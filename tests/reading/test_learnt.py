"""What a model that a deployment trained does to a reading, and its file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from luodi.reading.confidence import confidence_of
from luodi.reading.learnt import (
    LIMIT,
    REASON,
    Case,
    Learnt,
    adjusted,
    case_of,
    features,
    from_bytes,
    to_bytes,
    version_with,
)
from luodi.reading.reader import VERSION, read

TEXT = "二、重点任务\n新建标准厂房50万平方米。加快建设县域医共体。深化国企改革。\n"


def test_without_weights_the_shipped_confidence_stands() -> None:
    case = Case("新建学校12所", "project", "deed", measured=True)
    assert Learnt(1, 0.0, {}).confidence(case) == pytest.approx(confidence_of("deed", True))


def test_a_case_of_the_reader_knows_its_reason_figure_and_heading() -> None:
    case = case_of(read(TEXT).findings[0])
    assert (case.text, case.measured, case.heading) == (
        "新建标准厂房50万平方米",
        True,
        "二、重点任务",
    )
    assert case.reason in {"deed", "level", "duty"}


def test_characters_together_weigh_as_much_as_one_tag() -> None:
    touched = features(Case("推进改革", "reform", "deed", measured=False, heading="任务"))
    assert len(touched) == 6 + 5 + 3  # ^推进改革$ has six signs and five pairs; three tags
    assert sum(value**2 for value in touched.values()) == pytest.approx(1.0 + 3.0)


def test_a_model_moves_confidence_and_names_itself() -> None:
    before = read(TEXT)
    after = adjusted(before, Learnt(7, 1.0, {}))
    assert after.version == f"{VERSION}+7" == version_with(VERSION, Learnt(7, 0.0, {}))
    assert [f.span for f in after.findings] == [f.span for f in before.findings]
    assert all(
        a.confidence > b.confidence for a, b in zip(after.findings, before.findings, strict=True)
    )
    assert after.clauses == before.clauses


def test_no_model_changes_nothing() -> None:
    answer = read(TEXT)
    assert adjusted(answer, None) is answer
    assert version_with(VERSION, None) == VERSION


def test_what_is_almost_surely_wrong_is_left_with_its_own_reason() -> None:
    answer = read(TEXT)
    model = Learnt(1, -20.0, {})
    after = adjusted(answer, model)
    assert after.findings == ()
    assert len(after.clauses) == len(answer.clauses)
    left = [clause for clause in after.clauses if clause.reason == REASON]
    assert [c.span for c in left] == [f.span for f in answer.findings]
    assert all(not clause.taken and clause.confidence > 1 - LIMIT for clause in left)


def test_a_model_survives_its_file() -> None:
    model = Learnt(3, -0.25, {5: 0.5, 1: -1.25})
    assert from_bytes(to_bytes(model)) == model
    assert to_bytes(model) == to_bytes(replace(model, weights={1: -1.25, 5: 0.5}))


@pytest.mark.parametrize("data", [b"{}", b"[]", b'{"format":"luodi-learnt-1","bits":4}', b"x"])
def test_another_file_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_bytes(data)
