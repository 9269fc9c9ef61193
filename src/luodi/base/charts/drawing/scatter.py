"""Two indicators against each other: a point each place, labelled where there is room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import altair as alt
from django.utils.translation import gettext as _

from ..figures import written
from ..palette import colour
from ..types import Axis, Dot, Scatter, Value
from .common import Entry, Size, chart, finished, spoken, wide

MEDIAN = [3, 3]
ROOM = 0.08
SIGN = 4  # half of what the sign of a point takes, in pixels
# A label's place beside its point: pixels right and down from it to the near edge of the label.
PLACES = ((7, 0), (-7, 0), (0, -12), (0, 12))


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that a label takes."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Return whether the two overlap."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def drawn(scatter: Scatter, size: Size) -> dict[str, Any]:
    """Return the specification; the place looked at is a diamond and is labelled first."""
    whole = (-4.0, 104.0)
    across = whole if scatter.is_share else _domain([dot.x for dot in scatter.dots])
    up = whole if scatter.is_share else _domain([dot.y for dot in scatter.dots])
    where = {"x": _x(scatter.x, across), "y": _y(up)}
    lines = _diagonal(where) if scatter.is_share else _medians(scatter, where)
    layers = [*lines, *_dots(scatter, where)]
    layers += list(_labels(scatter.dots, across, up, size, where))
    plot = alt.layer(*layers).properties(width=size.width, height=size.height)
    heading = _named(scatter.y)
    return finished(plot, list(_entries(scatter)), size, heading)


def _entries(scatter: Scatter) -> Iterator[Entry]:
    if any(dot.focus for dot in scatter.dots):
        yield Entry(_("This place"), "target", shape="diamond")
    if scatter.is_share:
        yield Entry(_("As said, so came true"), "peer", MEDIAN)
        return
    yield Entry(_("Others"), "main", shape="circle")
    yield Entry(_("Median"), "peer", MEDIAN)


def _named(axis: Axis) -> str:
    return f"{axis.name} ({axis.unit})" if axis.unit else axis.name


def _domain(values: Sequence[Value]) -> tuple[float, float]:
    numbers = [float(value) for value in values]
    low, high = min(numbers), max(numbers)
    room = (high - low) * ROOM or abs(high) * ROOM or 1.0
    return low - room, high + room


def _x(axis: Axis, domain: tuple[float, float]) -> alt.X:
    look = alt.Axis(
        title=_named(axis),
        titlePadding=8,
        labelExpr="format(datum.value, ',.6~r')",
        tickCount=5,
        grid=False,
    )
    return alt.X("x:Q", axis=look, scale=alt.Scale(domain=list(domain), nice=False, zero=False))


def _y(domain: tuple[float, float]) -> alt.Y:
    look = alt.Axis(title=None, labelExpr="format(datum.value, ',.6~r')", tickCount=5)
    return alt.Y("y:Q", axis=look, scale=alt.Scale(domain=list(domain), nice=False, zero=False))


def _medians(scatter: Scatter, where: dict[str, Any]) -> list[alt.Chart]:
    style: dict[str, Any] = {"color": colour("peer"), "strokeDash": MEDIAN}
    across = chart([{"y": median(float(dot.y) for dot in scatter.dots)}])
    along = chart([{"x": median(float(dot.x) for dot in scatter.dots)}])
    return [
        across.mark_rule(**style).encode(y=where["y"]),
        along.mark_rule(**style).encode(x=where["x"]),
    ]


def _diagonal(where: dict[str, Any]) -> list[alt.Chart]:
    ends = chart([{"x": 0, "y": 0}, {"x": 100, "y": 100}])
    return [ends.mark_line(color=colour("peer"), strokeDash=MEDIAN).encode(**where)]


def _dots(scatter: Scatter, where: dict[str, Any]) -> list[alt.Chart]:
    styles = [(False, "circle", "main", 55), (True, "diamond", "target", 140)]
    layers = []
    for focus, shape, role, size in styles:
        rows = [_row(scatter, dot) for dot in scatter.dots if dot.focus == focus]
        mark = chart(rows).mark_point(
            shape=shape, filled=True, size=size, color=colour(role), opacity=1
        )
        layers.append(mark.encode(**where, description="words:N", href="link:N"))
    return layers


def _row(scatter: Scatter, dot: Dot) -> dict[str, Any]:
    sides = ((scatter.x, dot.x), (scatter.y, dot.y))
    values = ", ".join(f"{axis.name} {written(value, axis.unit)}" for axis, value in sides)
    return {
        "x": float(dot.x),
        "y": float(dot.y),
        "link": dot.link or None,
        "words": spoken(f"{dot.name}: {values}"),
    }


def _labels(
    dots: Sequence[Dot],
    across: tuple[float, float],
    up: tuple[float, float],
    size: Size,
    where: dict[str, Any],
) -> Iterator[alt.Chart]:
    """Yield the labels of the points that have room for one, those on one side of their points
    together; the others keep theirs in the table."""
    places = [_place(dot, across, up, size) for dot in dots]
    taken = [Box(x - SIGN, y - SIGN, x + SIGN, y + SIGN) for x, y in places]
    beside: dict[tuple[int, int, bool], list[dict[str, Any]]] = {}
    for dot in sorted(dots, key=lambda dot: not dot.focus):
        x, y = _place(dot, across, up, size)
        for right, down in PLACES:
            box = _box(dot.name, x + right, y + down, right, size.letter)
            inside = box.left >= 0 and box.right <= size.width + 8 and box.top >= 0
            if inside and not any(map(box.meets, taken)):
                taken.append(box)
                row = {"x": float(dot.x), "y": float(dot.y), "name": dot.name}
                beside.setdefault((right, down, dot.focus), []).append(row)
                break
    for (right, down, focus), rows in beside.items():
        yield _label(rows, right, down, focus).encode(**where, text="name:N")


def _place(
    dot: Dot, across: tuple[float, float], up: tuple[float, float], size: Size
) -> tuple[float, float]:
    """Where a point lies, in pixels from the left and from above."""
    x = (float(dot.x) - across[0]) / (across[1] - across[0]) * size.width
    return x, (up[1] - float(dot.y)) / (up[1] - up[0]) * size.height


def _box(words: str, x: float, y: float, right: int, letter: int) -> Box:
    across = wide(words, letter)
    left = x if right > 0 else x - across if right < 0 else x - across / 2
    return Box(left, y - letter / 2 - 1, left + across, y + letter / 2 + 1)


def _label(rows: list[dict[str, Any]], right: int, down: int, focus: bool) -> alt.Chart:
    side: Any = "left" if right > 0 else "right" if right < 0 else "center"
    return chart(rows).mark_text(
        align=side, baseline="middle", dx=right, dy=down, color=colour("ink"),
        fontWeight="bold" if focus else "normal",
    )  # fmt: skip
