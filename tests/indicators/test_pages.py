"""Pages of indicators: to whom they open, and in which language they speak."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from tests import matrix
from tests.matrix import NOBODY, SOMEBODY
from tests.people.factories import make_person

from luodi.base import files
from luodi.base.actors import SYSTEM
from luodi.indicators import services, urls
from luodi.indicators.picture import chart_of

from .factories import define, report
from .page_rows import PAGES
from .page_world import make_world

pytestmark = pytest.mark.django_db
ENGLISH = re.compile(r">[^<>{}]*[A-Za-z]{4,}[^<>]*<")


@pytest.fixture(scope="module")
def world(made_once):
    """The share of the county town in two variants, a target on it, and one person a role."""
    made = make_world()
    compared()
    text = "区划代码,指标,年份,数值\n421022,产值,2023,7\n421022,产值,2022,约7\n".encode()
    given = services.take_table(text, "年报.csv", actor=SYSTEM)
    table = services.settle_columns(given, given.layout, actor=SYSTEM)
    return {**made, "table": table, "answers": files.read(table.answers_file)}


def compared() -> None:
    """Three counties that are ranked, in one figure that rose and one that fell."""
    places = ("421022", "421088", "421024")
    services.declare_peers("三县", places=places, reason="同类", actor=SYSTEM)
    for name, direction in (("产值", "up"), ("能耗", "down")):
        one = define(name, unit="亿元", direction=direction, source="统计局", licence="公开")
        for at, code in enumerate(places):
            report(one, [("2024", 10 + at), ("2025", 30 - at * at)], place=code)


def test_every_address_has_a_row() -> None:
    assert {entry.name for entry in PAGES} == matrix.page_names(urls)


@pytest.mark.parametrize("entry", PAGES, ids=str)
def test_a_page_opens_to_its_roles_and_to_nobody_else(world, entry) -> None:
    visitors = {**world["people"], SOMEBODY: make_person(), NOBODY: None}
    opened = {role for role, who in visitors.items() if matrix.opened(entry, world, who)}
    assert opened == set(entry.allowed)


def test_the_reference_page_holds_the_matrix(root) -> None:
    page = (root / "docs/reference/permissions.md").read_text(encoding="utf-8")
    assert matrix.table(PAGES, "page") in page


@pytest.mark.one_database
@pytest.mark.parametrize("entry", [row for row in PAGES if not row.posted], ids=str)
def test_a_chinese_page_holds_no_english_and_an_english_heading_no_chinese(
    client: Client, world, entry
) -> None:
    client.force_login(world["people"]["followup"])
    address = entry.address(world, None)
    answer = client.get(address)
    if answer.status_code != 200 or "html" not in answer["Content-Type"]:
        return
    page = answer.content.decode()
    body = re.sub(r"<(script|style|svg)[^>]*>.*?</\1>", "", page[page.index("<main") :], flags=re.S)
    assert ENGLISH.findall(re.sub(r"luodi|Word|Excel|SDMX-CSV|xlsx", "", body)) == []
    client.cookies["django_language"] = "en"
    english = client.get(address).content.decode()
    heading = re.search(r"<h1>(.*?)</h1>", english, re.S)
    assert heading
    names = re.sub(r"<[^>]*lang=\"zh-Hans\"[^>]*>.*?</", "</", heading.group(1))
    assert not re.search(r"[\u4e00-\u9fff]", names)


def test_those_not_settled_are_counted_and_variants_stand_under_their_head(client, world) -> None:
    client.force_login(world["people"]["liaison"])
    answer = client.get("/indicators/?q=县城人口")
    counts = {one.state: one.count for one in answer.context["counts"]}
    assert counts["unsettled"] == 2
    rows = [(row.variant, row.is_variant) for row in answer.context["found"].object_list]
    assert rows == [("城镇人口", False), ("城区人口", True)]
    assert "口径未定" in answer.content.decode()
    only = client.get("/indicators/?state=unsettled").context["found"].object_list
    assert {row.variant for row in only} == {"城镇人口", "城区人口"}


def verdicts(answer) -> dict[str, tuple[str, int, int]]:
    """What each variant says: whether the target is met, and by how many of those compared."""
    return {
        one.variant: (str(one.judgement.meeting.value), one.passes, one.counted)
        for one in answer.context["page"].variants
    }


def test_the_verdict_depends_on_the_variant_until_one_is_settled(client, world) -> None:
    client.force_login(world["people"]["followup"])
    address = f"/indicators/{world['indicator'].uuid}/"
    agreed = {"城镇人口": ("not_yet", 1, 3), "城区人口": ("not_yet", 1, 3)}
    assert verdicts(client.get(address)) == agreed
    services.edit_target(world["target"], {"value": "40", "baseline": "38"}, actor=SYSTEM)
    answer = client.get(address)
    assert verdicts(answer) == {"城镇人口": ("met", 3, 3), "城区人口": ("not_yet", 1, 3)}
    assert "结论取决于按哪种口径" in answer.content.decode()
    assert "口径未定" in answer.context["finding"]
    other = client.get(f"/indicators/{world['other'].uuid}/")
    assert verdicts(other) == verdicts(answer)  # whichever variant's page it is
    services.settle_indicator(world["indicator"], words="文件", on=date(2026, 6, 1), actor=SYSTEM)
    assert client.get(address).context["page"].variants == ()


def test_the_chart_has_path_forecast_peers_and_leads_to_what_asked_for_it(client, world) -> None:
    client.force_login(world["people"]["liaison"])
    answer = client.get(f"/indicators/{world['indicator'].uuid}/?of=421022")
    chart = chart_of(answer.context["page"])
    assert chart is not None
    assert [point.value for point in chart.actual][-1] == Decimal("43.0")
    assert (chart.baseline.value, chart.target.value) == (Decimal("40.1"), Decimal(44))
    assert chart.plan[0].value == Decimal("40.10")
    assert chart.fan[0].low == chart.fan[0].high == Decimal("43.0")
    assert {line.name for line in chart.peers} == {"江陵县", "监利市"}
    row = world["target_row"]
    assert chart.target.link == chart.plan[-1].link == f"/plans/rows/{row}/"  # typed by hand
    months = chart_of(client.get(f"/indicators/{world['monthly'].uuid}/").context["page"])
    assert months is not None
    assert months.restarts
    assert months.plan[-1].value == 10000


def test_a_break_is_marked_and_no_growth_goes_across_it(client, world) -> None:
    services.mark_break(world["indicator"], "2024", "改按新口径", actor=SYSTEM)
    client.force_login(world["people"]["followup"])
    page = client.get(f"/indicators/{world['indicator'].uuid}/").context["page"]
    changes = {row.period: (row.change, row.broken) for row in page.rows}
    assert changes["2024"] == (None, True)
    assert changes["2025"][1] is False
    chart = chart_of(page)
    assert chart is not None
    assert [mark.words for mark in chart.breaks] == ["改按新口径"]


def test_the_row_of_the_plan_says_how_its_target_stands(client, world) -> None:
    client.force_login(world["people"]["followup"])
    page = client.get(f"/plans/rows/{world['target_row']}/").content.decode()
    assert f"/indicators/targets/{world['target'].uuid}/" in page
    assert "尚未达到" in page
    bare = client.get(f"/plans/rows/{world['measure'].row.uuid}/").content.decode()
    assert f"/indicators/targets/new/{world['measure'].uuid}/" in bare
    client.force_login(world["people"]["liaison"])
    bare = client.get(f"/plans/rows/{world['measure'].row.uuid}/").content.decode()
    assert "/indicators/targets/new/" not in bare
