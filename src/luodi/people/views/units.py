"""Units: the tree, a unit, its names, duties and posts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luodi.base import clock
from luodi.base.errors import Invalid
from luodi.base.forms import attempt, posted
from luodi.base.permissions import ask, may
from luodi.base.requests import Request

from .. import permissions, queries, services
from ..forms import (
    AliasForm,
    AppointForm,
    DutyForm,
    NewUnitForm,
    PostForm,
    PostTitleForm,
    ReleaseForm,
    UnitChoiceForm,
    UnitForm,
)
from ..models import Person, Unit
from ..tables.columns import several


@login_required
def units(request: Request) -> HttpResponse:
    """The tree of units."""
    closed = request.GET.get("closed") == "1"
    tree = queries.units_tree(request.actor, closed=closed)
    context = {
        "tree": tree,
        "closed": closed,
        "may_shape": may(request.actor, permissions.SHAPE_UNITS),
    }
    return render(request, "people/units.html", context)


@login_required
def unit(request: Request, uuid: UUID) -> HttpResponse:
    """One unit: where it stands, its names, duties, posts and units below."""
    page = queries.unit_page(request.actor, uuid)
    context = {
        "page": page,
        "unit": page.unit,
        "alias_form": AliasForm(),
        "may_shape": may(request.actor, permissions.SHAPE_UNITS, page.unit),
        "may_describe": may(request.actor, permissions.DESCRIBE_UNIT, page.unit),
        "may_manage_posts": may(request.actor, permissions.MANAGE_POSTS, page.unit),
    }
    return render(request, "people/unit.html", context)


@login_required
def unit_new(request: Request) -> HttpResponse:
    """Set up a unit."""
    ask(request.actor, permissions.SHAPE_UNITS)
    form = NewUnitForm(
        posted(request),
        units=queries.unit_choices(request.actor),
        initial={"parent": request.GET.get("parent", ""), "kind": "department"},
    )
    if form.is_valid():
        made = attempt(form, lambda: _create(request, form.cleaned_data))
        if made:
            messages.success(request, _("%(name)s was set up.") % {"name": made.name})
            return redirect("people:unit", made.uuid)
    return _form(request, _("Set up a unit"), form, "people:units")


def _create(request: Request, data: dict[str, Any]) -> Unit:
    parent = queries.get_unit(request.actor, data["parent"])
    names = several(data["aliases"])
    rest = {key: data[key] for key in ("name", "kind", "short_name", "duty", "code", "order")}
    return services.create_unit(parent=parent, aliases=names, actor=request.actor, **rest)


@login_required
def unit_edit(request: Request, uuid: UUID) -> HttpResponse:
    """Change the name, kind, code or order of a unit."""
    unit = queries.get_unit(request.actor, uuid)
    ask(request.actor, permissions.SHAPE_UNITS, unit)
    fields = ("name", "short_name", "kind", "code", "order")
    form = UnitForm(posted(request), initial={key: getattr(unit, key) for key in fields})
    if form.is_valid():
        data = {**form.cleaned_data, "order": form.cleaned_data["order"] or 0}
        if attempt(form, lambda: services.edit_unit(unit, actor=request.actor, **data)):
            return _saved(request, unit)
    return _form(request, _("Edit %(name)s") % {"name": unit.name}, form, unit)


@login_required
def unit_duty(request: Request, uuid: UUID) -> HttpResponse:
    """Write what a unit is there for."""
    unit = queries.get_unit(request.actor, uuid)
    ask(request.actor, permissions.DESCRIBE_UNIT, unit)
    form = DutyForm(posted(request), initial={"duty": unit.duty})
    described = None
    if form.is_valid():
        described = attempt(
            form,
            lambda: services.describe_unit(
                unit, duty=form.cleaned_data["duty"], actor=request.actor
            ),
        )
    if described:
        return _saved(request, unit)
    return _form(request, _("Duties of %(name)s") % {"name": unit.name}, form, unit)


@login_required
def unit_move(request: Request, uuid: UUID) -> HttpResponse:
    """Put a unit with all below it under another one."""
    unit = queries.get_unit(request.actor, uuid)
    ask(request.actor, permissions.SHAPE_UNITS, unit)
    form = UnitChoiceForm(
        posted(request),
        units=queries.unit_choices(request.actor, outside=unit),
        initial={"unit": unit.parent.uuid if unit.parent else ""},
    )
    if form.is_valid():
        parent = queries.get_unit(request.actor, form.cleaned_data["unit"])
        if attempt(form, lambda: services.move_unit(unit, parent, actor=request.actor)):
            return _saved(request, unit)
    lede = _("Rights of leaders and liaison officers reach as far as the new tree says.")
    return _form(request, _("Move %(name)s") % {"name": unit.name}, form, unit, lede=lede)


@login_required
def unit_close(request: Request, uuid: UUID) -> HttpResponse:
    """Close a unit, naming who succeeds it."""
    unit = queries.get_unit(request.actor, uuid)
    ask(request.actor, permissions.SHAPE_UNITS, unit)
    form = UnitChoiceForm(
        posted(request),
        units=queries.unit_choices(request.actor, outside=unit),
        label=_("Which unit succeeds it?"),
        required=False,
    )
    if form.is_valid():
        chosen = form.cleaned_data["unit"]
        successor = queries.get_unit(request.actor, chosen) if chosen else None
        if attempt(
            form, lambda: services.close_unit(unit, successor=successor, actor=request.actor)
        ):
            return _saved(request, unit)
    return _form(
        request,
        _("Close %(name)s") % {"name": unit.name},
        form,
        unit,
        lede=_("Its history stays. Texts that use its names will lead to the successor."),
        submit=_("Close the unit"),
        danger=True,
    )


@login_required
@require_POST
def unit_reopen(request: Request, uuid: UUID) -> HttpResponse:
    """Reopen a closed unit."""
    unit = queries.get_unit(request.actor, uuid)
    services.reopen_unit(unit, actor=request.actor)
    return _saved(request, unit)


@login_required
@require_POST
def alias_add(request: Request, uuid: UUID) -> HttpResponse:
    """Add a further name."""
    unit = queries.get_unit(request.actor, uuid)
    services.add_alias(unit, request.POST.get("name", ""), actor=request.actor)
    return _saved(request, unit)


@login_required
@require_POST
def alias_remove(request: Request, uuid: UUID, alias: int) -> HttpResponse:
    """Take a further name away."""
    unit = queries.get_unit(request.actor, uuid)
    services.remove_alias(queries.get_alias(unit, alias), actor=request.actor)
    return _saved(request, unit)


# --- posts --------------------------------------------------------------------------------------


@login_required
def post_new(request: Request, uuid: UUID) -> HttpResponse:
    """Set up a post in a unit."""
    unit = queries.get_unit(request.actor, uuid)
    ask(request.actor, permissions.MANAGE_POSTS, unit)
    leaders = {str(post.uuid): post for post in queries.leader_posts(unit)}
    choices = [(key, f"{post.unit} {post.title}") for key, post in leaders.items()]
    form = PostForm(posted(request), leaders=choices, initial={"role": "liaison"})
    if form.is_valid():
        data = form.cleaned_data
        made = attempt(
            form,
            lambda: services.create_post(
                unit,
                data["title"],
                data["role"],
                assists=leaders.get(data["assists"]),
                order=data["order"] or 0,
                actor=request.actor,
            ),
        )
        if made:
            return redirect("people:appoint", made.uuid)
    return _form(request, _("Set up a post in %(name)s") % {"name": unit.name}, form, unit)


@login_required
def post_edit(request: Request, uuid: UUID) -> HttpResponse:
    """Change the title or order of a post."""
    post = queries.get_post(request.actor, uuid)
    ask(request.actor, permissions.MANAGE_POSTS, post.unit)
    initial = {"title": post.title, "order": post.order}
    form = PostTitleForm(posted(request), initial=initial)
    if form.is_valid():
        title, order = form.cleaned_data["title"], form.cleaned_data["order"] or 0
        if attempt(
            form, lambda: services.edit_post(post, title=title, order=order, actor=request.actor)
        ):
            return _saved(request, post.unit)
    return _form(request, _("Edit the post %(title)s") % {"title": post.title}, form, post.unit)


@login_required
@require_POST
def post_close(request: Request, uuid: UUID) -> HttpResponse:
    """Close a vacant post."""
    post = queries.get_post(request.actor, uuid)
    services.close_post(post, actor=request.actor)
    return _saved(request, post.unit)


@login_required
def appoint(request: Request, uuid: UUID) -> HttpResponse:
    """Put a person into a post; the former holder's time ends the day before."""
    post = queries.get_post(request.actor, uuid)
    ask(request.actor, permissions.MANAGE_POSTS, post.unit)
    form = AppointForm(
        posted(request),
        initial={"begins": clock.today(), "person": request.GET.get("person", "")},
    )
    if form.is_valid():
        person = attempt(form, lambda: _one_person(form.cleaned_data["person"]))
        begins = form.cleaned_data["begins"]
        if person and attempt(
            form, lambda: services.appoint(person, post, begins=begins, actor=request.actor)
        ):
            return _saved(request, post.unit)
    return _form(
        request,
        _("Who takes the post %(title)s?") % {"title": post.title},
        form,
        post.unit,
        lede=_("What the post owns stays with the post; the successor takes it over."),
        submit=_("Appoint"),
    )


@login_required
def release(request: Request, uuid: UUID) -> HttpResponse:
    """End the time of a post's holder."""
    post = queries.get_post(request.actor, uuid)
    ask(request.actor, permissions.MANAGE_POSTS, post.unit)
    form = ReleaseForm(posted(request), initial={"last_day": clock.today()})
    if form.is_valid():
        last = form.cleaned_data["last_day"]
        if attempt(form, lambda: services.release(post, last_day=last, actor=request.actor)):
            return _saved(request, post.unit)
    return _form(
        request,
        _("Release the holder of %(title)s") % {"title": post.title},
        form,
        post.unit,
        lede=_("The rights of the role end after that day."),
        submit=_("Release"),
    )


def _one_person(text: str) -> Person:
    found = queries.find_person(text)
    if len(found) == 1:
        return found[0]
    if found:
        accounts = "、".join(person.account for person in found)
        raise Invalid(
            f"有{len(found)}人同名，请改填账号：{accounts}。",
            f"{len(found)} people have this name; give the account: {accounts}.",
            field="person",
        )
    raise Invalid(
        "没有这个人，请核对，或先新建账号。",
        "Nobody found; check it, or make the account first.",
        field="person",
    )


def _saved(request: Request, unit: Unit) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("people:unit", unit.uuid)


def _form(
    request: Request,
    heading: str,
    form: Form,
    back: Unit | str,
    *,
    lede: str = "",
    submit: str = "",
    danger: bool = False,
) -> HttpResponse:
    context = {
        "heading": heading,
        "form": form,
        "unit": back if isinstance(back, Unit) else None,
        "lede": lede,
        "submit": submit,
        "danger": danger,
    }
    return render(request, "people/unit_form.html", context)
