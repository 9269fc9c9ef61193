"""What a document says that others of its body said before."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from tests.people.factories import make_actor, make_holder

from luodi.base.actors import SYSTEM
from luodi.documents import queries, services
from luodi.documents.models import Document

from .factories import findings_of, make_document

pytestmark = pytest.mark.django_db

TEXT = "{year}年望川市政府工作报告\n一、{year}年工作安排\n城镇新增就业{jobs}万人以上。\n年内改造老旧小区120个以上。\n"


def plan(year: int, jobs: int, more: str = "", **details: object) -> Document:
    given = {"issuer": "望川市人民政府", "date": date(year, 1, 20)} | details
    return make_document(SYSTEM, TEXT.format(year=year, jobs=jobs) + more, **given)


def test_last_years_number_stands_beside_this_years() -> None:
    last, this = plan(2025, 5), plan(2026, 6)
    found = queries.compared(SYSTEM, this.uuid)
    assert (found.body, found.others) == ("望川市", 1)
    (pair,) = found.changed
    assert [(one.earlier, one.later) for one in pair.differences] == [("5万人以上", "6万人以上")]
    assert (pair.here.finding, pair.there.document) == (findings_of(this)[0].uuid, last.uuid)
    assert [one.here.words for one in found.again] == ["年内改造老旧小区120个以上"]
    assert found.contradictions == ()
    back = queries.compared(SYSTEM, last.uuid).changed[0]
    assert [(one.earlier, one.later) for one in back.differences] == [("5万人以上", "6万人以上")]


def test_other_numbers_in_one_year_contradict_each_other() -> None:
    plan(2026, 5)
    found = queries.compared(SYSTEM, plan(2026, 6).uuid)
    assert [one.there.words for one in found.contradictions] == ["城镇新增就业5万人以上"]


def test_rejected_findings_older_versions_and_other_bodies_are_left_out() -> None:
    this = plan(2026, 6)
    last = plan(2025, 5)
    plan(2025, 4, issuer="临川县人民政府")
    services.reject_finding(findings_of(last)[0], "repeated", actor=SYSTEM)
    found = queries.compared(SYSTEM, this.uuid)
    assert (found.others, found.changed) == (1, ())


def test_what_an_actor_may_not_see_is_not_compared() -> None:
    plan(2025, 5, release="work_secret")
    this = plan(2026, 6)
    assert queries.compared(make_actor("followup"), this.uuid).others == 1
    assert queries.compared(make_actor("liaison"), this.uuid).others == 0


def test_the_page_shows_both_sides_and_shares_that_do_not_add_up(client) -> None:
    last = plan(2025, 5, "2027年底前建成望川大桥主桥。\n")
    this = plan(2026, 6, "2028年底前建成望川大桥主桥。\n报表从91张压减到39张，压减65.3%。\n")
    client.force_login(make_holder("followup"))
    page = client.get(reverse("documents:compared", args=[this.uuid])).content.decode()
    assert "与望川市的另外 1 份文件比对" in page
    assert "5万人以上 → <strong>6万人以上</strong>" in page
    assert "2027年12月31日 → <strong>2028年12月31日</strong>" in page
    assert "文中写 65.3%，按所给数字应为 57.1%。" in page
    assert f"finding={findings_of(last)[0].uuid}" in page
    assert (
        reverse("documents:compared", args=[this.uuid])
        in client.get(reverse("documents:review", args=[this.uuid])).content.decode()
    )


def test_without_an_issuer_the_page_asks_for_it(client) -> None:
    this = make_document(SYSTEM, "关于做好某事的通知\n要新建学校12所。\n")
    client.force_login(make_holder("followup"))
    page = client.get(reverse("documents:compared", args=[this.uuid])).content.decode()
    assert "请补填发文机关" in page
    assert reverse("documents:edit", args=[this.uuid]) in page


def test_who_may_not_name_the_issuer_is_told_who_may(client) -> None:
    this = make_document(SYSTEM, "关于做好某事的通知\n要新建学校12所。\n")
    client.force_login(make_holder("auditor"))
    page = client.get(reverse("documents:compared", args=[this.uuid])).content.decode()
    assert "可请督查室补填" in page
    assert reverse("documents:edit", args=[this.uuid]) not in page
