"""Pages of indicators: to whom they open, and in which language they speak."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests import matrix
from tests.matrix import NOBODY, SOMEBODY
from tests.people.factories import make_person

from luodi.base.actors import SYSTEM
from luodi.indicators import services, urls

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
    return made


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
    assert ENGLISH.findall(re.sub(r"luodi|Word|Excel", "", body)) == []
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
