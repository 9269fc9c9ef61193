"""Recording figures: answered one by one, written all or not at all, nothing overwritten."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from luodi.base import clock
from luodi.base.actors import Actor
from luodi.base.changes import change
from luodi.base.errors import Conflict, Invalid
from luodi.base.figures import written
from luodi.base.permissions import ask
from luodi.documents.services.common import person_of_actor
from luodi.documents.texts import one_line

from .. import events, permissions
from ..access import Key, get_observation
from ..examination import Cell, Examined, examine
from ..figures import Answer, Figure, Recorded
from ..models import Observation
from ..states import OBSERVATION_MOVES

BATCH = 500


def examine_figures(figures: Sequence[Figure], *, actor: Actor) -> tuple[Answer, ...]:
    """Return how each figure would be answered; writes nothing."""
    _ask_for_all(figures, actor)
    return tuple(_answer(item) for item in examine(figures))


def record_observations(figures: Sequence[Figure], *, actor: Actor, source: str = "") -> Recorded:
    """Return what became of the figures; refuses all of them when one is refused, naming it.

    A figure that stands already is left alone, another one for the same cell becomes its revision.
    """
    _ask_for_all(figures, actor)
    examined = examine(figures)
    refused = next((item for item in examined if item.refusal), None)
    if refused is not None:
        raise _named(refused)
    fresh = [item for item in examined if item.outcome != "unchanged"]
    if fresh:
        write_examined(fresh, one_line(source, 200), actor)
    return Recorded(
        sum(item.outcome == "new" for item in examined),
        sum(item.outcome == "revised" for item in examined),
        len(examined) - len(fresh),
        tuple(_answer(item) for item in examined),
    )


def _ask_for_all(figures: Sequence[Figure], actor: Actor) -> None:
    for indicator in {figure.indicator.pk: figure.indicator for figure in figures}.values():
        ask(actor, permissions.RECORD_FIGURES, indicator)


def write_examined(fresh: list[Examined], source: str, actor: Actor) -> None:
    """Write figures that were examined and found new or revised, in one step with one event."""
    with change(actor) as record:
        revised = [item for item in fresh if item.standing is not None]
        now, reporter = clock.now(), person_of_actor(actor)
        _take_down([item.standing.pk for item in revised if item.standing is not None])
        rows = [_row(item, now, reporter) for item in fresh]
        Observation.objects.bulk_create(rows, batch_size=BATCH)
        for item, row in zip(fresh, rows, strict=True):
            item.uuid = row.uuid
        record(
            events.FIGURES_RECORDED,
            fresh[0].figure.indicator,
            count=len(fresh),
            new=len(fresh) - len(revised),
            revised=len(revised),
            indicators=sorted({str(item.figure.indicator.uuid) for item in fresh})[:50],
            source=source,
            digest=_digest(fresh),
        )


def _take_down(keys: list[int]) -> None:
    for at in range(0, len(keys), BATCH):
        rows = Observation.objects.select_for_update().filter(
            pk__in=keys[at : at + BATCH], is_latest=True
        )
        if rows.update(is_latest=False) < len(keys[at : at + BATCH]):
            raise Conflict(
                "他人刚刚修订了其中的数据。请重新提交。",
                "Somebody has just revised some of these figures. Please submit them again.",
            )


def _row(item: Examined, now: Any, reporter: Any) -> Observation:
    figure, cell = item.figure, item.cell
    assert cell is not None
    return Observation(
        indicator=figure.indicator,
        place_id=cell.place,
        body_id=cell.body,
        period=cell.period.code,
        begins=cell.period.begins,
        ends=cell.period.ends,
        kind=figure.kind,
        value=figure.value,
        k=figure.k,
        n=figure.n,
        error=figure.error,
        reported_on=item.reported_on,
        recorded_at=now,
        reporter=reporter,
        evidence=one_line(figure.evidence, 300),
        issuer=one_line(figure.issuer, 200),
        supersedes=item.standing,
    )


def _digest(fresh: list[Examined]) -> str:
    """The SHA-256 of all that was written, one line a figure."""
    text = hashlib.sha256()
    for item in fresh:
        text.update(f"{_line(item.cell, item.figure, item.reported_on)}\n".encode())
    return text.hexdigest()


def _line(cell: Cell | None, figure: Figure, reported_on: date) -> str:
    assert cell is not None
    parts = (
        figure.indicator.uuid, cell.place or "", cell.body or "", cell.period.code, figure.kind,
        _written(figure.value), figure.k, figure.n, _written(figure.error), reported_on,
    )  # fmt: skip
    return "|".join("" if part is None else str(part) for part in parts)


def _written(value: Decimal | None) -> str:
    return "" if value is None else written(value)


def _answer(item: Examined) -> Answer:
    before = item.standing.figure if item.standing is not None else None
    zh, en = item.refusal or ("", "")
    return Answer(item.at, item.outcome, item.uuid, before, item.flags, zh, en)


def _named(item: Examined) -> Invalid:
    assert item.refusal is not None
    zh, en = item.refusal
    return Invalid(f"第{item.at + 1}个数据：{zh}", f"Figure {item.at + 1}: {en}", field="value")


def check_observation(observation: Observation | Key, *, actor: Actor) -> Observation:
    """Return the figure as checked; refuses who reported it."""
    return _moved(observation, "check", "", actor)


def dispute_observation(
    observation: Observation | Key, reason: str, *, actor: Actor
) -> Observation:
    """Return the figure as disputed; refuses without a reason."""
    reason = one_line(reason, 300)
    if not reason:
        raise Invalid("请写明疑问。", "Please say what is doubtful.", field="reason")
    return _moved(observation, "dispute", reason, actor)


def _moved(observation: Observation | Key, move: str, reason: str, actor: Actor) -> Observation:
    with change(actor) as record:
        row = get_observation(observation, actor, lock=True)
        ask(actor, permissions.CHECK_FIGURE, row)
        if row.state not in OBSERVATION_MOVES[move].origins or not row.is_latest:
            raise Conflict(
                "数据的状态已变，不能这样处理。请刷新页面。",
                "The figure is in another state now, so this step does not fit. Reload the page.",
            )
        row.state, row.state_reason = OBSERVATION_MOVES[move].to, reason
        row.save(update_fields=["state", "state_reason"])
        event = events.FIGURE_CHECKED if move == "check" else events.FIGURE_DISPUTED
        more = {"reason": reason} if reason else {}
        record(
            event, row.indicator, name=str(row.indicator), period=row.period,
            observation=str(row.uuid), **more,
        )  # fmt: skip
    return row
