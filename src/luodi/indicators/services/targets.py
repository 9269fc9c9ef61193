"""Targets: the aim of a measure as an indicator with baseline, date and path."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from luodi.base import clock
from luodi.base.actors import Actor
from luodi.base.changes import change
from luodi.base.errors import Conflict, Invalid
from luodi.base.figures import exact
from luodi.base.permissions import ask
from luodi.commitments.models import Measure
from luodi.documents.services.common import person_of_actor
from luodi.documents.texts import one_line
from luodi.documents.vocabularies import Comparator
from luodi.people.models import Unit
from luodi.places.models import Division

from .. import events, permissions
from ..access import Key, check_revision, get_indicator, get_peers, get_target, is_uuid, not_found
from ..aims import check_target
from ..models import Indicator, Target
from ..units import is_count
from ..vocabularies import Aim, Direction, Frequency, Shape
from .definitions import define_indicator

FIGURES = ("value", "value2", "baseline")
DAYS = ("baseline_on", "due")
PARTS = (
    "indicator", "place", "body", "aim", *FIGURES, *DAYS, "relative", "peers", "shape", "steps",
    "quarters",
)  # fmt: skip
_BY_ITSELF = (Comparator.EQUAL, Comparator.AT_LEAST, Comparator.ABOUT)


def set_target(measure: UUID | str, given: Mapping[str, Any], *, actor: Actor) -> Target:
    """Return the target of a measure; refuses a measure that has one, and a target that contradicts
    itself. A plain count that names no indicator gets one of its own."""
    ask(actor, permissions.SET_TARGET)
    found = _measure(measure)
    with change(actor) as record:
        if Target.objects.filter(measure=found.uuid).exists():
            raise Conflict("这项要求已有目标。", "This measure has a target already.")
        row = Target(measure=found.uuid, set_at=clock.now(), set_by=person_of_actor(actor))
        if not given.get("indicator"):
            given = {**given, "indicator": _own_indicator(found, actor)}
        _write(row, {**implied(found), **given}, actor)
        row.save()
        record(
            events.TARGET_SET, row, words=found.words, name=str(row.indicator),
            measure=str(found.uuid), facts=_facts(row),
        )  # fmt: skip
    return row


def _measure(key: UUID | str) -> Measure:
    rows = Measure.objects.select_related("row__plan__unit", "row__lead")
    found = rows.filter(uuid=key).first() if is_uuid(key) else None
    if found is None:
        raise not_found()
    return found


def edit_target(
    target: Target | Key,
    given: Mapping[str, Any],
    *,
    actor: Actor,
    expected_revision: int | None = None,
) -> Target:
    """Return the target with other content; what stood there is kept in the event."""
    ask(actor, permissions.SET_TARGET)
    with change(actor) as record:
        row = get_target(target, actor, lock=True)
        check_revision(row, expected_revision)
        before = _facts(row)
        _write(row, given, actor)
        row.revision += 1
        row.save()
        record(
            events.TARGET_EDITED, row, words=_words(row), before=before, facts=_facts(row),
            measure=str(row.measure),
        )  # fmt: skip
    return row


def drop_target(target: Target | Key, reason: str, *, actor: Actor) -> None:
    """Take a target away, its content stays in the ledger; refuses without a reason."""
    ask(actor, permissions.SET_TARGET)
    reason = one_line(reason, 300)
    if not reason:
        raise Invalid("请写明理由。", "Please give the reason.", field="reason")
    with change(actor) as record:
        row = get_target(target, actor, lock=True)
        record(
            events.TARGET_DROPPED, row, words=_words(row), reason=reason, facts=_facts(row),
            measure=str(row.measure),
        )  # fmt: skip
        row.delete()


def implied(measure: Measure) -> dict[str, Any]:
    """Return what the words of a measure say of its target already. The average of a country or a
    province is a published figure, not the mean of its parts: somebody has to give it."""
    found: dict[str, Any] = {"aim": Aim.THRESHOLD, "value": measure.value, "due": measure.row.due}
    if measure.comparator == Comparator.RANGE:
        found |= {"aim": Aim.RANGE, "value2": measure.value2}
    elif measure.comparator == Comparator.RANK:
        found["aim"] = Aim.RANK
    elif measure.comparator in (Comparator.MEDIAN, Comparator.MEDIAN_AT_MOST):
        found["aim"] = Aim.MEDIAN
    elif measure.comparator == Comparator.TIMES:
        found["aim"] = Aim.MULTIPLE
    elif measure.comparator in (Comparator.UP, Comparator.DOWN):
        assert measure.value is not None
        sign = -1 if measure.comparator == Comparator.DOWN else 1
        relative = measure.unit in ("%", "％")
        found |= {"aim": Aim.INCREASE, "value": sign * measure.value, "relative": relative}
    if measure.row.lead is not None:
        found["body"] = measure.row.lead.uuid
    elif measure.row.plan.unit is not None:
        found["body"] = measure.row.plan.unit.uuid
    return found


def own_indicator_fits(measure: Measure) -> bool:
    """Return whether a measure is a plain count that needs no definition beyond its own words."""
    return measure.comparator in _BY_ITSELF and is_count(measure.unit)


def _own_indicator(measure: Measure, actor: Actor) -> Indicator:
    known = Indicator.objects.filter(measure=measure.uuid).first()
    if known is not None:
        return known
    if not own_indicator_fits(measure):
        raise Invalid(
            "请选择指标；只有“建成多少个”一类的计数要求可以自动建立指标。",
            "Choose an indicator; only a plain count gets one of its own.",
            field="indicator",
        )
    given = {
        "name": _name(measure),
        "definition": one_line(f"按“{measure.row.words}”计数", 2000),
        "unit": measure.unit,
        "direction": Direction.UP,
        "cumulative": True,
        "frequency": Frequency.MONTH,
    }
    made = define_indicator(given, actor=actor)
    made.measure = measure.uuid
    made.save(update_fields=["measure"])
    return made


def _name(measure: Measure) -> str:
    """The deed without its figure: 改造老旧小区 of 新建学校20所；改造120个老旧小区."""
    clauses = re.split(r"[，。；、\n]", measure.row.words)
    words = next((clause for clause in clauses if measure.words in clause), clauses[0])
    return one_line(words.replace(measure.words, "", 1), 60) or measure.words


def _write(row: Target, given: Mapping[str, Any], actor: Actor) -> None:
    unknown = set(given) - set(PARTS)
    if unknown:
        raise Invalid("内容不在可修改范围内。", f"Unknown parts: {sorted(unknown)}.")
    for name in FIGURES:
        if name in given:
            setattr(row, name, _figure(name, given[name]))
    for name in DAYS:
        if name in given:
            setattr(row, name, _day(name, given[name]))
    if row.due is None:
        raise Invalid("请填写完成期限。", "Please say by when.", field="due")
    for name, choices in (("aim", Aim.values), ("shape", Shape.values)):
        if name in given:
            setattr(row, name, _choice(name, given[name], choices))
    if "relative" in given:
        row.relative = given["relative"] in (True, "1", "on", "true")
    _write_relations(row, given, actor)
    _write_path(row, given)
    check_target(row)


def _write_relations(row: Target, given: Mapping[str, Any], actor: Actor) -> None:
    if "indicator" in given:
        row.indicator = get_indicator(given["indicator"], actor)
    if "peers" in given:
        row.peers = get_peers(given["peers"], actor) if given["peers"] else None
    if given.get("place"):
        row.place, row.body = _place(given["place"]), None
    elif given.get("body"):
        row.place, row.body = None, _body(given["body"])
    if row.place_id is None and row.body_id is None:
        raise Invalid("请选择地区或单位。", "Choose a place or a unit.", field="body")


def _write_path(row: Target, given: Mapping[str, Any]) -> None:
    if "steps" in given:
        row.steps = [
            [_iso("steps", day), str(_figure("steps", value))]
            for day, value in given["steps"] or ()
        ]
    if "quarters" in given:
        row.quarters = [str(_figure("quarters", value)) for value in given["quarters"] or ()]
    if row.shape != Shape.STEPPED:
        row.steps = []
    if row.shape != Shape.QUARTERS:
        row.quarters = []


def _figure(name: str, value: Any) -> Decimal | None:
    if value in (None, ""):
        return None
    try:
        return exact(value)
    except (TypeError, ValueError):
        raise Invalid("数字无法识别。", "This is no figure.", field=name) from None


def _day(name: str, value: Any) -> date | None:
    if value in (None, "") or isinstance(value, date):
        return value or None
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise Invalid(
            "日期应写作 2026-06-30 的形式。", "Write a day as 2026-06-30.", field=name
        ) from None


def _iso(name: str, value: Any) -> str:
    day = _day(name, value)
    if day is None:
        raise Invalid("请写明日期。", "Please give the day.", field=name)
    return day.isoformat()


def _choice(name: str, value: Any, choices: list[str]) -> str:
    if value not in choices:
        raise Invalid("所选内容不在可选范围内。", "There is no such choice.", field=name)
    return str(value)


def _place(value: Any) -> Division:
    found = value if isinstance(value, Division) else Division.objects.filter(code=value).first()
    if found is None:
        raise Invalid("没有这个地区。", "There is no such place.", field="place")
    return found


def _body(value: Any) -> Unit:
    if isinstance(value, Unit):
        return value
    found = Unit.objects.filter(uuid=value).first() if is_uuid(value) else None
    if found is None:
        raise Invalid("没有这个单位。", "There is no such unit.", field="body")
    return found


def _words(row: Target) -> str:
    words = Measure.objects.filter(uuid=row.measure).values_list("words", flat=True).first()
    return words or str(row.indicator)


def _facts(row: Target) -> dict[str, Any]:
    facts: dict[str, Any] = {
        name: getattr(row, name) if name in ("relative", "steps", "quarters") else _text(row, name)
        for name in PARTS
        if name not in ("indicator", "peers", "place", "body")
    }
    facts["indicator"] = str(row.indicator.uuid)
    facts["peers"] = str(row.peers.uuid) if row.peers else ""
    facts["place"] = row.place.code if row.place else ""
    facts["body"] = str(row.body.uuid) if row.body else ""
    return facts


def _text(row: Target, name: str) -> str:
    value = getattr(row, name)
    return "" if value is None else str(value)
