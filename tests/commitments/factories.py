"""Plans and rows for tests, made by the services from documents that were read."""

from __future__ import annotations

from datetime import date

from tests.documents.factories import accept_some, make_document
from tests.people.factories import make_actor, make_root, make_unit

from luodi.base.actors import Actor
from luodi.commitments import services
from luodi.commitments.facts import facts_of, rows_with_parts
from luodi.commitments.models import Plan, PlanRow
from luodi.documents.models import Document, Finding

TEXT = """望川市2026年重点工作安排
一、项目建设
1.完善城市供水。年内完成120个老旧小区供水改造，6月底前编制供水专项规划。（市水利局牵头，市财政局配合）
2.加快学校建设。到2026年底前新建改建学校12所，每季度开展一次校园安全检查。（市教育局、市住建局负责）
二、民生保障
3.全市居民人均可支配收入增长6%以上。
4.推进义务教育优质均衡发展。
"""
UNITS = ("市水利局", "市财政局", "市教育局", "市住建局")


def make_units() -> dict[str, str]:
    """The units that the text names, by short name."""
    made = {}
    for name in UNITS:
        unit = make_unit(f"望川{name}", short_name=name, duty=f"{name[1:-1]}工作")
        made[name] = str(unit.uuid)
    return made


def make_read(actor: Actor, text: str = TEXT) -> Document:
    """A document that was read and all of whose findings are accepted."""
    document = make_document(actor, text, date=date(2026, 1, 20))
    accept_some(document, 100, actor)
    return document


def make_plan(actor: Actor | None = None, title: str = "望川市2026年重点事项") -> Plan:
    """An empty plan in draft."""
    by = actor or make_actor("followup")
    return services.create_plan(title, 2026, unit=make_root(), actor=by)


def make_filled(actor: Actor) -> tuple[Plan, list[PlanRow]]:
    """A plan with the rows of one document."""
    plan = make_plan(actor)
    taken = services.take_document(plan, make_read(actor), actor=actor)
    return plan, list(taken.rows)


def facts(plan: Plan) -> list[dict]:
    """The facts of a plan's rows as they stand."""
    return facts_of(rows_with_parts(plan))


def findings_in(row: PlanRow) -> list[Finding]:
    """The findings of a row in order."""
    return [item.finding for item in row.bundled.select_related("finding").order_by("order")]
