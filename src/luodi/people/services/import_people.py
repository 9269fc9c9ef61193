"""One row of a table of people and their posts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from luodi.base import clock
from luodi.base.actors import Actor
from luodi.base.errors import Invalid
from luodi.base.permissions import ask

from .. import permissions
from ..models import Person, Post, Role, Unit
from ..names import NameIndex, clean_login, clean_mobile, clean_name
from ..queries import leader_posts, unit_names
from ..tables.columns import TableRow, day_of
from ..tables.layouts import ROLE_TITLES, role_of
from .accounts import NewAccount, Slip, add_person, update_person
from .posts import add_post, put_holding
from .rows import Outcome, RowAnswer, root_unit, unit_named


class PeopleRows:
    """Takes rows one after the other and keeps the slips of new accounts."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.root = root_unit()
        self.index = NameIndex.of(unit_names())
        self.slips: list[Slip] = []
        self.written: list[str] = []
        self.appointed = 0

    def take(self, row: TableRow) -> RowAnswer:
        """Return the answer to a row, written; refuses one that cannot be taken."""
        unit = self._unit(row)
        person, slip = self._known(row), None
        if person is None:
            slip = replace(_add(row), unit=unit.name if unit else "")
            person = slip.person
        changed = slip is None and _update(person, row)
        note = self._place(row, person, unit) if unit else None
        if slip is not None:
            self.slips.append(slip)
        outcome = Outcome.NEW if slip else Outcome.CHANGED if changed or note else Outcome.SAME
        if outcome is not Outcome.SAME:
            self.written.append(str(person.uuid))
        return RowAnswer(row.number, person.name, outcome, *(note or ("", "")))

    def _unit(self, row: TableRow) -> Unit | None:
        """Return the unit of the row; one without a post need not name any."""
        text = row.get("unit")
        if not text and row.get("title"):
            raise Invalid("请填写单位。", "Fill in the unit.", field="unit")
        return Unit.objects.get(uuid=unit_named(self.index, text, "unit").uuid) if text else None

    def _known(self, row: TableRow) -> Person | None:
        """Return the account the row means; refuses one under which another name stands."""
        account, mobile = clean_login(row.get("account")), clean_mobile(row.get("mobile"))
        person = Person.objects.filter(account=account).first() if account else None
        if person is None and mobile:
            person = Person.objects.filter(mobile=mobile).first()
        if person is None:
            return None
        if account and person.account != account:
            raise Invalid(
                f"手机号已属于账号{person.account}，请核对。",
                f"The number belongs to the account {person.account}.",
                field="mobile",
            )
        if person.name != clean_name(row.get("name")):
            raise Invalid(
                f"账号{person.account}的姓名是{person.name}；改名请在账号页办理。",
                f"The account {person.account} is {person.name}'s; rename it on its own page.",
                field="name",
            )
        if not person.is_active:
            raise Invalid(
                "账号已停用，请先恢复。", "Reactivate the account first.", field="account"
            )
        return person

    def _place(self, row: TableRow, person: Person, unit: Unit) -> tuple[str, str] | None:
        """Return what the appointment does, None when the person holds the post already."""
        if not row.get("title"):
            return None
        post = _post(row, unit)
        held = post.holdings.filter(ends=None).select_related("person").first()
        if held is not None and held.person_id == person.pk:
            return None
        ask(self.actor, permissions.APPOINT, person)
        put_holding(person, post, _begins(row))
        self.appointed += 1
        if held is None:
            return f"任{unit.name}{post.title}", f"appointed {post.title}, {unit.name}"
        return (
            f"接替{held.person.name}任{unit.name}{post.title}",
            f"follows {held.person.name} as {post.title}, {unit.name}",
        )


def _add(row: TableRow) -> Slip:
    if not row.get("account") and not row.get("mobile"):
        raise Invalid(
            "请填写账号或手机号，二者至少其一。",
            "Fill in an account or a mobile number.",
            field="account",
        )
    return add_person(NewAccount(row.get("name"), row.get("account"), row.get("mobile")))


def _update(person: Person, row: TableRow) -> bool:
    mobile = row.get("mobile")
    return bool(mobile and update_person(person, name=person.name, mobile=mobile))


def _post(row: TableRow, unit: Unit) -> Post:
    title, role = clean_name(row.get("title")), role_of(row.get("role"))
    if row.get("role") and not role:
        raise Invalid(
            f"角色“{row.get('role')}”无法识别，请填：{'、'.join(ROLE_TITLES)}。",
            f"Unknown role “{row.get('role')}”.",
            field="role",
        )
    post = Post.objects.filter(unit=unit, title=title, active=True).first()
    if post is None:
        if not role:
            raise Invalid("新岗位须填写角色。", "A new post needs a role.", field="role")
        return add_post(unit, title, role, assists=_assisted(row, unit, role))
    if role and post.role != role:
        raise Invalid(
            f"该岗位已有角色“{post.get_role_display()}”，角色不能由导入更改。",
            f"The post has the role “{post.get_role_display()}”; an import does not change it.",
            field="role",
        )
    return post


def _assisted(row: TableRow, unit: Unit, role: str) -> Post | None:
    if role != Role.ASSISTANT:
        return None
    title = clean_name(row.get("assists"))
    found = list(leader_posts(unit).filter(title=title)) if title else []
    if len(found) != 1:
        raise Invalid(
            "请填写所协助的领导岗位名称（本单位或上级单位的领导岗位）。",
            "Name the leader's post it assists, in this unit or above.",
            field="assists",
        )
    return found[0]


def _begins(row: TableRow) -> date:
    text = row.get("begins")
    if not text:
        return clock.today()
    day = day_of(text)
    if day is None:
        raise Invalid(
            f"日期“{text}”无法识别，请写成2026-01-05。",
            f"Unknown date “{text}”; write 2026-01-05.",
            field="begins",
        )
    return day
