"""Whether the pace seen is the pace needed: the ratios of SDSN and of Eurostat. Neither sees
noise; `outlook` does.

Sources. Eurostat: "Sustainable development in the European Union: monitoring report on progress
towards the SDGs in an EU context" (2021), the growth rate seen over the one needed; that classes
begin at 0, 60 and 95 %, each bound within the upper class, was checked in Statistics Canada's
"Progress Measurement Methodology" (open-sdg, docs/progress-methodology.md), which takes the method
from that report; the report's own annex was not at hand. What is no rate by differences is ours.
SDSN: Sustainable Development Report, "Methods summary" (trend arrows): the linear pace needed by
2030 against that of the latest years. That 0, 1/2 and 1 part its classes, and to which a bound
belongs, WAS NOT CONFIRMED by a source that could be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from luodi.measuring.errors import OutOfRange
from luodi.measuring.figures import Figures, NotAssessable
from luodi.measuring.goals import Goal, dated

SdsnClass = Literal["decreasing", "stagnating", "moderately_improving", "on_track"]
EurostatClass = Literal["significant", "moderate", "insufficient", "moving_away"]
Basis = Literal["growth_rate", "difference"]
_ROUNDING = 1e-9  # a ratio that is a bound but for the last bits is at the bound

SDSN_WORDS: dict[str, tuple[str, str]] = {
    "decreasing": ("下降", "decreasing"),
    "stagnating": ("停滞", "stagnating"),
    "moderately_improving": ("有所改善", "moderately improving"),
    "on_track": ("按期推进或已达标", "on track or achieved"),
}
EUROSTAT_WORDS: dict[str, tuple[str, str]] = {
    "significant": ("进展显著", "significant progress"),
    "moderate": ("进展尚可", "moderate progress"),
    "insufficient": ("进展不足", "insufficient progress"),
    "moving_away": ("背离目标", "moving away"),
}


@dataclass(frozen=True, slots=True)
class SdsnTrend:
    """`needed` and `seen` in units a year; `ratio` seen over needed; the class is on_track where
    the goal is held.
    """

    ratio: float
    needed: float
    seen: float
    held: bool
    kind: SdsnClass


@dataclass(frozen=True, slots=True)
class EurostatTrend:
    """`needed` and `seen` a year, as a rate (0.05 = 5 %) or as a difference in units, as `basis`
    says.
    """

    ratio: float
    needed: float
    seen: float
    basis: Basis
    kind: EurostatClass


def sdsn(
    times: Figures, values: Figures, goal: Goal, due: float, recent: float | None = None
) -> SdsnTrend | NotAssessable:
    """The trend arrow of a series, shape (n,), times in years; the base year is the first.

    `recent`: the pace seen is that of the last so many years, else of all. Not assessable where
    the goal was met at the base and has been lost or the like, so that no pace is needed. Raises
    OutOfRange for a due date before the base.
    """
    when, what = dated(times, values, least=2)
    _check_due(float(when[0]), due)
    first, last = float(what[0]), float(what[-1])
    from_ = _first_recent(when.tolist(), recent)
    seen = (last - float(what[from_])) / float(when[-1] - when[from_])
    held = goal.holds(last)
    if goal.holds(first) and not held:
        return NotAssessable("no_distance")
    needed = 0.0 if goal.holds(first) else (goal.edge(first) - first) / (due - float(when[0]))
    ratio = seen / needed if needed else 1.0
    return SdsnTrend(ratio, needed, seen, held, _sdsn_class(ratio, held))


def eurostat(
    times: Figures, values: Figures, goal: Goal, due: float, is_share: bool = False
) -> EurostatTrend | NotAssessable:
    """The ratio of growth rates of a series, shape (n,), times in years, from its first to its
    last figure.

    Shares, and series where an end or the goal is zero or negative, are compared by yearly
    differences. Not assessable where the goal was already met at the first figure. Raises
    OutOfRange for a due date before it.
    """
    when, what = dated(times, values, least=2)
    start, now = float(when[0]), float(when[-1])
    first, last = float(what[0]), float(what[-1])
    _check_due(start, due)
    if goal.holds(first):
        return NotAssessable("no_distance")
    edge = goal.edge(first)
    by_rate = not is_share and min(first, last, edge) > 0
    if by_rate:
        seen, needed = _rate(first, last, now - start), _rate(first, edge, due - start)
    else:
        seen, needed = (last - first) / (now - start), (edge - first) / (due - start)
    if needed == 0:  # a way too short for floats
        return NotAssessable("no_distance")
    ratio = seen / needed
    return EurostatTrend(
        ratio, needed, seen, "growth_rate" if by_rate else "difference", _eurostat_class(ratio)
    )


def growth_rate(first: float, last: float, years: float) -> float | NotAssessable:
    """The compound annual growth rate; not assessable unless both values are above zero."""
    if years <= 0:
        raise OutOfRange("年数须大于零", "the number of years must be above zero")
    return _rate(first, last, years) if min(first, last) > 0 else NotAssessable("no_growth_rate")


def _rate(first: float, last: float, years: float) -> float:
    return float((last / first) ** (1 / years) - 1)


def _check_due(start: float, due: float) -> None:
    if not due > start:
        raise OutOfRange("期限须晚于起始", "the due date must be after the start")


def _first_recent(when: list[float], recent: float | None) -> int:
    """Where the recent years begin; at least the last step is recent."""
    if recent is None:
        return 0
    if not recent > 0:
        raise OutOfRange("近期年数须大于零", "the number of recent years must be above zero")
    found = next(at for at, time in enumerate(when) if time >= when[-1] - recent - 1e-9)
    return min(found, len(when) - 2)


def _sdsn_class(ratio: float, held: bool) -> SdsnClass:
    if held or _at_least(ratio, 1):
        return "on_track"
    if not _at_least(ratio, 0):
        return "decreasing"
    return "moderately_improving" if _at_least(ratio, 0.5) else "stagnating"


def _eurostat_class(ratio: float) -> EurostatClass:
    if not _at_least(ratio, 0):
        return "moving_away"
    if not _at_least(ratio, 0.6):
        return "insufficient"
    return "significant" if _at_least(ratio, 0.95) else "moderate"


def _at_least(ratio: float, bound: float) -> bool:
    return ratio >= bound - _ROUNDING
