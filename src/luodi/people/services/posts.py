"""Posts and who holds them. A post outlives its holders; roles are granted only by holding one."""

from __future__ import annotations

from datetime import date, timedelta

from luodi.base import clock
from luodi.base.actors import Actor
from luodi.base.changes import change
from luodi.base.errors import Conflict, Invalid
from luodi.base.permissions import ask

from .. import events, permissions
from ..models import ADMINISTRATIVE, LEADERS, Holding, Person, Post, Role, Unit
from ..names import clean_name


def create_post(
    unit: Unit, title: str, role: str, *, assists: Post | None = None, order: int = 0, actor: Actor
) -> Post:
    """Return a new post of a unit; an assistant's post must name the leader's post it assists."""
    ask(actor, permissions.MANAGE_POSTS, unit)
    with change(actor) as record:
        post = add_post(unit, title, role, assists=assists, order=order)
        record(
            events.POST_CREATED,
            post,
            title=post.title,
            role=post.role,
            unit=str(unit.uuid),
            assists=str(assists.uuid) if assists else "",
        )
    return post


def edit_post(post: Post, *, title: str, order: int = 0, actor: Actor) -> Post:
    """Return the post under its new title; a role is never edited, it takes another post."""
    ask(actor, permissions.MANAGE_POSTS, post.unit)
    with change(actor) as record:
        before = {"title": post.title, "order": post.order}
        post.title, post.order = _checked_title(title, post.unit, apart_from=post), order
        post.save(update_fields=["title", "order"])
        record(events.POST_EDITED, post, title=post.title, before=before)
    return post


def close_post(post: Post, *, actor: Actor) -> Post:
    """Return the closed post; refuses one that is still held or assisted."""
    ask(actor, permissions.MANAGE_POSTS, post.unit)
    with change(actor) as record:
        post = Post.objects.select_for_update().get(pk=post.pk)
        if post.holdings.filter(ends=None).exists():
            raise Invalid("岗位仍有人任职，请先解除任职。", "Release the holder of the post first.")
        if post.assistants.filter(active=True).exists():
            raise Invalid(
                "请先撤销协助该岗位的岗位。", "Close the posts that assist this one first."
            )
        post.active = False
        post.save(update_fields=["active"])
        record(events.POST_CLOSED, post, title=post.title)
    return post


def appoint(person: Person, post: Post, *, begins: date | None = None, actor: Actor) -> Holding:
    """Return the holding from that day (today when not given); the former ends the day before.

    Refuses oneself, a deactivated account, and roles that exclude each other.
    """
    ask(actor, permissions.APPOINT, person)
    first = begins or clock.today()
    with change(actor) as record:
        holding, former = put_holding(person, post, first)
        record(
            events.APPOINTED,
            post,
            title=post.title,
            begins=first.isoformat(),
            person=str(person.uuid),
            former=str(former.person.uuid) if former else "",
        )
    return holding


def release(post: Post, *, last_day: date | None = None, actor: Actor) -> Holding:
    """Return the holding ended after that day (today when not given); the post stays, vacant."""
    held = post.holdings.filter(ends=None).select_related("person").first()
    ask(actor, permissions.APPOINT, held.person if held else None)
    if held is None:
        raise Conflict("岗位现无人任职。", "Nobody holds the post.")
    with change(actor) as record:
        last = last_day or clock.today()
        if last < held.begins - timedelta(days=1):
            raise Invalid("结束日期早于任职日期。", "It ends before it began.", field="last_day")
        held.ends = last
        held.save(update_fields=["ends"])
        if post.role == Role.SECURITY_ADMIN:
            check_administrators(max(last + timedelta(days=1), clock.today()))
        record(
            events.RELEASED,
            post,
            title=post.title,
            ends=last.isoformat(),
            person=str(held.person.uuid),
        )
    return held


# --- steps shared with the import: inside a change, permission asked ------------------------------


def add_post(
    unit: Unit, title: str, role: str, *, assists: Post | None = None, order: int = 0
) -> Post:
    """Return a new post, checked and written; records nothing."""
    if not unit.active:
        raise Invalid("单位已撤销，不能设岗。", "The unit is closed.", field="unit")
    if role not in Role.values:
        raise Invalid("请选择角色。", "Choose a role.", field="role")
    _check_assists(role, assists)
    return Post.objects.create(
        unit=unit, title=_checked_title(title, unit), role=role, assists=assists, order=order
    )


def put_holding(person: Person, post: Post, first: date) -> tuple[Holding, Holding | None]:
    """Return the new holding and the one it ended, checked and written; records nothing."""
    # The lock on the post makes two appointments at once wait for each other.
    post = Post.objects.select_for_update().get(pk=post.pk)
    person = Person.objects.select_for_update().get(pk=person.pk)
    _check_person(person, post)
    former = post.holdings.filter(ends=None).select_related("person").first()
    if former is not None:
        _end_former(former, person, first)
    holding = Holding.objects.create(post=post, person=person, begins=first)
    return holding, former


def check_administrators(day: date | None = None) -> None:
    """Refuse a change after which nobody administers accounts from that day (today) on."""
    posts = Holding.objects.filter(post__role=Role.SECURITY_ADMIN)
    stays = posts.filter(
        begins__lte=day or clock.today(), ends=None, person__is_active=True, post__active=True
    )
    if posts.exists() and not stays.exists():
        raise Invalid(
            "这样将没有安全管理员在任，请先安排接任者。",
            "Nobody would be left as security administrator; appoint a successor first.",
        )


# --- inside -------------------------------------------------------------------------------------


def _checked_title(title: str, unit: Unit, *, apart_from: Post | None = None) -> str:
    cleaned = clean_name(title)
    if not cleaned or len(cleaned) > 60:
        raise Invalid(
            "请填写岗位名称，不超过60字。", "Fill in a title of up to 60 characters.", field="title"
        )
    same = Post.objects.filter(unit=unit, title=cleaned, active=True)
    if apart_from is not None:
        same = same.exclude(pk=apart_from.pk)
    if same.exists():
        raise Invalid(
            f"该单位已有岗位“{cleaned}”。",
            f"The unit has a post “{cleaned}” already.",
            field="title",
        )
    return cleaned


def _check_assists(role: str, assists: Post | None) -> None:
    if role == Role.ASSISTANT:
        if assists is None or assists.role not in LEADERS or not assists.active:
            raise Invalid(
                "请选择所协助的领导岗位。", "Choose the leader's post it assists.", field="assists"
            )
    elif assists is not None:
        raise Invalid(
            "只有领导助理岗位可以协助其他岗位。",
            "Only an assistant's post assists another.",
            field="assists",
        )


def _check_person(person: Person, post: Post) -> None:
    if not person.is_active:
        raise Invalid("账号已停用。", "The account is deactivated.", field="person")
    if not post.active:
        raise Invalid("岗位已撤销。", "The post is closed.", field="post")
    others = Post.objects.filter(holdings__person=person, holdings__ends=None, active=True)
    roles = set(others.exclude(pk=post.pk).values_list("role", flat=True)) | {post.role}
    if _exclude_each_other(roles):
        raise Invalid(
            "管理员、审计员不得兼任业务角色，请先解除其原有岗位。",
            "Administrators and auditors hold no other kind of role; release the other post first.",
            field="person",
        )


def _exclude_each_other(roles: set[str]) -> bool:
    if Role.AUDITOR in roles:
        return len(roles) > 1
    return bool(roles & ADMINISTRATIVE) and bool(roles - ADMINISTRATIVE)


def _end_former(former: Holding, person: Person, first: date) -> None:
    if former.person_id == person.pk:
        raise Conflict("此人已在该岗位任职。", "This person holds the post already.")
    if first < former.begins:
        raise Invalid(
            f"现任自{former.begins}起任职，接任日期不能更早。",
            f"The present holder began on {former.begins}; choose that day or a later one.",
            field="begins",
        )
    former.ends = first - timedelta(days=1)
    former.save(update_fields=["ends"])
