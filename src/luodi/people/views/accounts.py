"""Accounts: the list, one account, new ones with their slips."""

from __future__ import annotations

import re
from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from luodi.base.errors import Invalid
from luodi.base.forms import attempt, posted
from luodi.base.permissions import ask, may
from luodi.base.requests import Request

from .. import permissions, queries, services
from ..forms import AccountFilter, AccountForm, LinesForm, PersonForm
from ..names import clean_mobile
from ..services import NewAccount, Slip

_MOST = 500


@login_required
def accounts(request: Request) -> HttpResponse:
    """The accounts that the visitor may see."""
    form = AccountFilter(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    page = queries.accounts(
        request.actor,
        search=chosen.get("q", ""),
        state=chosen.get("state", ""),
        page=request.GET.get("page", "1"),
    )
    context = {
        "page": page,
        "filter": form,
        "filtered": bool(chosen.get("q") or chosen.get("state")),
        "may_manage": may(request.actor, permissions.MANAGE_ACCOUNTS),
        "may_export": may(request.actor, permissions.EXPORT_ACCOUNTS),
    }
    return render(request, "people/accounts.html", context)


@login_required
def account(request: Request, uuid: UUID) -> HttpResponse:
    """One account: its data, posts, and what the visitor may do with it."""
    person = queries.get_account(request.actor, uuid)
    context = {
        "row": queries.account_row(request.actor, uuid),
        "person": person,
        "history": queries.holdings_of(person),
        "second_step": queries.has_second_step(person),
        "may_manage": may(request.actor, permissions.MANAGE_ACCOUNTS),
        "may_deactivate": may(request.actor, permissions.DEACTIVATE, person),
        "may_reset": may(request.actor, permissions.RESET_PASSWORD, person),
    }
    return render(request, "people/account.html", context)


@login_required
def account_new(request: Request) -> HttpResponse:
    """Make one account and show its slip."""
    ask(request.actor, permissions.MANAGE_ACCOUNTS)
    form = AccountForm(posted(request))
    if form.is_valid():
        data = form.cleaned_data
        slip = attempt(form, lambda: services.create_person(**data, actor=request.actor))
        if slip:
            return slips_page(request, [slip])
    return render(request, "people/account_form.html", {"form": form, "heading": _("New account")})


@login_required
def accounts_bulk(request: Request) -> HttpResponse:
    """Make several accounts from typed lines and show their slips."""
    ask(request.actor, permissions.MANAGE_ACCOUNTS)
    form = LinesForm(posted(request))
    if form.is_valid():
        slips = attempt(form, lambda: _create_lines(request, form.cleaned_data["lines"]))
        if slips:
            return slips_page(request, slips)
    return render(request, "people/accounts_bulk.html", {"form": form})


def _create_lines(request: Request, text: str) -> list[Slip]:
    lines = [(n, line) for n, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if len(lines) > _MOST:
        raise Invalid(
            f"一次最多{_MOST}个账号，请改用表格导入。",
            f"No more than {_MOST} accounts at once; import a table instead.",
        )
    return services.create_persons(
        [_entry(number, line) for number, line in lines], actor=request.actor
    )


def _entry(number: int, line: str) -> NewAccount:
    """Return the account a line means: the first word is the name, a mobile number is one."""
    name, *rest = [part for part in re.split(r"[\s,，、;；]+", line.strip()) if part]
    mobiles = [part for part in rest if clean_mobile(part)]
    accounts = [part for part in rest if not clean_mobile(part)]
    if not rest or len(mobiles) > 1 or len(accounts) > 1:
        raise Invalid(
            f"第{number}行“{line.strip()[:30]}”无法识别，请写成：姓名 账号 手机号。",
            f"Line {number}, “{line.strip()[:30]}”: write name, account, mobile number.",
            field="lines",
        )
    return NewAccount(name, accounts[0] if accounts else "", mobiles[0] if mobiles else "")


@login_required
def account_edit(request: Request, uuid: UUID) -> HttpResponse:
    """Change the name or mobile number of an account."""
    person = queries.get_account(request.actor, uuid)
    ask(request.actor, permissions.MANAGE_ACCOUNTS)
    form = PersonForm(posted(request), initial={"name": person.name, "mobile": person.mobile or ""})
    edited = None
    if form.is_valid():
        edited = attempt(
            form, lambda: services.edit_person(person, **form.cleaned_data, actor=request.actor)
        )
    if edited:
        messages.success(request, _("Saved."))
        return redirect("people:account", uuid)
    context = {"form": form, "heading": _("Edit the account"), "person": person}
    return render(request, "people/account_form.html", context)


@login_required
@require_POST
def account_reset(request: Request, uuid: UUID) -> HttpResponse:
    """Make a new one-time password and show its slip."""
    person = queries.get_account(request.actor, uuid)
    return slips_page(request, [services.reset_password(person, actor=request.actor)])


@login_required
@require_POST
def account_deactivate(request: Request, uuid: UUID) -> HttpResponse:
    """Close an account at once."""
    person = queries.get_account(request.actor, uuid)
    services.deactivate_person(person, actor=request.actor)
    messages.success(request, _("The account was deactivated and signed out everywhere."))
    return redirect("people:account", uuid)


@login_required
@require_POST
def account_reactivate(request: Request, uuid: UUID) -> HttpResponse:
    """Open a closed account again and show its slip."""
    person = queries.get_account(request.actor, uuid)
    return slips_page(request, [services.reactivate_person(person, actor=request.actor)])


@login_required
@require_POST
def account_second_step(request: Request, uuid: UUID) -> HttpResponse:
    """Remove the second step of a person who lost the device."""
    person = queries.get_account(request.actor, uuid)
    services.reset_second_step(person, actor=request.actor)
    messages.success(request, _("The second step was removed."))
    return redirect("people:account", uuid)


@sensitive_variables("slips")
def slips_page(request: Request, slips: Sequence[Slip]) -> HttpResponse:
    """Return the page of slips, the only time these passwords are seen."""
    context = {"slips": slips, "address": request.build_absolute_uri("/")}
    response = render(request, "people/slips.html", context)
    response["Cache-Control"] = "no-store"
    return response
