"""Forms of the pages on which tables of figures come in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luodi.base.forms import Choices, Day, with_all
from luodi.places.models import Level

from .importing.columns import FIGURES, Layout, Mapped, Role


class GiveTableForm(forms.Form):
    """A table of figures, whose it is and of which day."""

    file = forms.FileField(
        label=_("Table (.xlsx or .csv)"),
        help_text=_("Nothing is written before you have seen what each row would do."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
    sender = forms.ChoiceField(
        label=_("Sender"),
        required=False,
        help_text=_("How its columns are read is remembered for the sender's next table."),
    )
    reported_on = Day(
        label=_("Reported on"),
        required=False,
        help_text=_("Empty: today. A figure reported on a later day revises an earlier one."),
    )

    def __init__(self, *args: Any, units: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["sender"].choices = [("", _("not named")), *units]  # type: ignore[attr-defined]
        self.limit = settings.UPLOAD_BYTES // 1024 // 1024


@dataclass(frozen=True, slots=True)
class ColumnFields:
    """A column of the table with the fields that settle it; `said` is what it fixes so far."""

    letter: str
    title: str
    samples: tuple[str, ...]
    role: BoundField
    parts: tuple[BoundField, ...]
    said: tuple[str, ...]

    @property
    def has_errors(self) -> bool:
        """Return whether one of its fields has to be mended."""
        return any(field.errors for field in self.parts)


PARTS = ("indicator", "period", "place", "unit")


class ColumnsForm(forms.Form):
    """What each column of a table is, and what holds for the whole file."""

    indicator = forms.ChoiceField(label=_("Indicator of all figures"), required=False)
    period = forms.CharField(
        label=_("Period of all figures"), required=False, max_length=20,
        help_text=_("2026, 2026-Q1, 2026-03; only where no column says it"),
    )  # fmt: skip
    unit = forms.CharField(
        label=_("Unit that the file counts in"), required=False, max_length=20,
        help_text=_("For instance ten thousand yuan; empty: as the indicator counts"),
    )  # fmt: skip
    subjects = forms.ChoiceField(
        label=_("Names are of"),
        choices=[("places", _("places (divisions)")), ("bodies", _("units of this city"))],
    )
    level = forms.ChoiceField(
        label=_("The rows are"), required=False, help_text=_("A row above this level is a total.")
    )
    fractions = forms.BooleanField(label=_("Shares stand as 0.4 and mean 40 %"), required=False)
    difference = forms.BooleanField(
        label=_("Figures add up since January: take them apart"), required=False
    )

    def __init__(self, data: Any = None, *, layout: Layout, indicators: Choices) -> None:
        super().__init__(data, initial={name: getattr(layout, name) for name in self.base_fields})
        self._layout, self._indicators = layout, indicators
        levels = [(one, label) for one, label in Level.choices if one != Level.STREET]
        self.fields["level"].choices = with_all(levels, pgettext_lazy("level", "of any level"))  # type: ignore[attr-defined]
        self.fields["indicator"].choices = [("", _("said by a column")), *indicators]  # type: ignore[attr-defined]
        for at, column in enumerate(layout.columns):
            self._add_column(at, column, indicators)

    def _add_column(self, at: int, column: Mapped, indicators: Choices) -> None:
        title = self._layout.titles[at] if at < len(self._layout.titles) else ""
        self.fields[f"c{at}-role"] = forms.ChoiceField(
            label=_("What column %(title)s is") % {"title": title}, choices=Role.choices,
            initial=column.role, required=False,
        )  # fmt: skip
        self.fields[f"c{at}-indicator"] = forms.ChoiceField(
            label=_("Indicator"), choices=[("", "—"), *indicators], required=False,
            initial=column.indicator,
        )  # fmt: skip
        for name, label in (("period", _("Period")), ("place", _("Place or unit")),
                            ("unit", _("Unit of measure"))):  # fmt: skip
            self.fields[f"c{at}-{name}"] = forms.CharField(
                label=label, required=False, max_length=60, initial=getattr(column, name)
            )

    def columns(self, lines: Sequence[Sequence[str]]) -> Iterator[ColumnFields]:
        """Give the columns with some cells from below the header."""
        from .importing.rows import letter

        names = dict(self._indicators)
        below = [line[1:] for line in lines if int(line[0]) > self._layout.header][:3]
        for at, title in enumerate(self._layout.titles):
            yield ColumnFields(
                letter(at), title,
                tuple(line[at] for line in below if at < len(line) and line[at]),
                self[f"c{at}-role"], tuple(self[f"c{at}-{name}"] for name in PARTS),
                _said(self._layout.columns[at], names),
            )  # fmt: skip

    def general(self) -> list[BoundField]:
        """Return the fields that hold for the whole file."""
        return [self[name] for name in self.base_fields]

    def settled(self) -> Layout:
        """Return the layout as it was settled."""
        data = self.cleaned_data
        columns = tuple(self._column(at) for at in range(len(self._layout.columns)))
        return Layout(
            header=self._layout.header, titles=self._layout.titles, columns=columns,
            **{name: data[name] for name in self.base_fields},
        )  # fmt: skip

    def _column(self, at: int) -> Mapped:
        """A column as it was settled; what it fixes is kept where it holds figures."""
        role = self.cleaned_data[f"c{at}-role"]
        if role not in FIGURES:
            return Mapped(role)
        return Mapped(role, **{part: self.cleaned_data[f"c{at}-{part}"] for part in PARTS})


def _said(column: Mapped, names: dict[str, str]) -> tuple[str, ...]:
    parts = (names.get(column.indicator, ""), column.period, column.place, column.unit)
    return tuple(part for part in parts if part)
