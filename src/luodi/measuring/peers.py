"""Who is comparable, and where a unit stands among those declared comparable.

Sources: nearest neighbours on standardised structural variables, Euclidean or Mahalanobis (CIPFA's
nearest neighbours model is of this kind); Tukey (1977), fence of 1.5 interquartile ranges, for
what is far; Efron (1979), bootstrap; Goldstein and Spiegelhalter (1996) on why a rank needs an
interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.spatial import cKDTree

from luodi.measuring.errors import OutOfRange, TooFew
from luodi.measuring.figures import (
    Figures,
    Floats,
    Interval,
    NotAssessable,
    even,
    level_checked,
    matrix,
    not_negative,
    vector,
)  # fmt: skip

Metric = Literal["standardised", "mahalanobis"]
Better = Literal["up", "down"]

LEAST_UNITS = 6
_FENCE = 1.5


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A comparable unit and its distance in standard deviations."""

    name: str
    distance: float


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The nearest units in order; `far` is the distance from which on a unit would be refused as
    too unlike.
    """

    unit: str
    nearest: tuple[Neighbour, ...]
    far: float


@dataclass(frozen=True, slots=True)
class NoPeers:
    """A refusal: even the nearest unit lies beyond `far`."""

    unit: str
    nearest: Neighbour
    far: float
    because: NotAssessable


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a unit stands in a set of `of` units, itself among them; rank 1 is best, equal values
    share the better rank.

    `percentile`: share of the others, 0 to 100, that it is better than, equals counting half.
    `to_median`: distance to the median of the set in units, positive is better; `in_ranges`: the
    same in interquartile ranges, None where these are zero.
    """

    unit: str
    value: float
    of: int
    rank: Interval
    percentile: Interval
    median: float
    to_median: Interval
    in_ranges: float | None


def neighbours(
    names: Sequence[str],
    structure: Sequence[Figures] | Floats,
    unit: str,
    count: int = 5,
    metric: Metric = "standardised",
    columns: Sequence[str] = (),
) -> Neighbours | NoPeers:
    """The units most like one in structure, shape (units, variables); refused peers where the
    nearest is far.

    Far is beyond Tukey's fence over the nearest distances among all others. Neighbours that are
    far themselves are left out. Raises TooFew below 6 units, OutOfRange for an unknown unit or a
    variable that does not vary (or, for Mahalanobis, that follows from others); `columns` name the
    variables in the message.
    """
    figures = matrix(structure, "结构变量", LEAST_UNITS)
    even(("名称", names), ("结构变量", figures))
    at = place_of(names, unit)
    points = _whitened(figures, metric, columns)
    others = np.delete(points, at, axis=0)
    other_names = [name for place, name in enumerate(names) if place != at]
    far = _far(others)
    distances = np.linalg.norm(others - points[at], axis=1)
    order = np.argsort(distances, kind="stable")[: _counted(count)]
    found = tuple(Neighbour(other_names[i], float(distances[i])) for i in order)
    if found[0].distance > far:
        return NoPeers(unit, found[0], far, NotAssessable("nearest_is_far"))
    return Neighbours(unit, tuple(one for one in found if one.distance <= far), far)


def standing(
    names: Sequence[str],
    values: Figures,
    unit: str,
    better: Better = "up",
    errors: Figures | None = None,
    level: float = 0.95,
    draws: int = 2000,
    seed: int = 0,
) -> Standing:
    """Rank, percentile and distance to the median of a unit in a declared set, shape (units,).

    The intervals are percentile-bootstrap: the others are drawn again, and where `errors`
    (standard errors, shape (units,)) are known every value is shaken by its own. Raises TooFew
    below 3 units, OutOfRange for an unknown unit or a negative error.
    """
    figures = vector(values, "数值", 3)
    even(("名称", names), ("数值", figures))
    at = place_of(names, unit)
    sign = 1.0 if better == "up" else -1.0
    spread = _errors(errors, len(figures))
    drawn, own = _redrawn(sign * figures, at, sign, spread, draws, seed)
    quartiles = np.quantile(figures, [0.25, 0.5, 0.75])
    rows = (
        _measures(np.delete(sign * figures, at)[None], sign * figures[at : at + 1]),
        _measures(drawn, own),
    )
    rank, percentile, distance = (_interval(a, b, level) for a, b in zip(*rows, strict=True))
    width = float(quartiles[2] - quartiles[0])
    return Standing(
        unit, float(figures[at]), len(figures), rank, percentile, float(quartiles[1]), distance,
        distance.value / width if width else None,
    )  # fmt: skip


def place_of(names: Sequence[str], unit: str) -> int:
    """Where a unit stands in the list; OutOfRange for one that is not there or there twice."""
    found = [at for at, name in enumerate(names) if name == unit]
    if len(found) != 1:
        zh, en = ("没有", "no") if not found else ("不止一个", "more than one")
        raise OutOfRange(f"{zh}单位：{unit}", f"{en} unit of this name: {unit}")
    return found[0]


def _whitened(figures: Floats, metric: Metric, columns: Sequence[str]) -> Floats:
    """Variables with mean 0 and deviation 1; for Mahalanobis also uncorrelated."""
    spread = figures.std(axis=0, ddof=1)
    flat = np.flatnonzero(spread <= 1e-12 * np.abs(figures).max(axis=0))
    if len(flat):
        name = columns[flat[0]] if columns else str(flat[0] + 1)
        raise OutOfRange(
            f"变量“{name}”各单位都相同，请去掉", f"variable {name} does not vary; leave it out"
        )
    standard: Floats = (figures - figures.mean(axis=0)) / spread
    if metric == "standardised":
        return standard
    values, vectors = np.linalg.eigh(np.atleast_2d(np.cov(standard, rowvar=False)))
    if values[0] < 1e-9:
        raise OutOfRange(
            "有变量可由其他变量算出，请去掉", "one variable follows from others; drop it"
        )
    uncorrelated: Floats = standard @ vectors / np.sqrt(values)
    return uncorrelated


def _far(points: Floats) -> float:
    """Tukey's upper fence over the distance of each point to its nearest."""
    nearest = cKDTree(points).query(points, k=2)[0][:, 1]
    low, high = np.quantile(nearest, [0.25, 0.75])
    return float(high + _FENCE * (high - low))


def _counted(count: int) -> int:
    if count < 1:
        raise TooFew("至少要一个邻近单位", "at least one neighbour")
    return count


def _errors(errors: Figures | None, count: int) -> Floats | None:
    if errors is None:
        return None
    found = not_negative(vector(errors, "标准误"), "标准误")
    if len(found) != count:
        even(("数值", [0] * count), ("标准误", found))
    return found


def _redrawn(
    figures: Floats, at: int, sign: float, spread: Floats | None, draws: int, seed: int
) -> tuple[Floats, Floats]:
    """The others drawn again, shape (draws, units - 1), and the unit itself, shape (draws,)."""
    random = np.random.default_rng(seed)
    others = np.delete(figures, at)
    chosen = random.integers(len(others), size=(draws, len(others)))
    drawn, own = others[chosen], np.full(draws, figures[at])
    if spread is not None:
        drawn = drawn + sign * random.standard_normal(drawn.shape) * np.delete(spread, at)[chosen]
        own = own + sign * random.standard_normal(draws) * spread[at]
    return drawn, own


def _measures(others: Floats, own: Floats) -> tuple[Floats, Floats, Floats]:
    """Rank, percentile and distance to the median of each row; higher is better."""
    mine = own[:, None]
    better, equal = (others > mine).sum(axis=1), (others == mine).sum(axis=1)
    size = others.shape[1]
    middle = np.median(np.concatenate([others, mine], axis=1), axis=1)
    return 1.0 + better, 100 * (size - better - equal / 2) / size, own - middle


def _interval(value: Floats, drawn: Floats, level: float) -> Interval:
    ends = np.quantile(drawn, [(1 - level_checked(level)) / 2, (1 + level) / 2])
    middle = float(value[0])
    return Interval(middle, min(middle, float(ends[0])), max(middle, float(ends[1])), level)
