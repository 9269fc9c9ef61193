"""主要经济指标月报: official growth and ranks stand as such, what the values give stands beside."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from tests.people.factories import make_actor, make_holder, make_unit

from luodi.base.actors import SYSTEM
from luodi.base.errors import NotAllowed, NotFound
from luodi.base.papers import check_layout
from luodi.indicators import monthly_words as words
from luodi.indicators import services
from luodi.indicators.figures import Figure
from luodi.indicators.queries import monthly as months
from luodi.places.models import Division

from .factories import City, aim, define, make_measure, report

pytestmark = pytest.mark.django_db
D = Decimal
COUNTIES = ("421022", "421024", "421088")
ADDRESS = "/indicators/monthly/?of=4210"


@pytest.fixture(scope="module")
def world(made_once):
    """A prefecture among three, with its counties, a product that has official growth and ranks,
    a rate, and a growth that is known without its level."""
    city = City()
    for code, name in (("4202", "黄石市"), ("4205", "宜昌市")):
        Division.objects.create(code=code, name=name, level="city", parent=city.province)
    services.declare_peers("三市", places=["4202", "4205", "4210"], reason="同类", actor=SYSTEM)
    product = define("生产总值", unit="亿元", frequency="quarter", cumulative=True)
    values = {"4210": (1400, 1500), "4202": (900, 1510), "4205": (2000, 2100)}
    for code, (before, now) in values.items():
        report(product, [("2025-Q2", before), ("2026-Q2", now)], place=code)
    for at, code in enumerate(COUNTIES):
        report(product, [("2025-Q2", 200 - at), ("2026-Q2", 200 + 9 * at)], place=code)
        report(product, [("2026-Q2", f"{5 + at}.1")], place=code, kind="growth", issuer="月报")
    report(product, [("2026-Q2", "6.2")], place="4210", kind="growth", issuer="统计月报")
    ranks = [Figure(product, period, place="4210", k=k, n=17, kind="rank", issuer="省统计局")
             for period, k in (("2025-Q4", 10), ("2026-Q1", 9), ("2026-Q2", 7))]  # fmt: skip
    services.record_observations(ranks, actor=SYSTEM)
    rate = define("失业率", unit="%", frequency="month", direction="down")
    report(rate, [("2025-06", "5.4"), ("2026-06", "5.1")], place="4210")
    industry = define("工业增加值", unit="亿元", frequency="month", cumulative=True)
    report(industry, [("2026-06", "7.7")], place="4210", kind="growth", issuer="统计月报")
    due = date(2026, 12, 31)
    aim(make_measure(), indicator=product, place="4210", aim="threshold", value="3200", due=due)
    return {"city": city, "product": product, "person": make_holder("followup", name="某人")}


@pytest.fixture
def signed_in(client, world):
    """Somebody of the follow-up office, signed in."""
    client.force_login(world["person"])
    return client


def line_of(shown, name):
    return next(line for line in shown.lines if line.indicator.name == name)


def test_official_growth_and_rank_are_used_as_such_and_the_difference_is_shown(world) -> None:
    shown = months.monthly(SYSTEM, "4210")
    assert (shown.month, len(shown.lines)) == (date(2026, 6, 30), 3)
    line = line_of(shown, "生产总值")
    assert (line.point.value, line.growth.official.value) == (1500, D("6.2"))
    assert (line.growth.computed, line.growth.differs) == (D("7.1429"), D("-0.9429"))
    assert (line.official.rank, line.official.of, line.official.up) == (7, 17, 2)
    assert line.official.since == "2026-Q1"
    # By the values it is last of three in the province and in its group: nothing is replaced.
    assert (line.province.rank, line.province.of) == (3, 3)
    assert (line.group.rank, line.group.up, line.group.since) == (3, -1, "2025-Q2")
    said = words.cells(line)
    assert said.growth == "+6.2%"
    assert said.growth_note == "按数值计算为+7.14%，相差−0.94个百分点"
    assert (said.official, said.official_note) == ("第7位/17个", "比2026年一季度↑2")
    assert (said.target, said.reached) == ("≥3,200亿元（2026年底前）", "46.88%")


def test_shares_change_in_points_and_growth_without_a_level_stands_alone(world) -> None:
    shown = months.monthly(SYSTEM, "4210")
    rate = line_of(shown, "失业率")
    assert (rate.growth.computed, rate.growth.in_points) == (D("-0.3"), True)
    assert words.cells(rate).growth == "−0.3个百分点（计算）"
    industry = line_of(shown, "工业增加值")
    assert (industry.point, words.cells(industry).total) == (None, "")
    assert words.cells(industry).growth == "+7.7%"


def test_counties_have_growth_as_published_and_their_rank_by_value(world) -> None:
    line = line_of(months.monthly(SYSTEM, "4210"), "生产总值")
    found = [(one.side.name, one.growth.official.value, one.among.rank, one.among.up)
             for one in line.counties]  # fmt: skip
    assert found == [
        ("公安县", D("5.1"), 3, -2), ("江陵县", D("6.1"), 2, 0), ("监利市", D("7.1"), 1, 2),
    ]  # fmt: skip
    assert line_of(months.monthly(SYSTEM, "4210"), "失业率").counties == ()


def test_another_month_can_be_asked_for(world) -> None:
    shown = months.monthly(SYSTEM, "4210", "2025-06")
    assert [f"{end:%Y-%m}" for end in shown.months] == ["2026-06", "2026-03", "2025-12", "2025-06"]
    assert {line.period for line in shown.lines} == {"2025-Q2", "2025-06"}
    march = months.monthly(SYSTEM, "4210", "2026-03")
    (line,) = march.lines
    assert (line.point, line.official.rank, line.official.up) == (None, 9, 1)


def test_growth_is_not_computed_across_a_change_of_definition(world) -> None:
    services.mark_break(world["product"], "2026-Q1", "核算改革", actor=SYSTEM)
    line = line_of(months.monthly(SYSTEM, "4210"), "生产总值")
    assert (line.growth.computed, line.growth.differs, line.group.up) == (None, None, None)
    assert line.growth.official.value == D("6.2")


def test_a_body_with_its_counties_is_reported_like_a_place(world) -> None:
    city = make_unit("某市", kind="city")
    product = define("产值", unit="亿元", frequency="quarter")
    report(product, [("2026-Q2", 9)], body=str(city.uuid))
    for name, value in (("东县", 3), ("西县", 2), ("南县", 4)):
        unit = make_unit(name, kind="county", parent=city)
        report(product, [("2026-Q2", value)], body=str(unit.uuid))
    (line,) = months.monthly(SYSTEM, str(city.uuid)).lines
    assert {one.side.name: one.among.rank for one in line.counties} == {
        "南县": 1, "东县": 2, "西县": 3,
    }  # fmt: skip


def test_who_may_not_and_what_is_not_there(world) -> None:
    with pytest.raises(NotAllowed):
        months.monthly(make_actor("system_admin"), "4210")
    with pytest.raises(NotFound):
        months.monthly(SYSTEM, "999999")


def test_queries_do_not_grow_with_indicators(world) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            months.monthly(SYSTEM, "4210")
        return len(queries)

    few = count()
    for _ in range(4):
        report(define(unit="亿元", frequency="quarter"), [("2026-Q2", 5)], place="4210")
    assert count() == few <= 20


def text_of(answer) -> str:
    body = answer.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body[body.index("<main") :]))


def test_the_page_says_the_month_in_sentences(signed_in) -> None:
    said = text_of(signed_in.get(ADDRESS))
    assert "荆州市失业率5.1%，下降0.3个百分点（计算）；工业增加值增长7.7%；" in said
    assert "生产总值1,500亿元，增长6.2%，公布位次第7位/17个。" in said
    assert "公布的1项位次中，1项前移，0项后移。" in said
    assert "生产总值的公布增速与按数值计算的不一致。" in said
    # Without a choice the place with a target stands there.
    assert "荆州市" in text_of(signed_in.get("/indicators/monthly/"))


def test_a_place_without_monthly_figures_says_what_to_do(signed_in) -> None:
    assert "还没有月度数据" in text_of(signed_in.get("/indicators/monthly/?of=42"))


def test_one_page_of_word_in_the_layout(signed_in) -> None:
    answer = signed_in.get(reverse("indicators:monthly_paper", args=["4210", "docx"]))
    assert check_layout(answer.content) == []
    document = docx.Document(io.BytesIO(answer.content))
    city, counties = document.tables
    rows = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in city.rows}
    assert rows["生产总值（亿元）"] == [
        "1,500", "+6.2%", "≥3,200亿元（2026年底前）", "46.88%", "7/17", "↑2", "3/3",
    ]  # fmt: skip
    assert [cell.text for cell in counties.rows[3].cells] == ["监利市", "218", "+7.1%", "1"]
    assert any("按数值计算为+7.14%，相差−0.94个百分点" in p.text for p in document.paragraphs)


def test_many_indicators_keep_to_one_page_and_what_is_left_out_is_counted(signed_in) -> None:
    for at in range(40):
        one = define(f"第{at}项指标", unit="亿元", frequency="quarter")
        report(one, [("2026-Q2", 5)], place="4210")
    answer = signed_in.get(reverse("indicators:monthly_paper", args=["4210", "docx"]))
    document = docx.Document(io.BytesIO(answer.content))
    assert 8 < len(document.tables[0].rows) < 40
    assert any("全部43项和分县情况见电子表格" in p.text for p in document.paragraphs)


def test_the_workbook_has_official_and_computed_figures_in_columns_of_their_own(signed_in) -> None:
    answer = signed_in.get(reverse("indicators:monthly_paper", args=["4210", "xlsx"]))
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames[:2] == ["全市", "分县市区"]
    rows = list(book["全市"].iter_rows(min_row=2, values_only=True))
    heads = rows[0]
    product = dict(zip(heads, next(row for row in rows if row[0] == "生产总值"), strict=True))
    assert (product["总量"], product["公布增速（%）"]) == (1500, 6.2)
    assert product["相差（百分点）"] == -0.9429
    assert (product["全省位次（公布）"], product["共几个"], product["较上期"]) == (7, 17, 2)
    assert product["公布文件"] == "省统计局"
    counties = list(book["分县市区"].iter_rows(min_row=3, values_only=True))
    assert [row[1] for row in counties] == ["公安县", "江陵县", "监利市"]
    assert signed_in.get("/indicators/monthly/4210/pdf/").status_code == 404
