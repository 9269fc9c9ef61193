"""How far figures were trusted on a past day, as the ledger tells it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from luodi.base import clock
from luodi.base.events import data_in
from luodi.base.models import Event

from .. import events
from ..models import Indicator
from ..vocabularies import ObservationState

_STATES = {
    events.FIGURE_CHECKED.name: ObservationState.CHECKED,
    events.FIGURE_DISPUTED.name: ObservationState.DISPUTED,
}


class Trust(NamedTuple):
    """The state of a figure and why it was doubted, if it was."""

    state: str = ObservationState.REPORTED
    reason: str = ""


AS_REPORTED = Trust()


def trust_on(day: date, indicators: Iterable[int]) -> dict[str, Trust]:
    """Return what was checked or disputed by the end of a day, by the public id of the figure; what
    is not named was only reported, as is one whose entry in the ledger was erased since."""
    keys = Indicator.objects.filter(pk__in=list(indicators)).values_list("uuid", flat=True)
    rows = Event.objects.filter(
        subject_type=Indicator._meta.label_lower,
        subject_id__in=[str(key) for key in keys],
        name__in=list(_STATES),
        at__lt=clock.end_of(day),
    )
    found: dict[str, Trust] = {}
    for event in rows.only("name", "payload").order_by("seq"):
        told = data_in(event)
        if "observation" in told:
            found[told["observation"]] = Trust(_STATES[event.name], told.get("reason", ""))
    return found
