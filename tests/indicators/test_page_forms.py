"""What the forms of indicators do: a definition settled, figures answered row by row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from luodi.base.actors import SYSTEM
from luodi.indicators import services
from luodi.indicators.models import Indicator, Observation, PeerSet

from .factories import aim, at, define, make_measure, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]
SHARED = {"kind": "level", "reported_on": "2026-06-01", "issuer": "", "evidence": ""}


def typed(*rows: tuple[str, str, str], **more: str) -> dict[str, object]:
    """Rows as the form sends them: who, period, value; `meant` and `sure` for all of them."""
    who, period, value = ([*column] for column in zip(*rows, strict=True))
    same = {name: [more.get(name, "")] * len(rows) for name in ("meant", "sure")}
    return {**SHARED, "who": who, "period": period, "value": value, **same}


def latest(indicator: Indicator) -> dict[str, Decimal]:
    rows = Observation.objects.filter(indicator=indicator, is_latest=True)
    return {row.period: row.figure for row in rows}


def test_from_a_draft_to_a_settled_definition_and_back(officer: Client) -> None:
    given = {"name": "县城人口占比", "unit": "%", "direction": "up", "frequency": "year"}
    officer.post(at("new"), {**given, "variant": "按城镇人口"})
    row = Indicator.objects.get()
    form = officer.get(f"{at('new')}?of={row.uuid}").context["form"]
    officer.post(
        at("new"),
        {**given, "variant": "按城区人口", "variant_of": form.initial["variant_of"]},
    )
    other = row.variants.get()
    officer.post(at("step", row.uuid, "open"), {"reason": "各县理解不一"})
    row.refresh_from_db()
    assert row.state == "unsettled"
    empty = officer.post(at("settle", row.uuid), {"on": "2026-06-01"})
    assert empty.context["form"].errors["words"]
    assert "按城区人口" in empty.content.decode()
    officer.post(at("settle", row.uuid), {"on": "2026-06-01", "words": "发改〔2026〕8号"})
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.state, row.settled_on, other.state) == ("settled", date(2026, 6, 1), "retired")
    page = officer.get(at("indicator", row.uuid)).content.decode()
    assert "发改〔2026〕8号" in page
    refused = officer.post(at("edit", row.uuid), {**given, "unit": "人", "variant": "按城镇人口"})
    assert refused.status_code == 302  # what is fixed keeps its value whatever is sent
    row.refresh_from_db()
    assert row.unit == "%"
    officer.post(at("step", row.uuid, "retire"), {"reason": "不再统计"})
    row.refresh_from_db()
    assert row.state == "retired"
    assert officer.get(at("step", row.uuid, "burn")).status_code == 404


def test_an_edit_on_top_of_somebody_elses_is_refused_and_keeps_what_was_typed(officer) -> None:
    row = define(unit="%")
    services.edit_indicator(row, {"name": "他人的"}, actor=SYSTEM)
    given = {"name": "我的", "unit": "%", "direction": "up", "frequency": "year", "revision": 1}
    answer = officer.post(at("edit", row.uuid), given)
    assert answer.status_code == 409
    assert "我的" in answer.content.decode()
    row.refresh_from_db()
    assert row.name == "他人的"


def test_peers_by_code_name_and_all_below(officer: Client) -> None:
    officer.post(at("peers_new"), {"name": "三个", "places": "421022 公安县\n江陵县\n监利市"})
    assert not PeerSet.objects.exists()  # a code stands alone on its line
    officer.post(at("peers_new"), {"name": "三个", "places": "421022\n江陵县\n监利市"})
    assert PeerSet.objects.get().members.count() == 3
    below = officer.post(at("peers_new"), {"name": "下辖", "places": "4210*"})
    assert below.status_code == 302
    unknown = officer.post(at("peers_new"), {"name": "没有", "places": "某县"})
    assert "某县" in str(unknown.context["form"].errors["places"])


def test_every_row_is_answered_and_nothing_is_written_while_one_asks(officer: Client) -> None:
    row = define(unit="%")
    rows = (("421022 公安县", "2024年", "45.1%"), ("公安县", "2025", "0.46"),
            ("某县", "2025", "3"), ("421022", "2025年", "约50"), ("", "", ""))  # fmt: skip
    answer = officer.post(at("figures", row.uuid), typed(*rows))
    said = [(one.role, bool(one.asks)) for one in answer.context["rows"]]
    assert said == [("good", False), ("warn", True), ("bad", False), ("bad", False), ("", False)]
    assert not Observation.objects.exists()
    officer.post(at("figures", row.uuid), {**typed(*rows), "good": "1"})
    assert latest(row) == {"2024": Decimal("45.1")}
    officer.post(at("figures", row.uuid), typed(rows[1], meant="hundredfold"))
    assert latest(row) == {"2024": Decimal("45.1"), "2025": Decimal("46.00")}


def test_ten_thousand_times_the_figure_before_has_to_be_confirmed(officer: Client) -> None:
    row = define(unit="万人")
    report(row, [("2024", "52.1")], on=date(2025, 1, 1))
    asked = officer.post(at("figures", row.uuid), typed(("公安县", "2025", "523000")))
    assert asked.context["rows"][0].asks_sure
    assert set(latest(row)) == {"2024"}
    officer.post(at("figures", row.uuid), typed(("公安县", "2025", "52.3")))
    assert latest(row)["2025"] == Decimal("52.3")
    officer.post(at("figures", row.uuid), typed(("公安县", "2023", "523000"), sure="1"))
    assert latest(row)["2023"] == 523000


def test_negative_counts_and_places_of_another_time_are_refused_in_words(officer: Client) -> None:
    row = define(unit="人")
    answer = officer.post(
        at("figures", row.uuid), typed(("公安县", "2025", "-3"), ("421088", "2015", "3"))
    )
    words = [one.words for one in answer.context["rows"]]
    assert "不能为负数" in words[0]
    assert "起才有" in words[1]
    assert not Observation.objects.exists()


def test_a_revision_keeps_what_stood_and_the_page_of_an_earlier_day_shows_it(officer) -> None:
    row = define(unit="%")
    report(row, [("2025", "45.1")], on=date(2026, 2, 1))
    answer = officer.post(at("figures", row.uuid), typed(("公安县", "2025", "44.8")))
    assert answer.status_code == 302
    now = officer.get(at("indicator", row.uuid)).context["page"]
    assert [one.value for one in now.rows[0].vintages] == [Decimal("45.1")]
    assert now.rows[0].point.value == Decimal("44.8")
    then = officer.get(f"{at('indicator', row.uuid)}?known=2026-05-31").context["page"]
    assert (then.rows[0].point.value, then.rows[0].vintages) == (Decimal("45.1"), ())
    before = officer.get(f"{at('indicator', row.uuid)}?known=2025-05-31")
    assert before.context["page"].rows == ()


def test_a_figure_is_checked_and_disputed_by_another_than_its_reporter(officer: Client) -> None:
    row = define(unit="%")
    report(row, [("2025", "45.1")], on=date(2026, 2, 1))
    figure = Observation.objects.get()
    officer.post(at("figure_check", figure.uuid))
    figure.refresh_from_db()
    assert figure.state == "checked"
    officer.post(at("figure_dispute", figure.uuid), {"reason": "与月报不符"})
    page = officer.get(at("indicator", row.uuid)).content.decode()
    assert "与月报不符" in page
    officer.post(at("figures", row.uuid), typed(("江陵县", "2025", "30")))
    mine = Observation.objects.latest("pk")
    assert officer.post(at("figure_check", mine.uuid)).status_code == 403


def test_official_rank_and_growth_stand_beside_the_computed_ones(officer: Client) -> None:
    row = define(unit="亿元")
    for place, first, second in (("421022", 100, 108), ("421024", 90, 120), ("421088", 80, 81)):
        report(row, [("2024", first), ("2025", second)], place=place, on=date(2026, 2, 1))
    report(row, [("2025", "7.5")], kind="growth", on=date(2026, 2, 1), issuer="市统计局")
    measure = make_measure("进入前2位")
    peers = services.declare_peers("三县", places=["421022", "421024", "421088"], actor=SYSTEM)
    aim(measure, indicator=row, aim="threshold", value="120", peers=peers.uuid)
    officer.post(at("figures", row.uuid), {**typed(("公安县", "2025", "3/3")), "kind": "rank"})
    page = officer.get(f"{at('indicator', row.uuid)}?of=421022").context["page"]
    told = page.rows[0]
    assert (told.growth.value, told.growth.computed, told.growth.differs) == (
        Decimal("7.5"), Decimal("8.0000"), Decimal("-0.5000"),
    )  # fmt: skip
    assert (told.rank.value, told.rank.n, told.rank.computed, told.rank.differs) == (3, 3, 2, 1)
