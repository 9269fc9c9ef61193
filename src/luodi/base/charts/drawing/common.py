"""What the drawings share: sizes, axes, the legend, and how marks carry their words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import altair as alt

from ..figures import day_number, label_of
from ..palette import COLOURS, FONT, colour
from ..types import Point

# A mark's words in a drawing begin with this sign; what vl-convert says by itself does not.
SPOKEN = "¶"
LEGEND_LINE, LEGEND_SYMBOL, LEGEND_GAP = 20, 26, 16
Dash = list[int]
SOLID: Dash = [1, 0]


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height of the field in pixels, and how many labels fit on its axis of time. A page
    sets the letters in its own fonts, so a drawing for it is measured with any, which is faster."""

    width: int
    height: int
    labels: int
    letter: int = 12
    font: str = "sans-serif"

    @property
    def narrow(self) -> bool:
        """Return whether this is the drawing for a phone."""
        return self.width < 400


WIDE, NARROW = Size(620, 260, 8), Size(270, 220, 4)
PAPER, HALF_PAPER = Size(620, 230, 8, font=FONT), Size(280, 170, 4, font=FONT)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the legend: words, and the sign that stands for them."""

    words: str
    role: str
    dash: Sequence[int] | None = None
    shape: str = ""
    fill: str = ""

    def wide(self, letter: int) -> int:
        """Return about how many pixels it takes."""
        return LEGEND_SYMBOL + round(wide(self.words, letter)) + LEGEND_GAP


def wide(words: str, letter: int) -> float:
    """Return about how many pixels words take; a Chinese sign is as wide as it is high."""
    return sum(letter if ord(sign) > 0x2E80 else letter * 0.56 for sign in words)


Rows = list[dict[str, Any]]
_rows: ContextVar[dict[str, Rows]] = ContextVar("rows of the drawing that is being made")


@contextmanager
def rows_apart() -> Iterator[None]:
    """Keep the rows of a drawing beside its marks while it is made: Altair copies whatever a chart
    holds at each step, and with the rows inside that takes seconds."""
    token = _rows.set({})
    try:
        yield
    finally:
        _rows.reset(token)


def chart(rows: Iterable[dict[str, Any]]) -> alt.Chart:
    """Return a chart of these rows; they come with the specification, nothing is fetched."""
    kept = _rows.get()
    name = f"rows-{len(kept)}"
    kept[name] = list(rows)
    return alt.Chart(alt.NamedData(name))


def spoken(words: str) -> str:
    """Return the words of a mark as the page's script-free hover shows them."""
    return SPOKEN + words


def finished(plot: Any, entries: Sequence[Entry], size: Size, heading: str = "") -> dict[str, Any]:
    """Return the whole specification: legend and unit above, the plot below, our fonts."""
    above = legend(entries, size, heading)
    whole = alt.vconcat(above, plot, spacing=6) if above is not None else plot
    specification: dict[str, Any] = whole.to_dict(validate=False)
    # Altair's own theme goes: every colour here is one of a role.
    return specification | {
        "config": _config(size), "background": None, "padding": 4, "datasets": _rows.get(),
    }  # fmt: skip


def _config(size: Size) -> dict[str, Any]:
    axis = {
        "labelColor": colour("soft"),
        "titleColor": colour("soft"),
        "labelFontSize": size.letter,
        "titleFontSize": size.letter,
        "titleFontWeight": "normal",
        "gridColor": colour("grid"),
        "domainColor": colour("peer"),
        "tickColor": colour("peer"),
    }
    return {
        "font": size.font,
        "axis": axis,
        "view": {"stroke": None, "fill": None},
        "header": {"labelColor": colour("ink"), "labelFontSize": size.letter},
        "text": {"color": colour("ink"), "fontSize": size.letter},
        "title": {"color": colour("ink"), "fontSize": size.letter + 2, "anchor": "start"},
    }


# Axes


def time_axis(points: Iterable[Point], size: Size) -> alt.X:
    """Return the axis of time over all points, labelled with their periods, the last always."""
    words = {day_number(point.at): label_of(point) for point in points}
    days = sorted(words)
    step = max(1, -(-len(days) // size.labels))
    shown = days[::-1][::step][::-1]
    table = "{" + ",".join(f"'{day}':{_quoted(words[day])}" for day in shown) + "}"
    axis = alt.Axis(
        values=shown, labelExpr=f"({table})[datum.value]", grid=False, title=None,
        labelOverlap=True, labelFlush=True,
    )  # fmt: skip
    low, high = days[0], days[-1]
    room = max((high - low) * 0.02, 1)
    scale = alt.Scale(domain=[low - room, high + room], nice=False, zero=False)
    return alt.X("x:Q", axis=axis, scale=scale)


def _quoted(words: str) -> str:
    return "'" + words.replace("\\", "").replace("'", "’") + "'"


def value_axis(name: str = "y:Q", domain: Sequence[float] | None = None, ticks: int = 5) -> alt.Y:
    """Return the axis of values: not from zero, since lines are read by their slope."""
    axis = alt.Axis(title=None, labelExpr="format(datum.value, ',.6~r')", tickCount=ticks)
    scale = alt.Scale(zero=False, nice=domain is None)
    if domain is not None:
        scale = alt.Scale(domain=list(domain), nice=False, zero=False)
    return alt.Y(name, axis=axis, scale=scale)


def rows_of(points: Iterable[Point], words: str, unit: str, **also: Any) -> list[dict[str, Any]]:
    """Return rows for points: x, y, link, and what each says."""
    from ..figures import written

    return [
        {
            "x": day_number(point.at),
            "y": None if point.value is None else float(point.value),
            "link": point.link or None,
            "words": spoken(f"{words} {label_of(point)}: {written(point.value, unit)}"),
            **also,
        }
        for point in points
    ]


# Legend


def legend(entries: Sequence[Entry], size: Size, heading: str) -> Any:
    """Return a strip with the unit and the entries, in as many lines as they need; or None."""
    placed, line, left = [], 0, 0
    if heading:
        left = Entry(heading, "ink").wide(size.letter) - LEGEND_SYMBOL
    for entry in entries:
        if left and left + entry.wide(size.letter) > size.width + 40:
            line, left = line + 1, 0
        placed.append((entry, left, line * LEGEND_LINE + LEGEND_LINE // 2))
        left += entry.wide(size.letter)
    layers = [_heading(heading)] if heading else []
    layers += [layer for entry, x, y in placed for layer in _entry(entry, x, y)]
    if not layers:
        return None
    return alt.layer(*layers).properties(width=size.width, height=(line + 1) * LEGEND_LINE)


def _heading(words: str) -> alt.Chart:
    mark = chart(_ONE).mark_text(align="left", baseline="middle", color=COLOURS["soft"])
    place = {"x": alt.XValue(0), "y": alt.YValue(LEGEND_LINE // 2)}
    return mark.encode(**place, text=alt.TextValue(words))


_ONE: Rows = [{}]


def _entry(entry: Entry, x: int, y: int) -> list[alt.Chart]:
    at = {"x": alt.XValue(x), "y": alt.YValue(y)}
    middle = {"x": alt.XValue(x + 10), "y": alt.YValue(y)}
    drawn = []
    if entry.fill:
        box = chart(_ONE).mark_point(
            shape="square", size=170, filled=True, fill=entry.fill,
            stroke=colour("peer"), strokeWidth=1, opacity=1,
        )  # fmt: skip
        drawn.append(box.encode(**middle))
    if entry.dash is not None:
        rule = chart(_ONE).mark_rule(
            color=colour(entry.role), strokeDash=list(entry.dash), strokeWidth=2
        )
        drawn.append(rule.encode(**at, x2=alt.X2Value(x + 20), y2=alt.Y2Value(y)))
    if entry.shape:
        sign = chart(_ONE).mark_point(
            shape=entry.shape, filled=True, size=50, color=colour(entry.role), opacity=1
        )
        drawn.append(sign.encode(**middle))
    words = chart(_ONE).mark_text(align="left", baseline="middle", color=colour("ink"))
    place = {"x": alt.XValue(x + LEGEND_SYMBOL), "y": alt.YValue(y)}
    return [*drawn, words.encode(**place, text=alt.TextValue(entry.words))]
