"""Who may call which service of indicators: the whole matrix, yes and no."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests import matrix
from tests.matrix import NOBODY, SOMEBODY, row
from tests.people.factories import make_holder, make_person, make_post, make_unit

from luodi.base.actors import NOBODY as NO_ACTOR
from luodi.base.actors import SYSTEM, Actor
from luodi.base.errors import NotFound
from luodi.indicators import services
from luodi.indicators.figures import Figure
from luodi.indicators.importing import files
from luodi.indicators.importing.sheets import parse
from luodi.indicators.models import FigureImport, Observation
from luodi.indicators.queries.sides import side_of_place
from luodi.people.models import Role
from luodi.people.queries import actor_of

from .factories import City, aim, define, make_measure, report

pytestmark = pytest.mark.django_db
OFFICE, CITY, LIAISON, LEADER = "followup", "city_leader", "liaison", "unit_leader"
READ = (OFFICE, CITY, LIAISON, LEADER, "assistant", "auditor")
S = services


class World:
    """An indicator that a post of the actors' unit owns, with a figure and a target."""

    def __init__(self, owner: str) -> None:
        self.city = City()
        self.owned, self.other = define(owner=owner), define()
        report(self.owned, [("2023", 5)])
        self.figure = Observation.objects.get()
        self.target = aim(make_measure())
        self.side = side_of_place(self.city.gongan)
        self.peers = S.declare_peers("甲乙", places=["421022", "421088"], actor=SYSTEM)

        self.given = self.table(SYSTEM)

    def table(self, actor: Actor) -> FigureImport:
        """A table that is given."""
        text = f"区划代码,指标,年份,数值\n421022,{self.owned.uuid},2024,7\n"
        return S.take_table(text.encode(), "表.csv", actor=actor)

    def settled(self) -> FigureImport:
        """A table whose rows were examined."""
        table = self.table(SYSTEM)
        return S.settle_columns(table, table.layout, actor=SYSTEM)

    def new(self, indicator) -> list[Figure]:
        return [Figure(indicator, "2024", place="421022", value=Decimal(6))]


def row_of(service: str, call, *allowed: str, case: str = ""):
    """A row whose call takes the world and the actor."""
    return row(service, call, *(allowed or (OFFICE,)), case=case)


ROWS = (
    row_of("define_indicator", lambda w, a: S.define_indicator({"name": "甲", "unit": "人"}, actor=a)),
    row_of("edit_indicator", lambda w, a: S.edit_indicator(w.owned, {"name": "乙"}, actor=a)),
    row_of("open_definition", lambda w, a: S.open_definition(w.owned, "理由", actor=a)),
    row_of("settle_indicator", lambda w, a: S.settle_indicator(
        w.owned, words="文件", on=date(2026, 1, 5), actor=a), OFFICE, CITY),
    row_of("retire_indicator", lambda w, a: S.retire_indicator(w.owned, "理由", actor=a)),
    row_of("mark_break", lambda w, a: S.mark_break(w.owned, "2020", "理由", actor=a)),
    row_of("declare_peers", lambda w, a: S.declare_peers(
        "两县", places=["421022", "421024"], actor=a)),
    row_of("examine_figures", lambda w, a: S.examine_figures(w.new(w.owned), actor=a),
           OFFICE, LIAISON, LEADER, case="own unit"),
    row_of("record_observations", lambda w, a: S.record_observations(w.new(w.owned), actor=a),
           OFFICE, LIAISON, LEADER, case="own unit"),
    row_of("record_observations", lambda w, a: S.record_observations(w.new(w.other), actor=a),
           case="another unit"),
    row_of("check_observation", lambda w, a: S.check_observation(w.figure, actor=a)),
    row_of("dispute_observation", lambda w, a: S.dispute_observation(w.figure, "疑问", actor=a)),
    row_of("load_census", lambda w, a: S.load_census(within="999", actor=a)),
    row_of("take_table", lambda w, a: w.table(a), OFFICE, LIAISON, LEADER),
    row_of("settle_columns", lambda w, a: S.settle_columns(w.given, w.given.layout, actor=a)),
    row_of("write_table", lambda w, a: S.write_table(w.settled(), actor=a)),
    row_of("drop_table", lambda w, a: S.drop_table(w.table(SYSTEM), actor=a)),
    row_of("set_target", lambda w, a: S.set_target(
        make_measure().uuid, {"place": "421022"}, actor=a)),
    row_of("edit_target", lambda w, a: S.edit_target(w.target, {"value": "121"}, actor=a)),
    row_of("ask_for_standings", lambda w, a: S.ask_for_standings(w.side, w.peers, actor=a),
           *READ),
    row_of("drop_target", lambda w, a: S.drop_target(w.target, "理由", actor=a)),
)  # fmt: skip
# For the background work alone.
OF_THE_SYSTEM = {"keep_standings", "record_outlook_tests"}


def test_each_role_may_or_may_not(db, monkeypatch) -> None:
    monkeypatch.setattr(files, "run_limited", lambda target, payload, limits: parse(payload))
    unit = make_unit("本局")
    actors: dict[str, Actor] = {role: actor_of(make_holder(role, unit)) for role in Role.values}
    actors |= {SOMEBODY: actor_of(make_person()), NOBODY: NO_ACTOR}
    world = World(make_post(unit).uuid)
    for entry in ROWS:
        for role, actor in actors.items():
            assert refused(entry, world, actor) == (role not in entry.allowed), f"{entry} {role}"


def refused(entry: matrix.Row, world: World, actor: Actor) -> bool:
    """As the matrix asks; what is not for the actor to see is refused as well."""
    bound = matrix.Row(entry.service, lambda a: entry.call(world, a), entry.allowed, entry.case)
    try:
        return matrix.refused(bound, actor)
    except NotFound:
        return True


def test_no_service_is_left_out() -> None:
    assert matrix.without_row(ROWS, services) == OF_THE_SYSTEM


def test_the_page_of_permissions_says_the_same(root: Path) -> None:
    page = (root / "docs" / "reference" / "permissions.md").read_text(encoding="utf-8")
    assert matrix.table(ROWS) in page
