"""An indicator from its first draft until its meaning is settled, or it is retired."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from luodi.base import clock
from luodi.base.actors import Actor
from luodi.base.changes import change
from luodi.base.errors import Conflict, Invalid
from luodi.base.permissions import ask
from luodi.documents.models import Document
from luodi.documents.services.common import get_document, person_of_actor
from luodi.documents.texts import one_line
from luodi.people.models import Unit
from luodi.places.models import Division

from .. import events, permissions
from ..access import Key, check_revision, get_indicator, uuids
from ..content import check_indicator, settle_formula
from ..models import Indicator, PeerMember, PeerSet, SeriesBreak
from ..periods import period as period_of
from ..states import INDICATOR_MOVES
from ..vocabularies import IndicatorState

FIELDS_FIXED_BY_SETTLING = (
    "definition", "numerator", "denominator", "unit", "direction", "cumulative", "price_basis",
    "formula", "part", "whole", "base_period",
)  # fmt: skip


def define_indicator(given: Mapping[str, Any], *, actor: Actor) -> Indicator:
    """Return a new indicator in draft; refuses one without name or unit, and a code in use."""
    ask(actor, permissions.DEFINE_INDICATOR)
    content = check_indicator(given)
    with change(actor) as record:
        row = Indicator(created_at=clock.now())
        _write(row, content)
        record(events.INDICATOR_DEFINED, row, name=str(row), unit=row.unit, formula=row.formula)
    return row


def edit_indicator(
    indicator: Indicator | Key,
    given: Mapping[str, Any],
    *,
    actor: Actor,
    expected_revision: int | None = None,
) -> Indicator:
    """Return the indicator with other content; what a settled definition fixes is refused until
    the definition is opened again."""
    ask(actor, permissions.DEFINE_INDICATOR)
    with change(actor) as record:
        row = get_indicator(indicator, actor, lock=True)
        check_revision(row, expected_revision)
        content = check_indicator(given, row)
        changed = [name for name, value in content.items() if getattr(row, name) != value]
        _refuse_settled(row, changed)
        before = {name: _plain(getattr(row, name)) for name in changed}
        _write(row, content)
        record(events.INDICATOR_EDITED, row, name=str(row), changed=changed, before=before)
    return row


def _refuse_settled(row: Indicator, changed: Iterable[str]) -> None:
    if row.state == IndicatorState.RETIRED:
        raise _does_not_fit()
    if row.state == IndicatorState.SETTLED and set(changed) & set(FIELDS_FIXED_BY_SETTLING):
        raise Conflict(
            "口径已确定，不能直接修改。请先将口径标为未定并说明理由。",
            "The definition is settled. Mark it as not settled first, with the reason.",
        )
    if "unit" in changed and row.observations.exists():
        raise Conflict(
            "已有数据，不能更改计量单位。请另建指标。",
            "There are figures already, so the unit stays. Define another indicator.",
        )


def _write(row: Indicator, content: Mapping[str, Any]) -> None:
    for name, value in content.items():
        setattr(row, name, value)
    settle_formula(row)
    _check_head(row)
    if row.code and Indicator.objects.filter(code=row.code).exclude(pk=row.pk).exists():
        raise Invalid("这个代码已被使用。", "This code is in use.", field="code")
    row.revision = row.revision + 1 if row.pk else 1
    row.save()


def _check_head(row: Indicator) -> None:
    head = row.variant_of
    if head is None:
        return
    if head.pk == row.pk or head.variant_of_id is not None or (row.pk and row.variants.exists()):
        raise Invalid(
            "不同口径应归在同一个主指标之下。",
            "Variants stand under one head, which is no variant itself.",
            field="variant_of",
        )


def _plain(value: Any) -> Any:
    return str(value) if value is not None and not isinstance(value, bool) else value


def open_definition(indicator: Indicator | Key, reason: str, *, actor: Actor) -> Indicator:
    """Return the indicator as not settled; refuses without a reason."""
    ask(actor, permissions.DEFINE_INDICATOR)
    return _moved(indicator, "open_definition", reason, actor, events.DEFINITION_OPENED)


def retire_indicator(indicator: Indicator | Key, reason: str, *, actor: Actor) -> Indicator:
    """Return the indicator as retired, its figures stay; refuses without a reason."""
    ask(actor, permissions.DEFINE_INDICATOR)
    return _moved(indicator, "retire", reason, actor, events.INDICATOR_RETIRED)


def _moved(
    indicator: Indicator | Key, move: str, reason: str, actor: Actor, event: Any
) -> Indicator:
    reason = one_line(reason, 300)
    if not reason:
        raise Invalid("请写明理由。", "Please give the reason.", field="reason")
    with change(actor) as record:
        row = get_indicator(indicator, actor, lock=True)
        _set(row, move, reason)
        if move == "open_definition":
            row.settled_on = row.settled_by = row.settled_document = None
            row.settled_words = ""
        row.save()
        record(event, row, name=str(row), reason=reason)
    return row


def _set(row: Indicator, move: str, reason: str) -> None:
    if row.state not in INDICATOR_MOVES[move].origins:
        raise _does_not_fit()
    row.state, row.state_reason = INDICATOR_MOVES[move].to, reason
    row.revision += 1


def settle_indicator(
    indicator: Indicator | Key,
    *,
    words: str,
    on: date,
    document: Document | Key | None = None,
    actor: Actor,
) -> Indicator:
    """Return the indicator as settled by the document named in `words` on a day; the other variants
    of the idea are retired in the same step. Refuses without the document."""
    ask(actor, permissions.SETTLE_INDICATOR)
    words = one_line(words, 200)
    if not words:
        raise Invalid(
            "请写明依据的文件（名称和文号）。", "Name the document that settles it.", field="words"
        )
    if on > clock.today():
        raise Invalid("日期不能晚于今天。", "The day cannot lie ahead.", field="on")
    with change(actor) as record:
        row = get_indicator(indicator, actor, lock=True)
        _set(row, "settle", "")
        row.settled_on, row.settled_words = on, words
        row.settled_by = person_of_actor(actor)
        row.settled_document = get_document(document, actor) if document else None
        row.save()
        others = _retire_others(row)
        record(
            events.DEFINITION_SETTLED, row, name=str(row), words=words, on=on.isoformat(),
            retired=[str(other.uuid) for other in others],
        )  # fmt: skip
        for other in others:
            record(events.INDICATOR_RETIRED, other, name=str(other), reason=other.state_reason)
    return row


def _retire_others(row: Indicator) -> list[Indicator]:
    head = row.variant_of_id or row.pk
    family = Indicator.objects.filter(variant_of=head) | Indicator.objects.filter(pk=head)
    others = list(family.exclude(pk=row.pk).exclude(state=IndicatorState.RETIRED))
    for other in others:
        _set(other, "retire", f"口径已确定为“{row.variant or row.name}”")
        other.save()
    return others


def _does_not_fit() -> Conflict:
    return Conflict(
        "指标的状态已变，不能这样处理。请刷新页面。",
        "The indicator is in another state now, so this step does not fit. Reload the page.",
    )


def mark_break(
    indicator: Indicator | Key, period: str, reason: str, *, actor: Actor
) -> SeriesBreak:
    """Return the mark that from a period on figures mean something else; refuses without a reason,
    and a period that bears one."""
    ask(actor, permissions.DEFINE_INDICATOR)
    reason, first = one_line(reason, 300), period_of(period)
    if not reason:
        raise Invalid("请写明口径有何变化。", "Please say what changed.", field="reason")
    with change(actor) as record:
        row = get_indicator(indicator, actor, lock=True)
        if row.breaks.filter(period=first.code).exists():
            raise Conflict("这一时期已标明口径变化。", "This period bears a mark already.")
        mark = SeriesBreak.objects.create(
            indicator=row, period=first.code, begins=first.begins, reason=reason
        )
        record(events.BREAK_MARKED, row, name=str(row), period=first.code, reason=reason)
    return mark


def declare_peers(
    name: str,
    *,
    places: Iterable[str] = (),
    bodies: Iterable[UUID | str] = (),
    reason: str = "",
    actor: Actor,
) -> PeerSet:
    """Return a new set of peers; refuses a name in use, unknown members, fewer than two, and places
    of different levels (a total among its parts)."""
    ask(actor, permissions.DEFINE_INDICATOR)
    name = one_line(name, 100)
    if not name or PeerSet.objects.filter(name=name).exists():
        raise Invalid("请另取一个名称。", "Please choose another name.", field="name")
    found = [*_places(list(dict.fromkeys(places))), *_bodies(uuids(bodies))]
    if len(found) < 2:
        raise Invalid("对标范围至少两个。", "Peers are at least two.", field="places")
    with change(actor) as record:
        peers = PeerSet.objects.create(name=name, reason=one_line(reason, 300))
        PeerMember.objects.bulk_create(
            PeerMember(
                peers=peers,
                place=item if isinstance(item, Division) else None,
                body=item if isinstance(item, Unit) else None,
                order=at,
            )
            for at, item in enumerate(found)
        )
        record(events.PEERS_DECLARED, peers, name=name, count=len(found), reason=peers.reason)
    return peers


def _places(codes: list[str]) -> list[Division]:
    known = {row.code: row for row in Division.objects.filter(code__in=codes)}
    missing = [code for code in codes if code not in known]
    if missing:
        raise Invalid(
            f"没有代码为{missing[0]}的地区。", f"There is no place {missing[0]}.", field="places"
        )
    if len({row.level for row in known.values()}) > 1:
        raise Invalid(
            "对标范围内的地区应为同一级，不能把合计与其组成部分放在一起。",
            "Peers are places of one level: no total stands among its parts.",
            field="places",
        )
    return [known[code] for code in codes]


def _bodies(keys: list[UUID]) -> list[Unit]:
    known = {unit.uuid: unit for unit in Unit.objects.filter(uuid__in=keys)}
    if len(known) < len(keys):
        raise Invalid("有单位不存在。", "One of the units does not exist.", field="bodies")
    return [known[key] for key in keys]
