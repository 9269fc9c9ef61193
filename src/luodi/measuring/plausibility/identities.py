"""Accounting identities: parts sum to the whole, a cumulative figure does not fall. All in exact
decimals.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from luodi.measuring.figures import even
from luodi.measuring.plausibility.remarks import Remark


def parts_and_wholes(
    where: Sequence[str],
    parts: Sequence[Sequence[Decimal]],
    wholes: Sequence[Decimal],
    tolerance: Decimal | None = None,
) -> tuple[Remark, ...]:
    """Rows whose parts (of counties, sectors ...) do not sum to their whole; shapes (rows, parts)
    and (rows,).

    Without a `tolerance` each figure is allowed half of its own last place, as much as rounding
    can do. Raises Uneven.
    """
    even(("行", where), ("分项", parts), ("合计", wholes))
    found = []
    for name, row, whole in zip(where, parts, wholes, strict=True):
        total = sum(row, Decimal(0))
        allowed = _rounding([*row, whole]) if tolerance is None else tolerance
        if abs(total - whole) > allowed:
            found.append(
                Remark(
                    "identity",
                    name,
                    f"分项之和为{total}，合计为{whole}，相差{total - whole}",
                    f"the parts sum to {total}, the whole is {whole}: {total - whole} apart",
                )
            )
    return tuple(found)


def not_falling(
    where: Sequence[str], values: Sequence[Decimal], starts: Sequence[bool] = ()
) -> tuple[Remark, ...]:
    """Periods whose cumulative figure is below the one before; `starts` marks where the sum begins
    anew. Raises Uneven.
    """
    begins = list(starts) or [False] * len(values)
    even(("期", where), ("累计数", values), ("起点", begins))
    return tuple(
        Remark(
            "identity", where[at],
            f"累计数{values[at]}小于{where[at - 1]}的{values[at - 1]}",
            f"the cumulative figure {values[at]} is below {values[at - 1]} of {where[at - 1]}",
        )
        for at in range(1, len(values))
        if not begins[at] and values[at] < values[at - 1]
    )  # fmt: skip


def _rounding(figures: Sequence[Decimal]) -> Decimal:
    """Half a unit of the last place of each figure; where all are whole they are counts, exact."""
    places = [min(int(figure.as_tuple().exponent), 0) for figure in figures]
    if not any(places):
        return Decimal(0)
    return sum((Decimal(5).scaleb(place - 1) for place in places), Decimal(0))
