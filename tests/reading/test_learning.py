"""Training on decisions, and the random sample as judge."""

from __future__ import annotations

import pytest

from luodi.reading.confidence import confidence_of
from luodi.reading.learning import (
    ENOUGH,
    Row,
    Sampled,
    compare,
    decide,
    fit,
    is_enough,
    quality,
)
from luodi.reading.learnt import Case, Learnt

GOOD = Case("新建学校十二所", "project", "deed", measured=False)
BAD = Case("提升群众的幸福感", "task", "deed", measured=False)


def rows(documents: int = 10, each: int = 6) -> list[Row]:
    """Decisions that always accept the one and reject the other."""
    return [
        Row(str(document), case, case is GOOD)
        for document in range(documents)
        for case in [GOOD, BAD] * (each // 2)
    ]


def sample(documents: int = 10, each: int = 20) -> list[Sampled]:
    """As many found as left: half of the found are the bad case, every tenth of the left missed."""
    drawn = []
    for document in range(documents):
        for at in range(each):
            case = (GOOD, BAD, None, None)[at % 4]
            wanted = case is GOOD or (case is None and at % 20 == 2)
            drawn.append(Sampled(str(document), case, 0.9, wanted, same_kind=case is GOOD))
    return drawn


def test_no_decisions_teach_nothing() -> None:
    assert fit([]) == Learnt(0, 0.0, {})


def test_training_learns_what_is_rejected_and_stays_near_what_ships_with_few() -> None:
    shipped = confidence_of("deed")
    much, little = fit(rows(), 4), fit(rows()[:2])
    assert much.number == 4
    assert much.confidence(GOOD) > shipped > 0.5 > much.confidence(BAD)
    assert abs(little.confidence(BAD) - shipped) < abs(much.confidence(BAD) - shipped)


def test_training_twice_gives_the_same_model() -> None:
    assert fit(rows()) == fit(rows())


def test_quality_counts_what_was_planted() -> None:
    drawn = sample()
    found = quality(drawn, decide(drawn, [None] * len(drawn)))
    # Of 20 clauses 5 are good, 5 bad, 10 left of which one was missed: 14 of 20 are right.
    assert (found.accuracy.value, found.accuracy.n) == (pytest.approx(0.7), 200)
    assert (found.precision.value, found.precision.n) == (pytest.approx(0.5), 100)
    assert (found.recall.value, found.recall.n) == (pytest.approx(5 / 6), 60)
    assert (found.kinds.value, found.kinds.n) == (pytest.approx(1.0), 50)
    # All documents are alike, so that drawing them again changes nothing.
    assert found.accuracy.low == pytest.approx(found.accuracy.high)
    assert sum(one.n for one in found.bins) == 200


def test_an_empty_sample_measures_nothing() -> None:
    with pytest.raises(ValueError, match="empty"):
        quality([], decide([], []))


def test_a_share_of_nothing_is_the_whole_interval() -> None:
    drawn = [Sampled("a", None, 0.9, wanted=False)]
    found = quality(drawn, decide(drawn, [None]))
    assert (found.precision.low, found.precision.high, found.precision.n) == (0.0, 1.0, 0)


@pytest.mark.parametrize(("documents", "each"), [(10, 19), (4, 60)])
def test_below_the_least_there_is_no_verdict(documents: int, each: int) -> None:
    drawn = sample(documents, each)
    assert (len(drawn) < ENOUGH) != (documents < 5)
    assert not is_enough(drawn)
    with pytest.raises(ValueError, match="too few"):
        compare(drawn, None, rows())


def test_a_better_model_is_found_better_and_a_worse_one_is_not() -> None:
    drawn = sample()
    better = compare(drawn, None, rows())
    assert better.is_better
    assert better.gain.low > 0
    assert better.after.accuracy.value >= better.before.accuracy.value == pytest.approx(0.7)
    worse = compare(drawn, None, [Row(r.document, r.case, not r.right) for r in rows()])
    assert not worse.is_better
    assert worse.gain.value < 0
    same = compare(drawn, rows(), rows())
    assert (same.is_better, same.gain.value) == (False, 0.0)


def test_a_clause_is_not_judged_by_decisions_of_its_own_document() -> None:
    drawn = sample(documents=5, each=40)
    own = [Row("0", BAD, False)] * 50
    found = compare(drawn, None, own)
    # Document 0 alone has decisions: its own clauses are judged without them.
    assert found.after.accuracy.value > found.before.accuracy.value
    only = [one for one in drawn if one.document == "0"]
    assert decide(only, [None] * len(only)).taken.sum() == 20
