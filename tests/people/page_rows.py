"""Every address of people and places, and the roles it opens to; see tests/matrix.py."""

from __future__ import annotations

from django.urls import reverse
from tests.matrix import ROLES, SOMEBODY, page

from luodi.base.actors import SYSTEM
from luodi.people import services
from luodi.people.models import Role

SYS, SEC, AUD = "system_admin", "security_admin", "auditor"
FOLLOWUP, LIAISON, LEADER = "followup", "liaison", "unit_leader"
SIGNED_IN = (*Role.values, SOMEBODY)


def at(name: str, *keys: str):
    """The address of a page, with the public ids of things of the world."""
    return lambda world, visitor: reverse(f"people:{name}", args=[world[key].uuid for key in keys])


def of_table(name: str, kind: str):
    """The address of a page of tables."""
    return lambda world, visitor: reverse(f"people:{name}", args=[kind])


def of_closed_unit(world, visitor) -> str:
    closed = services.close_unit(world["empty"], actor=SYSTEM)
    return reverse("people:unit_reopen", args=[closed.uuid])


def of_alias(world, visitor) -> str:
    alias = world["unit"].aliases.first()
    return reverse("people:alias_remove", args=[world["unit"].uuid, alias.pk])


def of_own_account(world, visitor) -> str:
    return reverse("people:account", args=[(visitor or world["colleague"]).uuid])


def of_closed_accounts(world, visitor) -> str:
    return reverse("people:accounts") + "?state=inactive"


def of_closed_units(world, visitor) -> str:
    return reverse("people:units") + "?closed=1"


def of_link(world, visitor) -> str:
    return services.make_sign_in_link(world["colleague"], "/people/me/", actor=SYSTEM)


PAGES = (
    page("units", at("units"), *SIGNED_IN),
    page("units", of_closed_units, *SIGNED_IN, case="closed ones too"),
    page("unit", at("unit", "unit"), *SIGNED_IN),
    page("unit_new", at("unit_new"), SYS, SEC),
    page("unit_edit", at("unit_edit", "unit"), SYS, SEC),
    page("unit_duty", at("unit_duty", "unit"), SYS, SEC, FOLLOWUP, LEADER, case="own unit"),
    page("unit_duty", at("unit_duty", "other"), SYS, SEC, FOLLOWUP, case="another unit"),
    page("unit_move", at("unit_move", "unit"), SYS, SEC),
    page("unit_close", at("unit_close", "unit"), SYS, SEC),
    page("unit_reopen", of_closed_unit, SYS, SEC, posted=True),
    page("alias_add", at("alias_add", "unit"), SYS, SEC, FOLLOWUP, LEADER, case="own unit",
         posted=True),
    page("alias_add", at("alias_add", "other"), SYS, SEC, FOLLOWUP, case="another unit",
         posted=True),
    page("alias_remove", of_alias, SYS, SEC, FOLLOWUP, LEADER, case="own unit", posted=True),
    page("post_new", at("post_new", "unit"), SEC),
    page("post_edit", at("post_edit", "held"), SEC),
    page("post_close", at("post_close", "vacant"), SEC, posted=True),
    page("appoint", at("appoint", "vacant"), SEC),
    page("release", at("release", "held"), SEC),
    page("accounts", at("accounts"), SEC, AUD, LEADER),
    page("accounts", of_closed_accounts, SEC, AUD, LEADER, case="deactivated"),
    page("account", of_own_account, *SIGNED_IN, case="own"),
    page("account", at("account", "colleague"), SEC, AUD, LEADER, case="own unit"),
    page("account", at("account", "stranger"), SEC, AUD, case="another unit"),
    page("account", at("account", "gone"), SEC, AUD, case="deactivated"),
    page("account_new", at("account_new"), SEC),
    page("accounts_bulk", at("accounts_bulk"), SEC),
    page("account_edit", at("account_edit", "colleague"), SEC),
    page("account_reset", at("account_reset", "colleague"), SEC, LEADER, case="own unit",
         posted=True),
    page("account_reset", at("account_reset", "stranger"), SEC, case="another unit", posted=True),
    page("account_deactivate", at("account_deactivate", "colleague"), SEC, posted=True),
    page("account_reactivate", at("account_reactivate", "gone"), SEC, posted=True),
    page("account_second_step", at("account_second_step", "colleague"), SEC, posted=True),
    page("table_import", of_table("table_import", "units"), SYS, SEC, case="units"),
    page("table_import", of_table("table_import", "people"), SEC, case="people"),
    page("table_confirm", of_table("table_confirm", "units"), SYS, SEC, case="units", posted=True),
    page("table_confirm", of_table("table_confirm", "people"), SEC, case="people", posted=True),
    page("table_template", of_table("table_template", "units"), SYS, SEC, case="units"),
    page("table_template", of_table("table_template", "people"), SEC, case="people"),
    page("table_export", of_table("table_export", "units"), *SIGNED_IN, case="units"),
    page("table_export", of_table("table_export", "people"), SEC, AUD, case="people"),
    page("me", at("me"), *SIGNED_IN),
    page("acting_start", at("acting_start", "led"), "assistant", posted=True),
    page("acting_stop", at("acting_stop"), *SIGNED_IN, posted=True),
    page("sign_in_link", of_link, *ROLES, case="on the server's own machine"),
    page("divisions", lambda world, visitor: reverse("places:divisions"), *SIGNED_IN),
)  # fmt: skip
# Pages of words: neither steps, nor files, nor ways in.
SHOWN = tuple(
    row
    for row in PAGES
    if not row.posted and row.name not in ("table_template", "table_export", "sign_in_link")
)
