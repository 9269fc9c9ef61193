"""How sure a rank is: confidence sets of ranks, and targets of the kind "among the first 20".

Source: Mogstad, Romano, Shaikh and Wilhelm, "Inference for Ranks", Review of Economic Studies
(2023), marginal sets with step-down, written from the paper. Each ordered pair is a
hypothesis. A unit is called better than another
when their difference exceeds the quantile of the greatest studentised difference among all pairs
still open; pairs decided are dropped and the quantile is taken anew until none falls.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import special

from luodi.measuring.errors import OutOfRange
from luodi.measuring.figures import (
    Figures,
    Floats,
    NotAssessable,
    even,
    level_checked,
    not_negative,
    vector,
)  # fmt: skip
from luodi.measuring.peers import Better, place_of

Place = Literal["surely_in", "possibly_in", "not_in"]
PLACE_WORDS: dict[str, tuple[str, str]] = {
    "surely_in": ("确定在内", "surely in"),
    "possibly_in": ("可能在内", "possibly in"),
    "not_in": ("不在内", "not in"),
}
DRAWS = 10_000
Noise = NDArray[np.float32]

_HELD = 25_000_000  # random figures kept
_BLOCK = 2_000_000  # figures worked on at a time
_KEPT = 500_000  # random figures that are kept for the next call, 2 MB


@dataclass(frozen=True, slots=True)
class RankBounds:
    """The set of ranks a unit may hold at the level, ends included; `rank` is that of the figures
    themselves.
    """

    name: str
    rank: int
    best: int
    worst: int


@dataclass(frozen=True, slots=True)
class Chance:
    """The probability of being among the first, and what the confidence set says of it."""

    bounds: RankBounds
    probability: float
    place: Place


@dataclass(frozen=True, slots=True)
class FirstPlaces:
    """The units in order of their figures, for a target "among the first `first`"."""

    first: int
    of: int
    level: float
    units: tuple[Chance, ...]

    def named(self, place: Place) -> tuple[str, ...]:
        """The units of one class."""
        return tuple(one.bounds.name for one in self.units if one.place == place)


def rank_bounds(
    names: Sequence[str],
    values: Figures,
    errors: Figures | None,
    better: Better = "up",
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = 0,
    unit: str = "",
) -> tuple[RankBounds, ...] | NotAssessable:
    """The confidence set of each unit's rank by itself, in the order given; figures and standard
    errors of shape (units,). With `unit` only that one's set is drawn; it must be one of the names.

    Equal figures share the better rank. Not assessable where no error is known (none given, or all
    zero): a rank without an error gets no interval. Raises TooFew below 2 units, OutOfRange for a
    negative error.
    """
    checked = _checked(names, values, errors, better)
    if isinstance(checked, NotAssessable):
        return checked
    figures, spread = checked
    rank = 1 + (figures[None, :] > figures[:, None]).sum(axis=1)
    noise = _noise(draws, len(names), seed)
    found = []
    for at in [place_of(names, unit)] if unit else range(len(names)):
        above, below = _decided(figures, spread, at, level_checked(level), noise)
        found.append(RankBounds(names[at], int(rank[at]), 1 + above, len(names) - below))
    return tuple(found)


def in_first(
    names: Sequence[str],
    values: Figures,
    errors: Figures | None,
    first: int,
    better: Better = "up",
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = 0,
    unit: str = "",
) -> FirstPlaces | NotAssessable:
    """The probability of each unit to be among the first, from figures with standard errors, shape
    (units,). With `unit` only that one is given; it must be one of the names.

    "Surely in" when its whole confidence set lies within, "possibly in" when a part of it does.
    For a target in the future give the forecasts and their errors. Not assessable, and raising, as
    `rank_bounds`.
    """
    if not 1 <= first <= len(names):
        raise OutOfRange(
            f"前{first}名：共{len(names)}个单位", f"first {first} of {len(names)} units"
        )
    bounds = rank_bounds(names, values, errors, better, level, draws, seed, unit)
    checked = _checked(names, values, errors, better)
    if isinstance(bounds, NotAssessable) or isinstance(checked, NotAssessable):
        return NotAssessable("no_error_known")
    probability = _share_in(*checked, first, _noise(draws, len(names), seed), seed)
    asked = [place_of(names, unit)] if unit else range(len(names))
    units = (
        Chance(one, float(probability[at]), _place(one, first))
        for one, at in zip(bounds, asked, strict=True)
    )
    return FirstPlaces(
        first, len(names), level, tuple(sorted(units, key=lambda one: one.bounds.rank))
    )


def _checked(
    names: Sequence[str], values: Figures, errors: Figures | None, better: Better
) -> tuple[Floats, Floats] | NotAssessable:
    """Figures of which higher is better, and their errors."""
    figures = vector(values, "数值", 2)
    even(("名称", names), ("数值", figures))
    if errors is None:
        return NotAssessable("no_error_known")
    spread = not_negative(vector(errors, "标准误"), "标准误")
    even(("数值", figures), ("标准误", spread))
    if not spread.any():
        return NotAssessable("no_error_known")
    return (figures if better == "up" else -figures), spread


def _decided(
    figures: Floats, spread: Floats, at: int, level: float, noise: Noise
) -> tuple[int, int]:
    """How many others are surely better and how many surely worse than a unit."""
    gaps = figures - figures[at]
    deviation = np.hypot(spread, spread[at])
    known: NDArray[np.bool_] = deviation == 0  # two figures without error: their order is known
    with np.errstate(divide="ignore", invalid="ignore"):
        scaled = np.where(known, np.sign(gaps) * np.inf, gaps / deviation)
    # "k is better" and "k is worse" are hypotheses each: one may fall while the other stays.
    sided = np.stack([scaled, -scaled])
    open_ = _undecided(sided, known, level)
    drawn = _Drawn(noise, spread, deviation, at, open_[0] | open_[1])
    least = float(special.ndtri(level))  # no quantile of a maximum is below that of one pair
    while (open_ & (sided > least)).any():
        fallen = open_ & (sided > drawn.quantile(open_, level))
        if not fallen.any():
            break
        open_ &= ~fallen
    better, worse = (~open_ & (sided > 0)).sum(axis=1)
    return int(better), int(worse)


def _undecided(sided: Floats, known: NDArray[np.bool_], level: float) -> NDArray[np.bool_]:
    """Hypotheses that need draws; Bonferroni's bound, above any quantile, decides the rest."""
    pairs = max(1, 2 * (len(known) - 1))
    found: NDArray[np.bool_] = ~known & (sided <= special.ndtri(1 - (1 - level) / pairs))
    return found


class _Drawn:
    """Studentised differences between a unit and the others still open, drawn at random."""

    def __init__(
        self, noise: Noise, spread: Floats, deviation: Floats, at: int, among: NDArray[np.bool_]
    ) -> None:
        self._among = among
        scale = (spread[among] / deviation[among]).astype(np.float32)[:, None]
        own = (spread[at] / deviation[among]).astype(np.float32)[:, None]
        self._gaps = noise[among] * scale - noise[at] * own

    def quantile(self, open_: NDArray[np.bool_], level: float) -> float:
        """Of the greatest among the open hypotheses."""
        above, below = open_[:, self._among]
        top = self._gaps[above].max(axis=0, initial=-np.inf)
        greatest = np.maximum(top, -self._gaps[below].min(axis=0, initial=np.inf))
        return float(np.quantile(greatest, level))


def _noise(draws: int, units: int, seed: int) -> Noise:
    """Standard normal figures, shape (units, draws); fewer draws where 100 MB would not do. Few of
    them are kept: many sets of peers ask for the same."""
    columns = min(draws, max(1000, _HELD // units))
    drawn = _kept_normals if units * columns <= _KEPT else _normals
    return drawn(units, columns, seed)


def _normals(units: int, columns: int, seed: int) -> Noise:
    found = np.random.default_rng(seed).standard_normal((units, columns), dtype=np.float32)
    found.setflags(write=False)
    return found


_kept_normals = lru_cache(4)(_normals)


def _share_in(figures: Floats, spread: Floats, first: int, noise: Noise, seed: int) -> Floats:
    """The share of draws in which each unit is among the first; ties are broken by chance."""
    inside: NDArray[np.int64] = np.zeros(len(figures), dtype=np.int64)
    ties = np.random.default_rng(seed + 1)
    for block in np.array_split(noise.T, max(1, noise.size // _BLOCK)):
        drawn = figures + block * spread
        if spread.all():
            # Figures that all vary are never equal, so that nothing has to be put in order.
            order = np.argpartition(-drawn, first - 1, axis=1)
        else:
            order = np.lexsort((ties.random(drawn.shape), -drawn), axis=1)
        inside += np.bincount(order[:, :first].ravel(), minlength=len(figures))
    share: Floats = inside / noise.shape[1]
    return share


def _place(bounds: RankBounds, first: int) -> Place:
    if bounds.worst <= first:
        return "surely_in"
    return "possibly_in" if bounds.best <= first else "not_in"
