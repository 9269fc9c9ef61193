"""The page of a profile and its two pages in Word: what they say is what the figures give."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import docx
import pytest
from django.urls import reverse
from tests.people.factories import make_holder

from luodi.base import clock, jobs
from luodi.base.actors import SYSTEM
from luodi.base.charts import rendering
from luodi.base.models import Job
from luodi.base.papers import Column, Heading, Paper, Table, Text, check_layout
from luodi.base.papers.fitting import pages_of
from luodi.indicators import services
from luodi.indicators.queries import standing

from .factories import City, define, report

pytestmark = pytest.mark.django_db
PLACES = ("421022", "421024", "421088")
ADDRESS = "/indicators/profiles/421022/"


@pytest.fixture(scope="module")
def world(made_once):
    """Three counties in two figures, and a person of the office."""
    city = City()
    peers = services.declare_peers("三县", places=PLACES, reason="同类", actor=SYSTEM)
    output = define("产值", unit="亿元", source="统计局")
    rate = define("失业率", unit="%", direction="down")
    for at, code in enumerate(PLACES):
        report(output, [("2024", 100 + at), ("2025", 130 - at)], place=code)
        report(rate, [("2024", 3 + at), ("2025", 9 - at)], place=code)
    report(output, [("2025", "28.5")], place=PLACES[0], kind="growth", issuer="统计公报")
    return {"city": city, "peers": peers, "person": make_holder("followup", name="某人")}


@pytest.fixture
def signed_in(client, world):
    """Somebody of the follow-up office, signed in."""
    client.force_login(world["person"])
    return client


def text_of(answer) -> str:
    body = answer.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body[body.index("<main") :]))


def test_the_page_says_where_the_place_stands_and_what_moved(signed_in) -> None:
    said = text_of(signed_in.get(ADDRESS))
    assert "在“三县”3个对标对象中，公安县2项指标有1项好于中位数、0项持平、1项差于中位数。" in said
    assert "产值（2025年为130亿元，第1位/3个）" in said
    assert "变好最多的是产值（比2024年+28.5%），位次↑2" in said
    assert "公布的增速，按数值计算为+30%，相差−1.5个百分点" in said
    assert "失业率（比2024年+6个百分点），位次↓2" in said
    assert "来源： 统计局" in said


def test_a_place_without_figures_or_peers_says_what_to_do(signed_in, world) -> None:
    assert "还没有数据" in text_of(signed_in.get("/indicators/profiles/4210/"))
    report(define("人口"), [("2025", 5)], place="4210")
    said = text_of(signed_in.get("/indicators/profiles/4210/"))
    assert "还没有为这个地区确定对标范围" in said
    assert "荆州市有数据的指标共1项" in said
    assert signed_in.get("/indicators/profiles/999999/").status_code == 404


def test_the_list_finds_places_by_name_and_code(signed_in) -> None:
    assert "公安县" in text_of(signed_in.get("/indicators/profiles/"))
    found = text_of(signed_in.get("/indicators/profiles/?q=江陵"))
    assert "江陵县" in found
    assert "公安县" not in found
    assert "没有符合的地区" in text_of(signed_in.get("/indicators/profiles/?q=9999"))


def test_many_peers_wait_for_the_job_process_and_come_by_themselves(
    signed_in, world, monkeypatch
) -> None:
    monkeypatch.setattr(standing, "MOST_UNITS", 2)
    page = signed_in.get(ADDRESS)
    waiting = page.context["waiting"]
    assert waiting in page.content.decode().replace("&amp;", "&")
    assert "hx-get" in signed_in.get(waiting).content.decode()
    jobs.drain()
    answer = signed_in.get(waiting)
    assert (answer.status_code, answer["HX-Redirect"].split("?")[0]) == (204, ADDRESS)
    assert "第1位/3个" in text_of(signed_in.get(ADDRESS))


def test_a_drawing_that_failed_says_so_and_is_not_asked_for_at_once(
    signed_in, world, monkeypatch
) -> None:
    monkeypatch.setattr(standing, "MOST_UNITS", 2)
    signed_in.get(ADDRESS)
    job = Job.objects.latest("pk")
    job.state, job.finished_at = "failed", clock.now()
    job.save()
    assert "位次未能算出" in text_of(signed_in.get(ADDRESS))
    assert Job.objects.filter(name=job.name).count() == 1
    job.finished_at -= timedelta(hours=1)
    job.save()
    assert "正在计算位次" in text_of(signed_in.get(ADDRESS))


def test_two_pages_of_word_in_the_layout_with_links(signed_in) -> None:
    answer = signed_in.get(reverse("indicators:profile_paper", args=[PLACES[0]]))
    assert check_layout(answer.content) == []
    document = docx.Document(io.BytesIO(answer.content))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[2] == ["产值（亿元）", "2025年", "130", "1/3", "1", "129", "+1", "+28.5%"]
    words = "".join(paragraph.text for paragraph in document.paragraphs)
    assert "公安县2项指标有1项好于中位数" in words
    assert "变好的指标" in words


def test_a_long_profile_keeps_to_two_pages_and_counts_what_it_leaves_out(signed_in) -> None:
    for at in range(70):
        one = define(f"第{at}项较长名称的经济社会发展指标", unit="亿元")
        for place, value in zip(PLACES, (5, 6, 7), strict=True):
            report(one, [("2025", value)], place=place)
    answer = signed_in.get(reverse("indicators:profile_paper", args=[PLACES[0]]))
    document = docx.Document(io.BytesIO(answer.content))
    rows = len(document.tables[0].rows)
    assert 15 < rows < 60
    assert "共72项，列出离中位数最远的" in "".join(p.text for p in document.paragraphs)


def test_the_series_that_matter_stand_in_the_paper_as_pictures(
    signed_in, monkeypatch, settings, tmp_path
) -> None:
    settings.LUODI_CHARTS = tmp_path
    monkeypatch.setattr(rendering, "has_letters", lambda: True)
    for name, far in (("就业", 5), ("投资", 1)):
        one = define(name, unit="万人")
        for at, place in enumerate(PLACES):
            report(one, [(str(year), year + at * far) for year in range(2021, 2026)], place=place)
    address = reverse("indicators:profile_paper", args=[PLACES[0]])
    waiting = docx.Document(io.BytesIO(signed_in.get(address).content))
    assert "图正在绘制" in "".join(p.text for p in waiting.paragraphs)
    assert len(waiting.tables) == 1
    jobs.drain()
    answer = signed_in.get(address)
    assert check_layout(answer.content) == []
    document = docx.Document(io.BytesIO(answer.content))
    cells = [cell.text.strip() for cell in document.tables[0].rows[0].cells]
    assert sorted(cells) == ["图1　公安县　就业（万人）", "图2　公安县　投资（万人）"]
    words = document.tables[0]._tbl.xpath(".//wp:docPr/@descr")
    assert words[0].startswith("公安县　就业。2025年为")
    assert "图正在绘制" not in "".join(p.text for p in document.paragraphs)


def test_pages_are_counted_line_by_line() -> None:
    def pages(*body) -> int:
        return pages_of(Paper(title="标题", body=body))

    # 22 lines a page, two of them for the title and the blank below it.
    assert pages(*[Text("一行。")] * 20) == 1
    assert pages(*[Text("一行。")] * 21) == 2
    assert pages(Text("字" * 28 * 19)) == 1
    assert pages(Text("字" * 28 * 22)) == 2
    assert pages(*[Text("一行。")] * 19, Heading(1, "标题"), Text("一行。")) == 2
    columns = (Column("甲", 10), Column("乙", 10))
    short = Table(columns, (("1", "2"),) * 20, landscape=False)
    assert (pages(short), pages(Table(columns, (("1", "2"),) * 60, landscape=False))) == (1, 3)
