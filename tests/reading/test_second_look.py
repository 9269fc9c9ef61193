"""The second look: weights are read and written, change decisions, and keep what can be checked."""

from __future__ import annotations

import json

import pytest

from luodi.reading import kind_weights, weighing
from luodi.reading.kind_weights import KindWeights, Told
from luodi.reading.reader import read
from luodi.reading.reasons import REASONS
from luodi.reading.second_look import LEAVES, TAKES
from luodi.reading.weighing import Weights, chance, from_text, to_text

REPORT = "望川市政府工作报告\n一、2026年工作安排\n"
LINE = "发展壮大特色产业，推动工业转型升级，加快培育新的增长点，形成一批特色产业集群，提升园区承载能力。\n"


def _weights(monkeypatch: pytest.MonkeyPatch, bias: float) -> None:
    monkeypatch.setattr("luodi.reading.second_look.shipped", lambda: Weights({}, {}, bias))


def test_weights_come_back_as_written() -> None:
    weights = [
        (("gram", "建设"), 0.5),
        (("verb", "推进", "deed"), -0.25),
        (("alone", True, "x"), 1.0),
    ]
    back = from_text(to_text(0.125, weights))
    assert back.bias == 0.125
    assert back.grams == {"建设": 0.5}
    assert back.tags == {("verb", "推进", "deed"): -0.25, ("alone", True, "x"): 1.0}


@pytest.mark.parametrize("text", ["[]", '{"bias": "x"}', '{"other": 1}'])
def test_another_file_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no weights"):
        from_text(text)


@pytest.mark.parametrize("text", ['{"kinds": ["problem"], "bias": [0]}', "[]", "{}"])
def test_another_file_of_kinds_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no weights"):
        kind_weights.read_weights(text)


def test_a_chance_is_between_nothing_and_all() -> None:
    assert chance(0.0) == 0.5
    assert 0.0 < chance(-1e6) < chance(1e6) < 1.0


def test_every_clause_is_left_where_the_weights_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    _weights(monkeypatch, -9.0)
    reading = read(REPORT + LINE * 4)
    assert reading.findings == ()
    assert LEAVES in {clause.reason for clause in reading.clauses}


def test_clauses_are_taken_where_the_weights_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    _weights(monkeypatch, 9.0)
    reading = read(REPORT + LINE * 4)
    taken = [finding for finding in reading.findings if finding.reason == TAKES]
    assert taken
    for finding in taken:
        assert finding.span.text == (REPORT + LINE * 4)[finding.span.start : finding.span.end]
        same = [one for one in reading.clauses if one.span.end == finding.span.end]
        assert [one.reason for one in same] == [TAKES]


def test_what_can_be_checked_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    _weights(monkeypatch, -1.5)  # 0.18: any other clause is left
    text = REPORT + "新建学校12所，2026年6月底前开工建设二期工程，加强干部队伍建设。\n" * 6
    kept = {finding.span.text for finding in read(text).findings}
    assert kept == {"新建学校12所", "2026年6月底前开工建设二期工程"}


def test_a_text_of_a_few_clauses_needs_more(monkeypatch: pytest.MonkeyPatch) -> None:
    _weights(monkeypatch, -0.6)  # 0.35: left in a long text, kept in a short one
    assert [one.span.text for one in read("加强干部队伍建设。").findings] == ["加强干部队伍建设"]
    assert read(REPORT + "加强干部队伍建设，优化营商环境。\n" * 12).findings[12:] == ()


def test_many_like_lines_with_a_number_are_all_found() -> None:
    text = "望川市工作安排\n" + "\n".join(f"要新建学校{count}所。" for count in range(1, 60))
    assert len(read(text).findings) == 59


def test_both_reasons_have_words() -> None:
    assert REASONS[TAKES].taken
    assert not REASONS[LEAVES].taken


def test_signs_of_the_shipped_weights_are_words() -> None:
    shipped = weighing.shipped()
    assert len(shipped.tags) > 1000
    assert all(isinstance(sign, tuple) and isinstance(sign[0], str) for sign in shipped.tags)


def test_requests_keep_their_kind_and_goals_are_told() -> None:
    found = {
        one.span.text: one.kind
        for one in read(REPORT + "争取省级设立望川江北新区，力争进入全省前十名。").findings
    }
    assert found["争取省级设立望川江北新区"] == "request"
    assert found["力争进入全省前十名"] == "goal"


def test_kinds_come_back_as_written() -> None:
    rows = [(("gram", "建设"), (0.0, 1.0)), (("kind", "task"), (2.0, 0.0))]
    held = kind_weights.written(("task", "project"), (0.0, 0.0), rows)
    back = kind_weights.read_weights(held)
    told = Told("建设大桥", "task", "deed", measured=False, dated=False, document_kind="plan")
    assert isinstance(back, KindWeights)
    assert back.weighed(told) == "task"
    assert json.loads(held.splitlines()[0])["kinds"] == ["task", "project"]


def test_kept_lines_are_not_changed() -> None:
    """Fitting sees what the rules said: nothing is settled then."""
    from luodi.reading.training_clauses import clauses_of

    text = REPORT + LINE
    clauses = clauses_of(text)
    assert {one.by_rules for one in clauses} == {True, False}
    assert all(text[one.start : one.end] for one in clauses)
