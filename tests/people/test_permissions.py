"""Who may call which service of people and places: the whole matrix, yes and no."""

from __future__ import annotations

import json

import pytest
from allauth.mfa.models import Authenticator
from tests import matrix
from tests.matrix import NOBODY, SOMEBODY, row

from luodi.base.actors import NOBODY as NO_ACTOR
from luodi.base.actors import SYSTEM, Actor
from luodi.people import queries, services
from luodi.people.models import Person, Role, Unit
from luodi.people.services import NewAccount
from luodi.people.tables.columns import TableRow
from luodi.places import services as place_services
from luodi.places.models import Division

from .factories import make_holder, make_person, make_post, make_root, make_unit

pytestmark = pytest.mark.django_db

SYS, SEC, AUD = "system_admin", "security_admin", "auditor"
FOLLOWUP, LIAISON, LEADER = "followup", "liaison", "unit_leader"
SIGNED_IN = (*Role.values, SOMEBODY)


def _unit(name):
    return Unit.objects.get(name=name)


def own_person(actor: Actor) -> Person:
    """The account of the actor; of nobody, an account that is somebody else's."""
    return queries.person_of(actor) if _is_person(actor) else make_person()


def _is_person(actor: Actor) -> bool:
    return actor.id not in ("", SYSTEM.id)


def colleague() -> Person:
    """A liaison officer of the actors' unit."""
    return make_holder(LIAISON, _unit("本局"))


def deactivated() -> Person:
    return services.deactivate_person(make_person(), actor=SYSTEM)


def with_second_step() -> Person:
    person = make_person()
    Authenticator.objects.create(user=person, type="totp", data={})
    return person


def assisted(actor: Actor):
    """The leader's post that the actor assists; for others the post of some leader."""
    held = own_person(actor).holdings.filter(post__role="assistant").first()
    return held.post.assists if held else make_holder("city_leader").holdings.get().post


def closed():
    return services.close_unit(make_unit(), actor=SYSTEM)


def outline_file() -> bytes:
    """The outline of one place, as GeoJSON."""
    Division.objects.get_or_create(code="42", name="湖北省", level="province")
    ring = [[0, 0], [1, 0], [1, 1], [0, 0]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {"code": "42"}, "geometry": shape}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


UNIT_ROW = TableRow(2, {"name": "表中局", "kind": "部门"})
PERSON_ROW = TableRow(2, {"name": "表中人", "account": "intable", "unit": "本局"})

ROWS = (
    row(
        "create_unit",
        lambda a: services.create_unit(name="新局", kind="department", parent=make_root(), actor=a),
        SYS, SEC,
    ),
    row(
        "edit_unit",
        lambda a: services.edit_unit(make_unit(), name="改名局", kind="department", actor=a),
        SYS, SEC,
    ),
    row("describe_unit", lambda a: services.describe_unit(_unit("本局"), duty="职责", actor=a),
        SYS, SEC, FOLLOWUP, LEADER, case="own unit"),
    row("describe_unit", lambda a: services.describe_unit(make_unit(), duty="职责", actor=a),
        SYS, SEC, FOLLOWUP, case="another unit"),
    row("add_alias", lambda a: services.add_alias(_unit("本局"), "别名", actor=a),
        SYS, SEC, FOLLOWUP, LEADER, case="own unit"),
    row("add_alias", lambda a: services.add_alias(make_unit(), "别名", actor=a),
        SYS, SEC, FOLLOWUP, case="another unit"),
    row(
        "remove_alias",
        lambda a: services.remove_alias(
            services.add_alias(make_unit(), "别名", actor=SYSTEM), actor=a
        ),
        SYS, SEC, FOLLOWUP,
    ),
    row("move_unit", lambda a: services.move_unit(make_unit(), make_unit(), actor=a), SYS, SEC),
    row("close_unit", lambda a: services.close_unit(make_unit(), actor=a), SYS, SEC),
    row("reopen_unit", lambda a: services.reopen_unit(closed(), actor=a), SYS, SEC),
    row("create_post", lambda a: services.create_post(make_unit(), "岗", LIAISON, actor=a), SEC),
    row("edit_post", lambda a: services.edit_post(make_post(), title="新名", actor=a), SEC),
    row("close_post", lambda a: services.close_post(make_post(), actor=a), SEC),
    row("appoint", lambda a: services.appoint(make_person(), make_post(), actor=a), SEC),
    row("appoint", lambda a: services.appoint(own_person(a), make_post(), actor=a),
        case="oneself"),
    row("release", lambda a: services.release(colleague().holdings.get().post, actor=a), SEC),
    row("create_person",
        lambda a: services.create_person(name="新人", account="newone", actor=a), SEC),
    row("create_persons",
        lambda a: services.create_persons([NewAccount("新人", "newone")], actor=a), SEC),
    row("edit_person", lambda a: services.edit_person(make_person(), name="改名", actor=a), SEC),
    row("edit_own_account",
        lambda a: services.edit_own_account(own_person(a), mobile="13800019999", actor=a),
        *SIGNED_IN, case="own"),
    row("edit_own_account",
        lambda a: services.edit_own_account(make_person(), mobile="13800019999", actor=a),
        case="another's"),
    row("deactivate_person", lambda a: services.deactivate_person(make_person(), actor=a), SEC),
    row("deactivate_person", lambda a: services.deactivate_person(own_person(a), actor=a),
        case="oneself"),
    row("reactivate_person", lambda a: services.reactivate_person(deactivated(), actor=a), SEC),
    row("reset_password", lambda a: services.reset_password(colleague(), actor=a),
        SEC, LEADER, case="own unit"),
    row("reset_password", lambda a: services.reset_password(make_holder(LIAISON), actor=a),
        SEC, case="another unit"),
    row("reset_password", lambda a: services.reset_password(own_person(a), actor=a),
        case="oneself"),
    row("reset_second_step", lambda a: services.reset_second_step(with_second_step(), actor=a),
        SEC),
    row("change_own_password",
        lambda a: services.change_own_password(own_person(a), "avocado-lantern-7", actor=a),
        *SIGNED_IN, case="own"),
    row("change_own_password",
        lambda a: services.change_own_password(make_person(), "avocado-lantern-7", actor=a),
        case="another's"),
    row("record_second_step",
        lambda a: services.record_second_step(own_person(a), "totp_activated", actor=a),
        *SIGNED_IN),
    row("start_acting_for", lambda a: services.start_acting_for(assisted(a), actor=a),
        "assistant"),
    row("stop_acting_for", lambda a: services.stop_acting_for(actor=a), *SIGNED_IN),
    row("import_units", lambda a: services.import_units([UNIT_ROW], actor=a), SYS, SEC),
    row("import_people", lambda a: services.import_people([PERSON_ROW], actor=a), SEC),
    row("make_sign_in_link",
        lambda a: services.make_sign_in_link(make_person(), "/", actor=a)),
    row("redeem_sign_in_link", lambda a: services.redeem_sign_in_link(
        services.make_sign_in_link(make_person(), "/", actor=SYSTEM).split("/")[-2], actor=a)),
    row("record_sign_in",
        lambda a: services.record_sign_in(make_person(), method="x", address="x", actor=a)),
    row("record_failed_sign_in",
        lambda a: services.record_failed_sign_in("x", address="x", actor=a)),
    row("record_blocked_sign_in", lambda a: services.record_blocked_sign_in(address="x", actor=a)),
    row("load_outlines", lambda a: place_services.load_outlines(outline_file(), "来源", actor=a), SYS),
    row("load_divisions", lambda a: place_services.load_divisions(actor=a), SYS),
)  # fmt: skip


@pytest.fixture(scope="module")
def actors(made_once):
    """An actor for each role, all of one unit; one without a post; nobody."""
    unit = make_unit("本局")
    make_holder(SEC)  # so that the one of the matrix is never the last
    made = {role: queries.actor_of(make_holder(role, unit)) for role in Role.values}
    return {**made, SOMEBODY: queries.actor_of(make_person()), NOBODY: NO_ACTOR}


def test_every_service_has_a_row():
    assert not matrix.without_row(ROWS, services, place_services)
    assert {entry.service for entry in ROWS} <= matrix.functions(services, place_services)


@pytest.mark.parametrize("entry", ROWS, ids=str)
def test_a_service_answers_each_role_as_the_matrix_says(entry, actors):
    allowed = {role for role, actor in actors.items() if not matrix.refused(entry, actor)}
    assert allowed == set(entry.allowed)
    assert not matrix.refused(entry, SYSTEM)


def test_the_reference_page_holds_the_matrix(root):
    page = (root / "docs/reference/permissions.md").read_text(encoding="utf-8")
    assert matrix.table(ROWS) in page
