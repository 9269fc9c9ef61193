"""Who may call which service of plans: the whole matrix, yes and no."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import Workbook
from tests import matrix
from tests.matrix import NOBODY, SOMEBODY, row
from tests.people.factories import make_holder, make_person, make_root, make_unit

from luodi.base.actors import NOBODY as NO_ACTOR
from luodi.base.actors import SYSTEM, Actor
from luodi.base.errors import NotFound
from luodi.commitments import papers, services
from luodi.commitments.models import Consulted, IssuedPaper, Plan, ProposedChange
from luodi.people.models import Role
from luodi.people.queries import actor_of

from .factories import findings_in, make_filled, make_plan, make_read, make_units
from .test_correspondence import ABOVE

pytestmark = pytest.mark.django_db
OFFICE, CITY = "followup", "city_leader"


class World:
    """Plans in the states that the services need, made by the system."""

    def __init__(self) -> None:
        self.units = make_units()
        self.plan, self.rows = make_filled(SYSTEM)
        self.several = next(item for item in self.rows if item.bundled.count() > 1)

    @property
    def approved(self) -> Plan:
        services.approve_plan(self.plan, actor=SYSTEM)
        return self.plan

    @property
    def amended(self) -> Plan:
        return services.start_amendment(self.approved, actor=SYSTEM)

    @property
    def notice(self) -> IssuedPaper:
        return services.draft_notice(self.approved, self.units["市水利局"], actor=SYSTEM)

    @property
    def signed(self) -> IssuedPaper:
        return services.sign_out(self.notice, mark="望督", signer="某", actor=SYSTEM)

    @property
    def consulted(self) -> Consulted:
        made = services.open_consultation(self.plan, [self.units["市财政局"]], actor=SYSTEM)
        return made.consulted.get()

    @property
    def change(self) -> ProposedChange:
        asked = self.consulted
        services.read_table(asked, self.table(), actor=SYSTEM)
        return asked.changes.get(part="words")

    @property
    def correspondence(self):
        document = make_read(SYSTEM, ABOVE)
        return services.start_correspondence(document, self.plan, actor=SYSTEM)

    def table(self) -> bytes:
        book = Workbook()
        book.active.append(["序号", "重点事项", "事项标识"])
        book.active.append([1, "改过的写法", str(self.rows[0].uuid)])
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()


def row_of(service: str, call, *allowed: str, case: str = ""):
    """A row whose call takes the world and the actor."""
    return row(service, call, *(allowed or (OFFICE,)), case=case)


S = services
ROWS = (
    row_of("create_plan", lambda w, a: S.create_plan("方案", 2026, unit=make_root(), actor=a)),
    row_of("edit_plan", lambda w, a: S.edit_plan(w.plan, title="新", year=2026, actor=a)),
    row_of("take_document", lambda w, a: S.take_document(make_plan(SYSTEM), make_read(SYSTEM), actor=a)),
    row_of("take_findings", lambda w, a: S.take_findings(
        make_plan(SYSTEM), [f.uuid for f in findings_in(w.rows[0])], actor=a)),
    row_of("edit_row", lambda w, a: S.edit_row(w.rows[0], {"theme": "城建"}, actor=a)),
    row_of("split_row", lambda w, a: S.split_row(
        w.several, [findings_in(w.several)[0].uuid], actor=a)),
    row_of("join_rows", lambda w, a: S.join_rows(w.rows[0], [w.rows[1]], actor=a)),
    row_of("move_row", lambda w, a: S.move_row(w.rows[1], after=None, actor=a)),
    row_of("shift_row", lambda w, a: S.shift_row(w.rows[1], up=True, actor=a)),
    row_of("remove_row", lambda w, a: S.remove_row(w.rows[0], actor=a)),
    row_of("cancel_row", lambda w, a: S.cancel_row(w.rows[0], "因故", actor=a)),
    row_of("reinstate_row", lambda w, a: S.reinstate_row(
        S.cancel_row(w.rows[0], "因故", actor=SYSTEM), actor=a)),
    row_of("open_consultation", lambda w, a: S.open_consultation(
        w.plan, [w.units["市财政局"]], actor=a)),
    row_of("record_reply", lambda w, a: S.record_reply(w.consulted, ["意见"], actor=a)),
    row_of("read_letter", lambda w, a: S.read_letter(
        w.consulted, "建议明确标准".encode(), "复函.txt", actor=a)),
    row_of("read_table", lambda w, a: S.read_table(w.consulted, w.table(), actor=a)),
    row_of("decide_opinion", lambda w, a: S.decide_opinion(
        S.record_reply(w.consulted, ["意见"], actor=SYSTEM).opinions.get(), "adopted", actor=a)),
    row_of("accept_change", lambda w, a: S.accept_change(w.change, actor=a)),
    row_of("decline_change", lambda w, a: S.decline_change(w.change, actor=a)),
    row_of("close_consultation", lambda w, a: (w.consulted, S.close_consultation(w.plan, actor=a))),
    row_of("approve_plan", lambda w, a: S.approve_plan(w.plan, actor=a), OFFICE, CITY),
    row_of("start_amendment", lambda w, a: S.start_amendment(w.approved, actor=a)),
    row_of("withdraw_amendment", lambda w, a: S.withdraw_amendment(w.amended, actor=a)),
    row_of("close_plan", lambda w, a: S.close_plan(w.approved, actor=a), OFFICE, CITY),
    row_of("draft_notice", lambda w, a: S.draft_notice(w.approved, w.units["市水利局"], actor=a)),
    row_of("drop_notice", lambda w, a: S.drop_notice(w.notice, actor=a)),
    row_of("sign_out", lambda w, a: S.sign_out(w.notice, mark="望督", signer="某", actor=a),
           OFFICE, CITY),
    row_of("attach_scan", lambda w, a: S.attach_scan(w.signed, b"%PDF-", "a.pdf", actor=a)),
    row_of("withdraw_paper", lambda w, a: S.withdraw_paper(w.signed, "因故", actor=a),
           OFFICE, CITY),
    row_of("set_template", lambda w, a: S.set_template(
        "notice", papers.sample(7), "模板.docx", actor=a)),
    row_of("drop_template", lambda w, a: (S.set_template(
        "notice", papers.sample(7), "模板.docx", actor=SYSTEM), S.drop_template("notice", actor=a))),
    row_of("carry_over", lambda w, a: S.carry_over(
        w.approved, [w.rows[0]], make_plan(SYSTEM), actor=a)),
    row_of("start_correspondence", lambda w, a: S.start_correspondence(
        make_read(SYSTEM, ABOVE), w.plan, actor=a)),
    row_of("renew_correspondence", lambda w, a: S.renew_correspondence(w.correspondence, actor=a)),
    row_of("answer_clause", lambda w, a: S.answer_clause(
        w.correspondence.answers.first(), "answered", [w.rows[0]], actor=a)),
)  # fmt: skip


@pytest.fixture(scope="module")
def world(made_once) -> World:
    """One for all calls: what a call changes is undone after it."""
    return World()


@pytest.fixture(scope="module")
def actors(made_once) -> dict[str, Actor]:
    """An actor for each role, one without a post, and nobody."""
    unit = make_unit("本局")
    made = {role: actor_of(make_holder(role, unit)) for role in Role.values}
    return {**made, SOMEBODY: actor_of(make_person()), NOBODY: NO_ACTOR}


def refused(entry: matrix.Row, world: World, actor: Actor) -> bool:
    """As the matrix asks; a plan that is not for the actor to see is refused as well."""
    bound = matrix.Row(entry.service, lambda a: entry.call(world, a), entry.allowed, entry.case)
    try:
        return matrix.refused(bound, actor)
    except NotFound:
        return True


@pytest.mark.parametrize("entry", ROWS, ids=str)
def test_each_role_may_or_may_not(entry: matrix.Row, world: World, actors) -> None:
    for role, actor in actors.items():
        assert refused(entry, world, actor) == (role not in entry.allowed), role


def test_no_service_is_left_out() -> None:
    assert matrix.without_row(ROWS, services) == set()


def test_the_page_of_permissions_says_the_same(root: Path) -> None:
    page = (root / "docs" / "reference" / "permissions.md").read_text(encoding="utf-8")
    assert matrix.table(ROWS) in page
