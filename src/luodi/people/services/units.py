"""The tree of units. Whatever changes its shape locks the root row, so that paths stay true."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from luodi.base.actors import Actor
from luodi.base.changes import change
from luodi.base.errors import Conflict, Invalid
from luodi.base.permissions import ask

from .. import events, permissions, search_rows
from ..models import MAX_DEPTH, Unit, UnitAlias, UnitKind
from ..names import clean_name, fold


def create_unit(
    *,
    name: str,
    kind: str,
    parent: Unit | None = None,
    short_name: str = "",
    aliases: Iterable[str] = (),
    duty: str = "",
    code: str = "",
    order: int | None = None,
    actor: Actor,
) -> Unit:
    """Return a new unit below its parent; refuses a second root and a name its parent has below."""
    ask(actor, permissions.SHAPE_UNITS, parent)
    with change(actor) as record:
        lock_tree()
        unit = add_unit(
            name=name,
            kind=kind,
            parent=parent,
            short_name=short_name,
            duty=duty,
            code=code,
            order=order,
        )
        for alias in aliases:
            put_alias(unit, alias)
        search_rows.index_unit(unit)
        record(events.UNIT_CREATED, unit, name=unit.name, kind=unit.kind, parent=_id(unit.parent))
    return unit


def edit_unit(
    unit: Unit,
    *,
    name: str,
    kind: str,
    short_name: str = "",
    code: str = "",
    order: int = 0,
    actor: Actor,
) -> Unit:
    """Return the unit under its new name, kind, code and order; an old name stays as an alias."""
    ask(actor, permissions.SHAPE_UNITS, unit)
    with change(actor) as record:
        lock_tree()
        unit = Unit.objects.get(pk=unit.pk)
        new = {
            "name": checked_name(name, unit.parent, apart_from=unit),
            "kind": checked_kind(kind),
            "short_name": clean_name(short_name)[:50],
            "code": clean_name(code)[:30],
            "order": order,
        }
        former = unit.name
        before = update_unit(unit, new)
        if unit.name != former:
            put_alias(unit, former)
        search_rows.index_unit(unit)
        record(events.UNIT_EDITED, unit, name=unit.name, before=before)
    return unit


def describe_unit(unit: Unit, *, duty: str, actor: Actor) -> Unit:
    """Return the unit with its text of duties."""
    ask(actor, permissions.DESCRIBE_UNIT, unit)
    with change(actor) as record:
        unit = Unit.objects.select_for_update().get(pk=unit.pk)
        before = update_unit(unit, {"duty": duty.strip()})
        search_rows.index_unit(unit)
        record(events.UNIT_EDITED, unit, name=unit.name, before=before)
    return unit


def add_alias(unit: Unit, name: str, *, actor: Actor) -> UnitAlias:
    """Return a further name of the unit; refuses one it has. Another unit may bear it too."""
    ask(actor, permissions.DESCRIBE_UNIT, unit)
    with change(actor) as record:
        alias = put_alias(unit, name)
        if alias is None:
            raise Invalid(
                "该单位已有这个名称，无需重复添加。",
                "The unit has this name already.",
                field="name",
            )
        search_rows.index_unit(unit)
        record(events.UNIT_EDITED, unit, name=unit.name, alias_added=alias.name)
    return alias


def remove_alias(alias: UnitAlias, *, actor: Actor) -> None:
    """Take a further name away from its unit."""
    ask(actor, permissions.DESCRIBE_UNIT, alias.unit)
    with change(actor) as record:
        record(events.UNIT_EDITED, alias.unit, name=alias.unit.name, alias_removed=alias.name)
        alias.delete()
        search_rows.index_unit(alias.unit)


def move_unit(unit: Unit, parent: Unit, *, actor: Actor) -> Unit:
    """Return the unit below another parent, its whole subtree with it; refuses its own subtree."""
    ask(actor, permissions.SHAPE_UNITS, unit)
    with change(actor) as record:
        lock_tree()
        unit, parent = Unit.objects.get(pk=unit.pk), Unit.objects.get(pk=parent.pk)
        _check_move(unit, parent)
        checked_name(unit.name, parent, apart_from=unit)
        former, old, new = unit.parent, unit.path, f"{parent.path}{unit.uuid}/"
        _rewrite_paths(old, new)
        Unit.objects.filter(pk=unit.pk).update(parent=parent)
        unit.refresh_from_db()
        record(events.UNIT_MOVED, unit, name=unit.name, before=_id(former), after=_id(parent))
    return unit


def close_unit(unit: Unit, *, successor: Unit | None = None, actor: Actor) -> Unit:
    """Return the closed unit; refuses one with active units below or posts still held.

    The names of a closed unit lead to its successor.
    """
    ask(actor, permissions.SHAPE_UNITS, unit)
    with change(actor) as record:
        lock_tree()
        unit = Unit.objects.get(pk=unit.pk)
        _check_close(unit, successor)
        unit.active, unit.successor = False, successor
        unit.save(update_fields=["active", "successor"])
        search_rows.index_unit(unit)
        closed = unit.posts.filter(active=True).update(active=False)
        record(
            events.UNIT_CLOSED, unit, name=unit.name, successor=_id(successor), posts_closed=closed
        )
    return unit


def reopen_unit(unit: Unit, *, actor: Actor) -> Unit:
    """Return a closed unit as active again, its posts still closed; refuses one below a closed."""
    ask(actor, permissions.SHAPE_UNITS, unit)
    with change(actor) as record:
        lock_tree()
        unit = Unit.objects.get(pk=unit.pk)
        if unit.parent is not None and not unit.parent.active:
            raise Invalid("上级单位已撤销，请先恢复上级单位。", "Reopen the unit above it first.")
        checked_name(unit.name, unit.parent, apart_from=unit)
        unit.active, unit.successor = True, None
        unit.save(update_fields=["active", "successor"])
        search_rows.index_unit(unit)
        record(events.UNIT_REOPENED, unit, name=unit.name)
    return unit


# --- steps shared with the import: inside a change, permission asked ------------------------------
# Whoever takes them tells the search of the units once all is written.


def lock_tree() -> None:
    """Let nobody else change the shape of the tree until this transaction ends."""
    list(Unit.objects.select_for_update().filter(parent=None).order_by("pk"))


def add_unit(
    *,
    name: str,
    kind: str,
    parent: Unit | None,
    short_name: str = "",
    duty: str = "",
    code: str = "",
    order: int | None = None,
) -> Unit:
    """Return a new unit, checked and written; records nothing."""
    if parent is None and Unit.objects.filter(parent=None).exists():
        raise Invalid("请选择上级单位。", "Choose the unit above.", field="parent")
    above = Unit.objects.get(pk=parent.pk) if parent else None
    if above is not None:
        _check_parent(above)
    unit = Unit(
        parent=above,
        kind=checked_kind(kind),
        name=checked_name(name, above),
        short_name=clean_name(short_name)[:50],
        code=clean_name(code)[:30],
        duty=duty.strip(),
        order=_next_order(above) if order is None else order,
    )
    unit.path = f"{above.path if above else ''}{unit.uuid}/"
    unit.save()
    return unit


def update_unit(unit: Unit, new: dict[str, Any]) -> dict[str, Any]:
    """Write what differs and return what stood there before; refuses when nothing differs."""
    before = {
        field: getattr(unit, field) for field, value in new.items() if getattr(unit, field) != value
    }
    if not before:
        raise Invalid("内容没有变化。", "Nothing was changed.")
    for field in before:
        setattr(unit, field, new[field])
    unit.save(update_fields=list(before))
    return before


def put_alias(unit: Unit, name: str) -> UnitAlias | None:
    """Return the alias, written; None when the unit goes by this name already."""
    cleaned = clean_name(name)[:100]
    if not fold(cleaned):
        raise Invalid("请填写名称。", "Fill in a name.", field="name")
    taken = {unit.name, unit.short_name, *unit.aliases.values_list("name", flat=True)}
    return None if cleaned in taken else UnitAlias.objects.create(unit=unit, name=cleaned)


def checked_name(name: str, parent: Unit | None, *, apart_from: Unit | None = None) -> str:
    """Return the name as it is stored; refuses an empty one and one taken under the same parent."""
    cleaned = clean_name(name)
    if not fold(cleaned) or len(cleaned) > 100:
        raise Invalid(
            "请填写单位名称，不超过100字。", "Fill in a name of up to 100 characters.", field="name"
        )
    same = Unit.objects.filter(parent=parent, name=cleaned, active=True)
    if apart_from is not None:
        same = same.exclude(pk=apart_from.pk)
    if same.exists():
        raise Invalid(
            f"同一上级下已有“{cleaned}”，请核对或换一个名称。",
            f"There is a unit “{cleaned}” under the same parent already.",
            field="name",
        )
    return cleaned


def checked_kind(kind: str) -> str:
    """Return the kind; refuses one that is not declared."""
    if kind not in UnitKind.values:
        raise Invalid("请选择单位类型。", "Choose the kind of the unit.", field="kind")
    return kind


# --- inside -------------------------------------------------------------------------------------


def _id(unit: Unit | None) -> str:
    return str(unit.uuid) if unit else ""


def _next_order(parent: Unit | None) -> int:
    last = Unit.objects.filter(parent=parent).order_by("-order").first()
    return last.order + 10 if last else 10


def _check_parent(parent: Unit) -> None:
    if not parent.active:
        raise Invalid("上级单位已撤销。", "The unit above is closed.", field="parent")
    if parent.path.count("/") >= MAX_DEPTH:
        raise Invalid(
            f"单位层级不能超过{MAX_DEPTH}层。", f"No more than {MAX_DEPTH} levels.", field="parent"
        )


def _check_move(unit: Unit, parent: Unit) -> None:
    _check_parent(parent)
    if parent.path.startswith(unit.path):
        raise Invalid(
            "不能移到自己或自己的下级之下。", "A unit cannot stand below itself.", field="parent"
        )
    if unit.parent_id is None:
        raise Invalid("最上级单位不能移动。", "The topmost unit cannot be moved.", field="parent")
    paths = Unit.objects.filter(path__startswith=unit.path).values_list("path", flat=True)
    deepest = max(path.count("/") for path in paths) - unit.path.count("/") + 1
    if parent.path.count("/") + deepest > MAX_DEPTH:
        raise Invalid(
            f"移动后层级超过{MAX_DEPTH}层。",
            f"That would make more than {MAX_DEPTH} levels.",
            field="parent",
        )


def _rewrite_paths(old: str, new: str) -> None:
    Unit.objects.filter(path__startswith=old).update(
        path=Concat(Value(new), Substr(F("path"), len(old) + 1))
    )


def _check_close(unit: Unit, successor: Unit | None) -> None:
    if unit.parent_id is None:
        raise Invalid("最上级单位不能撤销。", "The topmost unit cannot be closed.")
    if not unit.active:
        raise Conflict("该单位已经撤销。", "The unit is closed already.")
    if unit.children.filter(active=True).exists():
        raise Invalid("请先撤销或移走下级单位。", "Close or move the units below it first.")
    if unit.posts.filter(active=True, holdings__ends=None, holdings__isnull=False).exists():
        raise Invalid("仍有岗位在任，请先解除任职。", "Release the holders of its posts first.")
    if successor is not None and (not successor.active or successor.pk == unit.pk):
        raise Invalid(
            "承接单位须为在用的其他单位。",
            "The successor must be another active unit.",
            field="successor",
        )
