"""Pages that compare, before there is anything to compare: what to do next, by who may do it."""

from __future__ import annotations

import re

import pytest
from tests.people.factories import make_holder

pytestmark = pytest.mark.django_db


def text_of(answer) -> str:
    body = answer.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body[body.index("<main") :]))


def test_without_peers_or_figures_the_page_says_what_to_do(client, city) -> None:
    client.force_login(make_holder("followup", name="某人"))
    assert "请先确定哪些地区或单位可以相互比较" in text_of(client.get("/indicators/comparison/"))
    client.force_login(make_holder("liaison", name="某人二"))
    assert "督查部门确定可比较的" in text_of(client.get("/indicators/comparison/two/"))


def test_without_any_figures_the_report_and_the_profiles_say_so(client, city) -> None:
    client.force_login(make_holder("followup", name="某人三"))
    assert "请先登记或导入数据" in text_of(client.get("/indicators/monthly/"))
    assert "还没有地区数据" in text_of(client.get("/indicators/profiles/"))
