"""What forms of plans offer: plans, leaders, and the unit one works in."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from luodi.base.actors import Actor
from luodi.base.errors import Invalid
from luodi.base.permissions import ask
from luodi.people.models import LEADERS, Post, Unit

from .. import permissions
from ..models import Plan
from ..states import OPEN


def own_unit(actor: Actor) -> Unit:
    """Return the unit in which the actor makes plans: that of a role held, else the topmost."""
    wanted = sorted(grant.unit for grant in actor.grants if grant.unit)
    unit = Unit.objects.filter(uuid__in=wanted).order_by("path").first()
    unit = unit or Unit.objects.filter(parent=None).first()
    if unit is None:
        raise Invalid("请先设立单位。", "Set up a unit first.")
    return unit


def leader_choices(actor: Actor) -> list[tuple[str, str]]:
    """Return the posts of leaders as choices."""
    ask(actor, permissions.VIEW_PLANS)
    posts = Post.objects.filter(active=True, role__in=LEADERS).select_related("unit")
    return [
        (str(post.uuid), f"{post.unit} {post.title}")
        for post in posts.order_by("unit__path", "order", "pk")
    ]


def open_plans(actor: Actor, other_than: UUID) -> Sequence[Plan]:
    """Return the plans whose rows may be changed, the newest years first."""
    ask(actor, permissions.VIEW_PLANS)
    return list(
        Plan.objects.filter(state__in=OPEN).exclude(uuid=other_than).order_by("-year", "-pk")
    )


def plan_choices(actor: Actor) -> list[tuple[str, str]]:
    """Return all plans as choices, the newest years first."""
    ask(actor, permissions.VIEW_PLANS)
    return [(str(plan.uuid), plan.title) for plan in Plan.objects.order_by("-year", "-pk")[:500]]
