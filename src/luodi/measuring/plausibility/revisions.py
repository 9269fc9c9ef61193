"""Revisions near deadlines: one that carries a figure over its target, and many that go the good
way.

The many are judged by a sign test: without an aim, a revision goes the good way as often as not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from scipy import special

from luodi.measuring.figures import Direction
from luodi.measuring.goals import Goal
from luodi.measuring.plausibility.remarks import Remark, question

WINDOW = 10  # days before and after the deadline
DOUBT = 0.01


@dataclass(frozen=True, slots=True)
class Revision:
    """A figure replaced by another on a day, with the deadline it was for and its target, if it
    has one.
    """

    where: str
    on: date
    deadline: date
    before: Decimal
    after: Decimal
    goal: Decimal | None = None
    direction: Direction = "up"

    @property
    def for_the_better(self) -> bool:
        return (self.after > self.before) == (self.direction == "up")

    @property
    def carries_over(self) -> bool:
        """Whether the target was missed before and is met after."""
        if self.goal is None:
            return False
        goal = Goal(float(self.goal), self.direction)
        return goal.holds(float(self.after)) and not goal.holds(float(self.before))


def near_deadlines(revisions: Sequence[Revision], window: int = WINDOW) -> tuple[Remark, ...]:
    """Questions about revisions within so many days of their deadline."""
    near = [
        one for one in revisions
        if one.before != one.after and abs((one.on - one.deadline).days) <= window
    ]  # fmt: skip
    return (*(_carried(one) for one in near if one.carries_over), *_leaning(near))


def _carried(one: Revision) -> Remark:
    days = (one.deadline - one.on).days
    zh = f"期限前{days}天" if days > 0 else (f"期限后{-days}天" if days else "期限当天")
    en = f"{abs(days)} days {'before' if days > 0 else 'after'} the deadline"
    return question(
        "revision", one.where,
        f"{zh}由{one.before}改为{one.after}，正好由未达标变为达标（目标{one.goal}）",
        f"Changed {en} from {one.before} to {one.after}, just over the target {one.goal}",
    )  # fmt: skip


def _leaning(near: list[Revision]) -> tuple[Remark, ...]:
    """One question where revisions near deadlines go the good way more often than chance allows."""
    count, good = len(near), sum(one.for_the_better for one in near)
    if not good or float(special.bdtrc(good - 1, count, 0.5)) >= DOUBT:
        return ()
    return (
        question(
            "revision", "",
            f"临近期限的{count}次修订中有{good}次朝好的方向",
            f"Of {count} revisions near deadlines {good} go the good way",
        ),
    )  # fmt: skip
