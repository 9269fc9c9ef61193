"""All checks of reported figures, in the order of their weight."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from luodi.measuring.figures import NotAssessable, even
from luodi.measuring.peers import Better
from luodi.measuring.plausibility.bunching import bunching
from luodi.measuring.plausibility.digits import digit_questions
from luodi.measuring.plausibility.identities import not_falling, parts_and_wholes
from luodi.measuring.plausibility.related import disagreeing, odd_points
from luodi.measuring.plausibility.remarks import Check, Remark, in_order
from luodi.measuring.plausibility.revisions import WINDOW, Revision, near_deadlines


@dataclass(frozen=True, slots=True)
class Reported:
    """Figures of one indicator with what is known around them; what is left empty is not checked.

    `where`: names of the rows, periods or units. `in_time`: the rows are periods in order.
    `starts`: where a cumulative sum begins anew.
    """

    where: tuple[str, ...]
    values: tuple[Decimal, ...]
    parts: tuple[tuple[Decimal, ...], ...] = ()
    in_time: bool = False
    cumulative: bool = False
    starts: tuple[bool, ...] = ()
    revisions: tuple[Revision, ...] = ()
    goals: tuple[Decimal, ...] = ()
    better: Better = "up"
    related: tuple[Decimal, ...] = ()
    window: int = WINDOW


@dataclass(frozen=True, slots=True)
class Examined:
    """Remarks by weight, the checks that were made, and those that could not be, with reasons."""

    remarks: tuple[Remark, ...]
    made: tuple[Check, ...]
    not_made: tuple[tuple[Check, NotAssessable], ...]


def examine(reported: Reported) -> Examined:
    """Everything that may be said of reported figures, contradictions first. Raises Uneven for
    columns of unequal length.
    """
    even(("行", reported.where), ("数值", reported.values))
    results = _results(reported)
    remarks = [one for _, found in results if not isinstance(found, NotAssessable) for one in found]
    return Examined(
        in_order(remarks),
        tuple(dict.fromkeys(c for c, found in results if not isinstance(found, NotAssessable))),
        tuple((check, found) for check, found in results if isinstance(found, NotAssessable)),
    )


def _results(reported: Reported) -> list[tuple[Check, tuple[Remark, ...] | NotAssessable]]:
    figures = [float(value) for value in reported.values]
    found: list[tuple[Check, tuple[Remark, ...] | NotAssessable]] = []
    if reported.parts:
        found.append(
            ("identity", parts_and_wholes(reported.where, reported.parts, reported.values))
        )
    if reported.cumulative:
        found.append(("identity", not_falling(reported.where, reported.values, reported.starts)))
    if reported.revisions:
        found.append(("revision", near_deadlines(reported.revisions, reported.window)))
    if reported.goals:
        split = bunching(figures, [float(goal) for goal in reported.goals], reported.better)
        found.append(("bunching", (split.remark,) if split.remark else ()))
    if reported.related:
        related = [float(value) for value in reported.related]
        found.append(("related", disagreeing(reported.where, figures, related)))
    if reported.in_time and not reported.cumulative:
        found.append(("odd_point", odd_points(reported.where, figures)))
    found.append(("digits", digit_questions(figures)))
    return found
