"""Targets by pages: set from a measure, edited, dropped; and the board of all of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from luodi.indicators.models import OutlookTest, Target

from .factories import aim, at, define, make_measure, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]
BASE = {"baseline": "30", "baseline_on": "2019-12-31", "due": "2027-12-31"}
YEARS = [str(year) for year in range(2019, 2026)]


def posted(form) -> dict[str, object]:
    """What a form that is shown would send back."""
    values = {name: form[name].value() for name in form.fields}
    steps = form.step_rows
    sent = {name: value for name, value in values.items() if value not in (None, False)}
    return {**sent, "step_on": [day for day, _ in steps], "step_value": [v for _, v in steps]}


def test_a_plain_count_gets_an_indicator_of_its_own_from_what_its_words_say(officer, city) -> None:
    measure = make_measure()
    form = officer.get(at("target_new", measure.uuid)).context["form"]
    assert (form["value"].value(), str(form["due"].value())) == ("120", "2026-12-31")
    answer = officer.post(at("target_new", measure.uuid), {**posted(form), "who": "市住建局"})
    target = Target.objects.get()
    assert answer["Location"] == at("target", target.uuid)
    assert (target.indicator.unit, target.value, target.body) == ("个", Decimal(120), city.bureau)
    again = officer.get(at("target_new", measure.uuid))
    assert again["Location"] == at("target_edit", target.uuid)
    page = officer.get(at("target", target.uuid), follow=True).content.decode()
    assert reverse("commitments:row", args=[measure.row.uuid]) in page


def test_a_target_is_edited_kept_and_dropped(officer: Client) -> None:
    rate = define(unit="%")
    target = aim(indicator=rate, aim="range", value="35", value2="40", **BASE)
    form = officer.get(at("target_edit", target.uuid)).context["form"]
    sent = {**posted(form), "shape": "stepped", "aim": "threshold", "value2": "",
            "step_on": ["2023-12-31", ""], "step_value": ["33", ""], "revision": 1}  # fmt: skip
    officer.post(at("target_edit", target.uuid), sent)
    target.refresh_from_db()
    assert (target.aim, target.steps, target.place.code) == (
        "threshold", [["2023-12-31", "33"]], "421022",
    )  # fmt: skip
    stale = officer.post(at("target_edit", target.uuid), {**sent, "value": "39"})
    assert stale.status_code == 409
    wrong = officer.post(at("target_edit", target.uuid), {**sent, "revision": 2, "who": "某县"})
    assert wrong.context["form"].errors["who"]
    officer.post(at("target_drop", target.uuid), {"reason": ""})
    assert Target.objects.exists()
    officer.post(at("target_drop", target.uuid), {"reason": "方案已调整"})
    assert not Target.objects.exists()


def scored(shown: bool) -> None:
    OutlookTest.objects.create(
        frequency="year", series=9, forecasts=90, tested_at=timezone.now(), may_be_shown=shown,
        brier=0.1, base=0.2, share=0.4,
        reliability=[{"low": 0.0, "high": 0.2, "forecasts": 90, "said": 0.1, "came_true": 0.12}],
    )  # fmt: skip


def make_targets() -> dict[str, Target]:
    """One target of each standing."""
    found = {}
    steps = ["30", "31.2", "31.8", "33.1", "34.0", "35.6", "36.0"]
    for name, value, due in (
        ("far", "39", "2028-12-31"), ("near", "37.2", "2027-06-30"), ("never", "60", "2027-12-31"),
        ("sure", "36.2", "2029-12-31"), ("met", "33", "2026-12-31"),
    ):  # fmt: skip
        rate = define(name, unit="%")
        report(rate, zip(YEARS, steps, strict=True), on=date(2026, 2, 1))
        found[name] = aim(
            make_measure(f"{name}的要求"), indicator=rate, aim="threshold", value=value,
            **{**BASE, "due": due},
        )  # fmt: skip
    bare = define("bare", unit="%")
    report(bare, [("2025", "31")], on=date(2026, 2, 1))
    found["bare"] = aim(make_measure(), indicator=bare, aim="threshold", value="33", **BASE)
    return found


def names(answer) -> list[str]:
    return [row.target.indicator.name for row in answer.context["board"].page.object_list]


def test_the_board_begins_with_what_can_go_either_way_by_the_months_left(officer) -> None:
    made = make_targets()
    scored(True)
    answer = officer.get(at("board"))
    rows = {row.target.indicator.name: row for row in answer.context["board"].page.object_list}
    between = [name for name, row in rows.items() if 0.2 <= (row.judgement.probability or 0) <= 0.8]
    assert between == names(answer)[: len(between)]
    assert between == ["near", "far"]
    assert names(answer) == ["near", "far", "never", "bare", "sure", "met"]
    page = answer.content.decode()
    assert "数据点不足" in page
    assert "%</span>" in page
    counts = {one.value: one.count for one in answer.context["board"].counts}
    assert (counts["between"], counts["none_known"], counts["reached"]) == (2, 1, 1)
    assert names(officer.get(at("board") + "?group=none_known")) == ["bare"]
    assert names(officer.get(at("board") + "?year=2029")) == ["sure"]
    assert names(officer.get(at("board") + "?q=never")) == ["never"]
    assert str(made["bare"].indicator.uuid) in page


def test_words_only_where_past_probabilities_were_not_worth_it(officer: Client) -> None:
    made = make_targets()
    scored(False)
    page = officer.get(at("board")).content.decode()
    assert 'class="probability"' not in page
    shown = officer.get(at("target", made["near"].uuid), follow=True).content.decode()
    assert "不给出概率" in shown
    scored(True)
    shown = officer.get(at("target", made["near"].uuid), follow=True).content.decode()
    assert "不给出概率" not in shown
    assert "概率" in shown
    plot = officer.get(at("outlooks")).context["found"]
    assert [score.may_be_shown for score, chart in plot if chart] == [True]


def test_the_board_asks_as_many_queries_however_many_targets(
    officer: Client, django_assert_max_num_queries
) -> None:
    make_targets()
    officer.get(at("board"))
    with django_assert_max_num_queries(30) as few:
        officer.get(at("board"))
    for number in range(6):
        rate = define(f"更多{number}", unit="%")
        report(rate, [("2025", "31")])
        aim(make_measure(), indicator=rate, aim="threshold", value="33", **BASE)
    with django_assert_max_num_queries(30) as many:
        officer.get(at("board"))
    assert len(many) == len(few)
