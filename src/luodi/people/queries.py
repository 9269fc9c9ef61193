"""Reads of people: typed rows, never more than the actor may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from luodi.base.actors import Actor, Grant
from luodi.base.errors import NotFound
from luodi.base.permissions import ask, may

from . import permissions
from .models import Holding, Person, Post, Role, Unit, UnitAlias
from .names import Match, NameIndex, UnitNames, clean_login, clean_name

PAGE = 50
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit in a list."""

    uuid: UUID
    name: str
    short_name: str
    kind: str
    path: str
    depth: int
    active: bool
    posts: int = 0
    vacant: int = 0


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post with who holds it today; `holder` is empty for a vacancy."""

    uuid: UUID
    title: str
    role: str
    unit: str
    unit_uuid: UUID
    assists: str = ""
    holder: str = ""
    holder_uuid: UUID | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class UnitPage:
    """All that the page of a unit shows."""

    unit: Unit
    above: tuple[UnitRow, ...]
    below: tuple[UnitRow, ...]
    aliases: tuple[UnitAlias, ...]
    posts: tuple[PostRow, ...]


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account in a list; `posts` are the posts held today."""

    uuid: UUID
    account: str
    name: str
    mobile: str
    is_active: bool
    waits_for_first_sign_in: bool
    slip_expires: datetime | None
    last_login: datetime | None
    posts: tuple[PostRow, ...]


# --- who acts -----------------------------------------------------------------------------------


def actor_of(person: Person, behalf_of: Actor | None = None) -> Actor:
    """Return the actor with the roles of the posts that the person holds today."""
    held = _held(Q(person=person)) if person.is_active else ()
    return Actor(str(person.uuid), person.name, frozenset(map(_grant, held)), behalf_of)


def actor_acting_for(person: Person, post: UUID | str) -> Actor:
    """Return the person acting with the rights of the leader's post and no others, both named.

    Returns the person alone when that person assists the post no longer or nobody holds it.
    """
    own = _held(Q(person=person, post__assists__uuid=post)) if person.is_active else ()
    led = _held(Q(post__uuid=post, person__is_active=True))
    if not own or not led:
        return actor_of(person)
    leader = led[0]
    grant = _grant(leader)
    named = Actor(str(leader.person.uuid), leader.person.name, frozenset({grant}))
    return Actor(
        str(person.uuid), person.name, frozenset({grant, *map(_grant, own)}), behalf_of=named
    )


def posts_assisted_by(actor: Actor) -> tuple[PostRow, ...]:
    """Return the leaders' posts for which the actor may act, those that somebody holds."""
    if not actor.id or not actor.has(Role.ASSISTANT):
        return ()
    own = Holding.objects.filter(permissions.holds_now(), person__uuid=actor.id)
    wanted = own.exclude(post__assists=None).values("post__assists")
    return tuple(_held_row(row) for row in _held(Q(post__in=wanted, person__is_active=True)))


def person_of(actor: Actor) -> Person:
    """Return the actor's own account; refuses an actor who is no person."""
    person = Person.objects.filter(uuid=actor.id).first() if _is_uuid(actor.id) else None
    return _found(person)


def holders_of(roles: Iterable[str], unit: UUID | None = None) -> tuple[PostRow, ...]:
    """Return the held posts with one of these roles, in one unit when given."""
    condition = Q(post__role__in=list(roles), person__is_active=True)
    return tuple(map(_held_row, _held(condition & Q(post__unit__uuid=unit) if unit else condition)))


def person_names(ids: Iterable[str]) -> dict[str, str]:
    """Return the names of persons by opaque id; ids that name nobody are left out."""
    wanted = {item for item in ids if _is_uuid(item)}
    rows = Person.objects.filter(uuid__in=wanted).values_list("uuid", "name")
    return {str(uuid): name for uuid, name in rows}


# --- units --------------------------------------------------------------------------------------


def unit_names() -> tuple[UnitNames, ...]:
    """Return every unit with all its names, closed ones included, in two queries."""
    aliases: dict[int, list[str]] = defaultdict(list)
    for unit, name in UnitAlias.objects.order_by("id").values_list("unit_id", "name"):
        aliases[unit].append(name)
    rows = Unit.objects.order_by("path").values_list(
        "id", "uuid", "name", "short_name", "path", "kind", "active", "successor__uuid"
    )
    return tuple(
        UnitNames(uuid, name, short, path, kind, tuple(aliases[key]), active, successor)
        for key, uuid, name, short, path, kind, active, successor in rows
    )


def name_index() -> NameIndex:
    """Return the index that answers many names at once."""
    return NameIndex.of(unit_names())


def find_unit(name: str, within: Unit | UUID | str | None = None) -> Match:
    """Return the one active unit of that name within a unit, or that it is ambiguous or none."""
    return name_index().find(name, _path_of(within))


def units_tree(actor: Actor, *, closed: bool = False) -> tuple[UnitRow, ...]:
    """Return the units in the order of the tree, parents before children."""
    ask(actor, permissions.SEE_UNITS)
    rows = _unit_rows(Unit.objects.all() if closed else Unit.objects.filter(active=True))
    below: dict[str, list[UnitRow]] = defaultdict(list)
    for row in rows:
        below[row.path[:-37]].append(row)
    ordered: list[UnitRow] = []
    waiting = list(reversed(below[""]))
    while waiting:
        row = waiting.pop()
        ordered.append(row)
        waiting.extend(reversed(below[row.path]))
    return tuple(ordered)


def get_unit(actor: Actor, uuid: UUID | str) -> Unit:
    """Return a unit; refuses one that is not there."""
    ask(actor, permissions.SEE_UNITS)
    return _found(Unit.objects.filter(uuid=uuid).select_related("parent", "successor").first())


def unit_page(actor: Actor, uuid: UUID | str) -> UnitPage:
    """Return all that the page of a unit shows."""
    unit = get_unit(actor, uuid)
    above = unit.path.strip("/").split("/")[:-1]
    return UnitPage(
        unit=unit,
        above=tuple(sorted(_unit_rows(Unit.objects.filter(uuid__in=above)), key=_by_depth)),
        below=tuple(_unit_rows(unit.children.all())),
        aliases=tuple(unit.aliases.order_by("id")),
        posts=_post_rows(Post.objects.filter(unit=unit, active=True)),
    )


def get_alias(unit: Unit, alias: int) -> UnitAlias:
    """Return a further name of the unit; refuses one that is not there."""
    return _found(unit.aliases.select_related("unit").filter(pk=alias).first())


def unit_choices(actor: Actor, *, outside: Unit | None = None) -> list[tuple[str, str]]:
    """Return active units as choices, indented as the tree, without the subtree of one unit."""
    return [
        (str(row.uuid), "　" * row.depth + row.name)
        for row in units_tree(actor)
        if outside is None or not row.path.startswith(outside.path)
    ]


def units_of(ids: Iterable[UUID]) -> dict[UUID, UnitRow]:
    """Return units by public id."""
    return {row.uuid: row for row in _unit_rows(Unit.objects.filter(uuid__in=list(ids)))}


# --- posts and accounts -------------------------------------------------------------------------


def get_post(actor: Actor, uuid: UUID | str) -> Post:
    """Return an active post; refuses one that is not there."""
    ask(actor, permissions.SEE_UNITS)
    return _found(Post.objects.filter(uuid=uuid, active=True).select_related("unit").first())


def leader_posts(unit: Unit) -> QuerySet[Post]:
    """Return the posts that an assistant in this unit can assist: leaders from here to the root."""
    above = unit.path.strip("/").split("/")
    return Post.objects.filter(
        active=True, unit__uuid__in=above, role__in=[Role.UNIT_LEADER, Role.CITY_LEADER]
    ).select_related("unit")


def get_account(actor: Actor, uuid: UUID | str) -> Person:
    """Return an account; one that the actor may not see is not there."""
    person = _found(Person.objects.filter(uuid=uuid).first())
    return person if may(actor, permissions.SEE_ACCOUNT, person) else _found(None)


def holdings_of(person: Person) -> tuple[Holding, ...]:
    """Return every post the person held or holds, the latest first."""
    return tuple(person.holdings.select_related("post__unit"))


def has_second_step(person: Person) -> bool:
    """Return whether the person signs in with a second step."""
    return Authenticator.objects.filter(user=person).exists()


def account_row(actor: Actor, uuid: UUID | str) -> AccountRow:
    """Return the row of one account; refuses one that the actor may not see."""
    return _account_row(_with_posts(Person.objects.filter(pk=get_account(actor, uuid).pk)).get())


def accounts(actor: Actor, *, search: str = "", state: str = "", page: int | str = 1) -> Page:
    """Return a page of the accounts that the actor may see.

    `search` looks in accounts, names, mobiles and units; `state` is "", "active", "inactive",
    "waiting" (not signed in yet) or "idle" (holds no post).
    """
    ask(actor, permissions.LIST_ACCOUNTS)
    rows = _visible_accounts(actor)
    if search.strip():
        rows = rows.filter(_search(search))
    if state:
        rows = rows.filter(_state(state))
    pages = Paginator(_with_posts(rows.order_by("-is_active", "name", "id")), PAGE)
    found: Any = pages.get_page(page)
    found.object_list = [_account_row(person) for person in found.object_list]
    return found


def find_person(text: str) -> tuple[Person, ...]:
    """Return the active persons of an account, else of a mobile number, else of a name."""
    login, name = clean_login(text), clean_name(text)
    active = Person.objects.filter(is_active=True)
    for condition in (Q(account=login), Q(mobile=login), Q(name=name)):
        if found := tuple(active.filter(condition).order_by("id")[:20]):
            return found
    return ()


def has_administrator() -> bool:
    """Return whether an active person holds an administrator's post today."""
    return bool(_held(Q(post__role__in=permissions.ADMINISTRATIVE, person__is_active=True)))


# --- inside -------------------------------------------------------------------------------------


def _held(condition: Q) -> list[Holding]:
    return list(
        Holding.objects.filter(permissions.holds_now(), condition)
        .select_related("post__unit", "post__assists", "person")
        .order_by("post__order", "id")
    )


def _grant(row: Holding) -> Grant:
    return Grant(row.post.role, str(row.post.unit.uuid), row.post.unit.path)


def _found(thing: Thing | None) -> Thing:
    if thing is None:
        raise NotFound(
            "没有找到，可能已被撤销，或您无权查看。", "Not found, or not for you to see."
        )
    return thing


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _path_of(within: Unit | UUID | str | None) -> str:
    if within is None or within == "":
        return ""
    if isinstance(within, Unit):
        return within.path
    return str(_found(Unit.objects.filter(uuid=within).values_list("path", flat=True).first()))


def _by_depth(row: UnitRow) -> int:
    return row.depth


def _unit_rows(units: QuerySet[Unit]) -> list[UnitRow]:
    held = Holding.objects.filter(permissions.holds_now(), post=OuterRef("pk"))
    posts: dict[int, list[bool]] = defaultdict(list)
    counted = Post.objects.filter(active=True, unit__in=units).annotate(held=Exists(held))
    for unit, is_held in counted.values_list("unit_id", "held"):
        posts[unit].append(is_held)
    return [
        UnitRow(
            unit.uuid,
            unit.name,
            unit.short_name,
            unit.get_kind_display(),
            unit.path,
            unit.path.count("/") - 1,
            unit.active,
            len(posts[unit.pk]),
            posts[unit.pk].count(False),
        )
        for unit in units.order_by("order", "id")
    ]


def _post_rows(posts: QuerySet[Post]) -> tuple[PostRow, ...]:
    ordered = posts.select_related("unit", "assists").order_by("order", "id")
    held = {row.post_id: row for row in _held(Q(post__in=posts))}
    return tuple(_post_row(post, held.get(post.pk)) for post in ordered)


def _held_row(row: Holding) -> PostRow:
    return _post_row(row.post, row)


def _post_row(post: Post, held: Holding | None) -> PostRow:
    return PostRow(
        uuid=post.uuid,
        title=post.title,
        role=post.get_role_display(),
        unit=post.unit.name,
        unit_uuid=post.unit.uuid,
        assists=post.assists.title if post.assists else "",
        holder=held.person.name if held else "",
        holder_uuid=held.person.uuid if held else None,
        since=held.begins if held else None,
    )


def _visible_accounts(actor: Actor) -> QuerySet[Person]:
    if actor.has(Role.SECURITY_ADMIN, Role.AUDITOR) or may(actor, permissions.RECORD_ACCESS):
        return Person.objects.all()
    reach = Q(uuid=actor.id)
    for grant in actor.grants_of(Role.UNIT_LEADER):
        held = Holding.objects.filter(
            permissions.holds_now(), post__unit__path__startswith=grant.unit_path
        )
        reach |= Q(pk__in=held.values("person"))
    return Person.objects.filter(reach)


def _search(text: str) -> Q:
    login, name = clean_login(text), clean_name(text)
    held = Holding.objects.filter(
        Q(post__unit__name__icontains=name) | Q(post__unit__short_name__icontains=name),
        permissions.holds_now(),
    )
    return (
        Q(account__icontains=login)
        | Q(name__icontains=name)
        | Q(mobile__startswith=login)
        | Q(pk__in=held.values("person"))
    )


def _state(state: str) -> Q:
    if state in ("active", "inactive"):
        return Q(is_active=state == "active")
    if state == "waiting":
        return Q(is_active=True, last_login=None)
    held = Holding.objects.filter(permissions.holds_now()).values("person")
    return Q(is_active=True) & ~Q(pk__in=held) if state == "idle" else Q()


def _with_posts(persons: QuerySet[Person]) -> QuerySet[Person]:
    held = Holding.objects.filter(permissions.holds_now()).select_related(
        "post__unit", "post__assists", "person"
    )
    return persons.prefetch_related(Prefetch("holdings", held, to_attr="held_today"))


def _account_row(person: Person) -> AccountRow:
    return AccountRow(
        uuid=person.uuid,
        account=person.account,
        name=person.name,
        mobile=person.mobile or "",
        is_active=person.is_active,
        waits_for_first_sign_in=person.is_active and person.last_login is None,
        slip_expires=person.slip_expires,
        last_login=person.last_login,
        posts=tuple(map(_held_row, getattr(person, "held_today", ()))),
    )
