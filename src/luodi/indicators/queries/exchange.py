"""Figures as SDMX-CSV: one line a figure, with codes that come in again unchanged."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from luodi.base.actors import Actor
from luodi.base.figures import written
from luodi.base.permissions import ask
from luodi.people.tables.export import safe

from .. import permissions
from ..models import Indicator, Observation
from ..vocabularies import FigureKind, ObservationState

FLOW = "LUODI:FIGURES(1.0)"
TITLES = (
    "DATAFLOW", "FREQ", "REF_AREA", "INDICATOR", "TIME_PERIOD", "FIGURE_KIND", "OBS_VALUE",
    "OBS_COUNT", "UNIT_MEASURE", "OBS_STATUS", "REF_AREA_NAME", "INDICATOR_NAME", "SOURCE",
)  # fmt: skip
# A half-year is S in SDMX, a single day D; the year is the plain code.
_FREQUENCIES = {"H": "S", "Q": "Q"}
_STATUS = {ObservationState.DISPUTED: "U"}  # U: of low reliability; A: normal
_FIELDS = (
    "indicator_id", "place__code", "place__name", "body__uuid", "body__name", "period", "kind",
    "value", "k", "n", "state",
)  # fmt: skip


def sdmx_csv(actor: Actor, indicators: Iterable[Indicator]) -> Iterator[str]:
    """Give the lines of the newest figures of these indicators as SDMX-CSV, of a million too; of an
    official rank OBS_VALUE is the rank and OBS_COUNT out of how many, of cases k and n."""
    ask(actor, permissions.VIEW_INDICATORS)
    known = {row.pk: row for row in indicators}
    yield _line(TITLES)
    rows = Observation.objects.filter(indicator__in=list(known), is_latest=True)
    for row in (
        rows.order_by("indicator", "place", "body", "ends", "pk").values_list(*_FIELDS).iterator()
    ):
        yield _line(_cells(known[row[0]], *row[1:]))


def _cells(
    indicator: Indicator, place: str | None, place_name: str | None, body: object,
    body_name: str | None, period: str, kind: str, value: object, k: int | None, n: int | None,
    state: str,
) -> tuple[object, ...]:  # fmt: skip
    unit = "%" if kind == FigureKind.GROWTH else "" if kind == FigureKind.RANK else indicator.unit
    figure = k if value is None else written(value)  # type: ignore[arg-type]
    return (
        FLOW, frequency_of(period), place or str(body), indicator.code or str(indicator.uuid),
        _time(period), kind, figure, "" if n is None else n, unit, _STATUS.get(state, "A"),  # type: ignore[call-overload]
        safe(place_name or body_name or ""), safe(str(indicator)), safe(indicator.source),
    )  # fmt: skip


def frequency_of(period: str) -> str:
    """Return SDMX's letter of how often figures of such periods come."""
    if len(period) == 4:
        return "A"
    return _FREQUENCIES.get(period[5], "M" if len(period) == 7 else "D")


def _time(period: str) -> str:
    return period.replace("-H", "-S")


def _line(cells: Iterable[object]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()
