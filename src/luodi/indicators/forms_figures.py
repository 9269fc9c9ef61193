"""Figures typed by hand: rows of who, when and how much, each answered by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.base import clock
from luodi.base.charts.figures import written
from luodi.base.errors import Invalid
from luodi.base.forms import Day

from .cells import Read, read_cell
from .figures import Answer, Figure
from .models import Indicator
from .queries.choices import subject_named
from .vocabularies import FigureKind

ROWS = 8
PARTS = ("who", "period", "value", "meant", "sure")


class FiguresForm(forms.Form):
    """What all the rows share."""

    kind = forms.ChoiceField(label=gettext_lazy("What is reported"), choices=FigureKind.choices)
    reported_on = Day(label=gettext_lazy("Reported on"))
    issuer = forms.CharField(
        label=gettext_lazy("Bulletin"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Of an official rank or growth rate: who issued it."),
    )
    evidence = forms.CharField(label=gettext_lazy("Evidence"), max_length=300, required=False)


@dataclass(slots=True)
class Row:
    """A row as it was typed, and what is said to it."""

    who: str = ""
    period: str = ""
    value: str = ""
    meant: str = ""
    sure: str = ""
    read: Read | None = None
    figure: Figure | None = None
    words: str = ""
    role: str = ""
    asks: list[tuple[str, str]] = field(default_factory=list)
    asks_sure: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed; a prefilled name alone says nothing."""
        return not self.value.strip()

    @property
    def is_good(self) -> bool:
        """Whether it can be recorded."""
        return self.figure is not None and not (self.asks or self.asks_sure or self.role == "bad")

    def say(self, role: str, words: str) -> None:
        """Answer the row."""
        self.role, self.words = role, words


def rows_of(data: Any, first: str = "") -> list[Row]:
    """Return the rows of a posted form, or empty ones, the first for a place or unit."""
    if data is None:
        return [Row(who=first), *(Row() for _n in range(ROWS - 1))]
    columns = [data.getlist(name) for name in PARTS]
    return [Row(*cells) for cells in zip(*columns, strict=False)]


def read_rows(rows: Sequence[Row], indicator: Indicator, shared: dict[str, Any]) -> None:
    """Read every row: it gets a figure, or a question, or what is wrong with it."""
    for row in rows:
        if row.is_empty:
            continue
        try:
            place, body = subject_named(row.who)
            row.read = read_cell(row.value, indicator.unit, shared["kind"], row.meant)
            if row.read.asks:
                row.asks = [(key, written(value, "%")) for key, value in row.read.asks]
                row.say("warn", _("Which is meant?"))
                continue
            row.figure = Figure(
                indicator, row.period, place=place, body=body, value=row.read.value,
                k=row.read.k, n=row.read.n, kind=shared["kind"],
                reported_on=shared["reported_on"] or clock.today(),
                evidence=shared["evidence"], issuer=shared["issuer"],
            )  # fmt: skip
        except Invalid as error:
            row.say("bad", error.sentence)


def answer_rows(rows: Sequence[Row], answers: Sequence[Answer], *, chinese: bool) -> None:
    """Put what the examination says to the rows that have a figure."""
    for row, answer in zip([row for row in rows if row.figure], answers, strict=True):
        if answer.outcome == "refused":
            row.say("bad", answer.refusal_zh if chinese else answer.refusal_en)
        elif "jump" in answer.flags and row.sure != "1":
            row.asks_sure = True
            row.say(
                "warn",
                _("Ten thousand times the figure before, or a ten-thousandth: is that right?"),
            )
        elif answer.outcome == "revised" and answer.before is not None:
            row.say("info", _("Replaces %(before)s") % {"before": written(answer.before)})
        elif answer.outcome == "unchanged":
            row.say("quiet", _("Stands already"))
        else:
            row.say("good", _("New"))
