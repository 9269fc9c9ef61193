"""Whether two figures go together: against scipy, and against samples of a known correlation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from luodi.measuring.association import Association, association
from luodi.measuring.errors import Uneven
from luodi.measuring.figures import NotAssessable


def test_the_correlation_is_that_of_the_ranks():
    x, y = [1.0, 2, 3, 4, 5, 6, 100], [2.0, 1, 4, 3, 7, 5, 9]
    found = association(x, y)
    assert isinstance(found, Association)
    assert found.rank_correlation.value == pytest.approx(stats.spearmanr(x, y).statistic)
    assert found.is_certain
    turned = association(x, [-one for one in y])
    assert isinstance(turned, Association)
    assert turned.rank_correlation.high == pytest.approx(-found.rank_correlation.low)


def test_the_interval_holds_the_truth_as_often_as_it_says():
    random = np.random.default_rng(1)
    # The rank correlation of a normal pair of correlation 0.6 is 6/pi * asin(0.3).
    truth = 6 / np.pi * np.arcsin(0.3)
    held = 0
    for _ in range(400):
        pair = random.multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]], size=30)
        found = association(pair[:, 0], pair[:, 1])
        assert isinstance(found, Association)
        held += found.rank_correlation.low <= truth <= found.rank_correlation.high
    assert 0.92 <= held / 400 <= 0.98


def test_a_full_agreement_has_no_error():
    found = association([1, 2, 3, 4, 5, 6], [10, 20, 30, 40, 50, 60])
    assert isinstance(found, Association)
    assert (found.rank_correlation.low, found.rank_correlation.value) == (1, 1)


def test_what_cannot_be_judged():
    few = association([1, 2, 3], [1, 2, 3])
    assert isinstance(few, NotAssessable)
    assert (few.reason, few.points, few.needed) == ("too_few", 3, 6)
    flat = association([1] * 6, [1, 2, 3, 4, 5, 6])
    assert isinstance(flat, NotAssessable)
    assert flat.reason == "no_variation"
    with pytest.raises(Uneven):
        association([1, 2, 3, 4, 5, 6], [1, 2])
