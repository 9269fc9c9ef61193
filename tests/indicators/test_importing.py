"""Tables of figures: every row answered, nothing written twice, nothing overwritten."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.people.factories import make_holder, make_post, make_unit

from luodi.base import files, jobs
from luodi.base.actors import Actor
from luodi.base.errors import Conflict, Invalid, NotAllowed, NotFound
from luodi.base.models import Event, Job, StoredFile
from luodi.indicators import services
from luodi.indicators.figures import Figure
from luodi.indicators.importing import files as reading
from luodi.indicators.importing.columns import Layout, Mapped
from luodi.indicators.importing.sheets import parse
from luodi.indicators.models import FigureImport, Indicator, Observation, SenderLayout
from luodi.indicators.queries.exchange import sdmx_csv
from luodi.indicators.services import import_runs, importing
from luodi.people.queries import actor_of

from .factories import define

pytestmark = pytest.mark.django_db


def take(text: str, actor: Actor, name: str = "表.csv", **more: Any) -> FigureImport:
    """A table as CSV, its columns as guessed."""
    return services.take_table(text.encode(), name, actor=actor, **more)


def settle(table: FigureImport, actor: Actor, **changed: Any) -> FigureImport:
    """The guessed layout with some of it changed."""
    return services.settle_columns(table, replace(Layout.of(table.layout), **changed), actor=actor)


def answers(table: FigureImport) -> dict[int, dict[str, Any]]:
    """The answers by row."""
    return {one["row"]: one for one in table.answers}


def values(**asked: Any) -> list[Decimal | None]:
    return list(
        Observation.objects.filter(is_latest=True, **asked)
        .order_by("pk")
        .values_list("value", flat=True)
    )


@pytest.fixture(autouse=True)
def _here(monkeypatch) -> None:
    """Files are parsed in this process: a child for each takes a moment, and has tests of its own."""
    monkeypatch.setattr(reading, "run_limited", lambda target, payload, limits: parse(payload))


@pytest.fixture
def population(city) -> Indicator:
    return define("常住人口", unit="万人", code="pop")


@pytest.fixture
def share(city) -> Indicator:
    return define("城镇化率", unit="%")


def test_a_long_table_is_taken_settled_and_written(office, population) -> None:
    table = take(
        "区划代码,地区,指标,年份,数值\n421022,公安县,常住人口,2020,81.2\n421024,江陵县,pop,2020,32\n",
        office,
    )
    assert (table.state, table.rows) == ("mapping", 3)
    table = settle(table, office)
    assert (table.state, table.counts["new"], table.counts["figures"]) == ("preview", 2, 2)
    table = services.write_table(table, actor=office)
    assert (table.state, table.counts["written"]) == ("done", {"new": 2, "revised": 0})
    assert values() == [Decimal("81.2"), 32]
    assert [e.name for e in Event.objects.order_by("seq")][-2:] == [
        "indicators.figures.recorded", "indicators.import.written",
    ]  # fmt: skip


def test_wide_tables_of_years_of_indicators_and_of_places_give_the_same(
    office, population, share
) -> None:
    wide = (
        ("地区,2019,2020\n公安县,80,81\n", {"indicator": str(population.uuid)}),
        ("地区,常住人口,城镇化率\n公安县,81,45%\n", {"period": "2020"}),
    )
    for text, more in wide:
        services.write_table(settle(take(text, office), office, **more), actor=office)
    by_place = take("年份,公安县,江陵县\n2020,81,32\n", office)
    columns = (Mapped("period"), Mapped("value", place="公安县"), Mapped("value", place="江陵县"))
    done = settle(by_place, office, columns=columns, indicator=str(population.uuid))
    assert (done.counts["unchanged"], done.counts["new"]) == (1, 1)
    assert values(indicator=population) == [80, 81]
    assert values(indicator=share) == [45]


def test_shares_as_fractions_percent_or_marked_as_such(office, share) -> None:
    text = "地区,2018,2019,2020\n公安县,0.4,40,40%\n"
    table = settle(take(text, office), office, indicator=str(share.uuid))
    assert [(one["value"], one["flags"]) for one in table.answers] == [
        ("0.4", ["fraction"]), ("40", []), ("40", []),
    ]  # fmt: skip
    table = settle(
        take("地区,2018\n公安县,0.4\n", office), office, indicator=str(share.uuid), fractions=True
    )
    assert table.answers[0]["value"] == "40"


def test_ten_thousand_and_a_hundred_million_are_scaled_or_refused(office, population) -> None:
    text = "地区,2019,2020,2021\n公安县,81.2万,812345人,3亿元\n"
    table = settle(take(text, office), office, indicator=str(population.uuid))
    said = {one["column"]: one for one in table.answers}
    assert (said["B"]["value"], said["C"]["value"]) == ("81.2", "81.2345")
    assert (said["D"]["outcome"], said["D"]["zh"]) == (
        "refused",
        "以“亿元”计，指标的计量单位是“万人”",
    )
    slip = "地区,2019,2020\n公安县,81.2,812345\n"
    flagged = settle(take(slip, office), office, indicator=str(population.uuid))
    assert [one["flags"] for one in flagged.answers if one["flags"]] == [["jump"]]
    whole = "单位：人,,\n地区,2019,2020\n公安县,812345,\n"
    assert (
        settle(take(whole, office), office, indicator=str(population.uuid)).answers[0]["value"]
        == "81.2345"
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("公安县,2020,-3", "不能为负数"), ("公安县,2020,约12", "不是数字"), ("无此县,2020,3", "没有名为"),
        ("421088,2010,3", "自2020-06-12起才有"), ("421023,2021,3", "到2020-06-11为止，此后为421088"),
        ("合计,2020,3", "合计行"), ("省直辖县级行政区划,2020,3", "合计行"), ("4210,2020,3", "合计行"),
        ("公安县,去年,3", "不是时期"), ("421099,2020,3", "没有区划代码421099"), ("公安县,2030,3", "早于时期"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_taken_says_why(office, population, line: str, words: str) -> None:
    text = f"地区,年份,数值\n江陵县,2020,32\n{line}\n"
    table = settle(take(text, office), office, indicator=str(population.uuid), level="county")
    assert (table.counts["new"], table.counts["refused"]) == (1, 1)
    assert words in answers(table)[3]["zh"]
    with pytest.raises(Invalid, match="1 figures cannot be taken"):
        services.write_table(table, actor=office)
    assert not Observation.objects.exists()
    done = services.write_table(table, good_only=True, actor=office)
    assert (done.state, values()) == ("done", [32])


def test_a_code_and_a_name_that_disagree_are_refused(office, population) -> None:
    text = "区划代码,地区,年份,数值\n421022,江陵县,2020,3\n421023,监利市,2019,5\n"
    table = settle(take(text, office), office, indicator=str(population.uuid))
    assert answers(table)[2]["zh"] == "代码421022是公安县，不是江陵县"
    assert answers(table)[3]["outcome"] == "new"


def test_names_follow_the_time_and_look_alikes_are_read(office, population, city) -> None:
    city._below("421002", "沙市区", "county", city.prefecture)
    text = "地区,年份,数值\n监利县,2019,5\n监利市,2021,6\n沙\u5dff区,2020,7\n"
    table = settle(take(text, office), office, indicator=str(population.uuid))
    services.write_table(table, actor=office)
    codes = Observation.objects.order_by("pk").values_list("place__code", flat=True)
    assert list(codes) == ["421023", "421088", "421002"]


def test_a_city_without_counties_is_meant_by_the_level_of_the_rows(
    office, population, city
) -> None:
    above = city._below("4419", "东莞市", "city", city.province)
    city._below("441900", "东莞市", "county", above)
    text = "区划代码,年份,数值\n441900,2020,3\n421022,2020,4\n"
    for level, code in (("county", "441900"), ("", "4419")):
        table = settle(take(text, office), office, indicator=str(population.uuid), level=level)
        services.write_table(table, actor=office)
        assert Observation.objects.filter(place__code=code).count() == 1


def test_a_cell_given_twice_is_said_twice_or_refused(office, population) -> None:
    text = "地区,年份,数值\n公安县,2020,3\n公安县,2020,3.0\n江陵县,2020,4\n江陵县,2020,5\n"
    table = settle(take(text, office), office, indicator=str(population.uuid))
    assert {row: one["outcome"] for row, one in answers(table).items()} == {
        2: "new", 3: "repeated", 4: "refused", 5: "refused",
    }  # fmt: skip
    assert answers(table)[4]["zh"] == "同一格有不同的数（第4、5行）"


def test_the_same_file_changes_nothing_and_a_changed_one_makes_vintages(office, population) -> None:
    text, more = "地区,2019,2020\n公安县,80,81\n江陵县,31,32\n", {"indicator": str(population.uuid)}
    for expected in ({"new": 4, "revised": 0}, {"new": 0, "revised": 0}):
        done = services.write_table(settle(take(text, office), office, **more), actor=office)
        assert done.counts["written"] == expected
    changed = settle(take(text.replace("81", "81.5"), office), office, **more)
    assert (changed.counts["revised"], changed.counts["unchanged"]) == (1, 3)
    first = changed.answers[0]
    assert (first["outcome"], first["before"], first["value"]) == ("revised", "81", "81.5")
    services.write_table(changed, actor=office)
    new = Observation.objects.get(value=Decimal("81.5"))
    assert (new.supersedes.value, new.supersedes.is_latest, new.is_latest) == (81, False, True)
    assert Observation.objects.count() == 5


def test_sums_since_january_are_taken_apart_when_asked(office) -> None:
    output = define("工业产值", unit="亿元", frequency="quarter")
    text = "地区,2026年一季度,2025年1-3月,2025年1-6月,2025年前三季度,2025年全年\n公安县,11,10,25,24,60\n"
    table = settle(take(text, office), office, indicator=str(output.uuid), difference=True)
    assert [one["value"] for one in sorted(table.answers, key=lambda one: one["column"])] == [
        "11", "10", "15", "-1", "36",
    ]  # fmt: skip
    assert [one["value"] for one in table.answers if "fell" in one["flags"]] == ["-1"]
    gap = settle(
        take("地区,2025年1-3月,2025年1-9月\n公安县,10,24\n", office),
        office,
        indicator=str(output.uuid),
        difference=True,
    )
    assert gap.answers[0]["zh"] == "缺少上一期的累计数，不能换算为当期数"
    assert gap.counts["new"] == 1


def test_what_a_sender_settled_is_remembered(office, population, city) -> None:
    sender = str(city.bureau.uuid)
    text = "甲,乙\n公安县,3\n"
    settled = {
        "columns": (Mapped("place"), Mapped("value")), "indicator": str(population.uuid), "period": "2020",
    }  # fmt: skip
    settle(take(text, office, sender=sender), office, **settled)
    assert SenderLayout.objects.count() == 1
    again = Layout.of(take("乙,序号,甲\n4,1,公安县\n", office, sender=sender).layout)
    assert [one.role for one in again.columns] == ["value", "", "place"]
    assert (again.indicator, again.period) == (str(population.uuid), "")
    other = make_unit("别的单位")
    assert Layout.of(take(text, office, sender=str(other.uuid)).layout).indicator == ""


def test_units_and_official_ranks_and_growth_are_read(office, city) -> None:
    product = define("生产总值", unit="亿元", frequency="quarter", cumulative=True)
    text = "单位名称,时期,数值,增速,位次,总数\n市住建局,2026-Q1,12.5,6.1,8,17\n"
    table = settle(take(text, office), office, indicator=str(product.uuid), subjects="bodies")
    services.write_table(table, actor=office)
    found = {row.kind: row for row in Observation.objects.all()}
    assert (found["level"].value, found["growth"].value) == (Decimal("12.5"), Decimal("6.1"))
    assert (found["rank"].k, found["rank"].n) == (8, 17)
    assert {row.body for row in found.values()} == {city.bureau}


def test_sdmx_csv_comes_in_with_its_codes_and_powers(office, population) -> None:
    text = (
        "DATAFLOW,FREQ,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,UNIT_MULT,OBS_STATUS\n"
        "ORG:POP(1.0),A,421022,pop,2020,8.12,1,A\nORG:POP(1.0),H,421024,pop,2020-S1,3,0,A\n"
        "ORG:POP(1.0),M,421024,pop,2020-M03,4,0,A\n"
    )
    services.write_table(settle(take(text, office), office), actor=office)
    found = Observation.objects.order_by("pk").values_list("place__code", "period", "value")
    assert list(found) == [
        ("421022", "2020", Decimal("81.2")), ("421024", "2020-H1", 3), ("421024", "2020-03", 4),
    ]  # fmt: skip


def test_what_goes_out_as_sdmx_csv_comes_in_again_the_same(office, population, city) -> None:
    cases = define("合格率", unit="%", code="cases")
    given = [
        Figure(population, "2020", place="421022", value=Decimal("81.2")),
        Figure(population, "2020-H1", place="421024", value=Decimal("-0")),
        Figure(population, "2021-03", body=city.bureau.uuid, value=Decimal(5)),
        Figure(population, "2021", place="421022", kind="rank", k=3, n=79),
        Figure(population, "2021", place="421022", kind="growth", value=Decimal("-1.5")),
        Figure(cases, "2021", place="421022", k=1, n=3),
    ]
    services.record_observations(given, actor=office)
    out = "".join(sdmx_csv(office, Indicator.objects.all()))
    assert out.splitlines()[0].startswith("DATAFLOW,FREQ,REF_AREA,INDICATOR,TIME_PERIOD")
    assert ",S,421024,pop,2020-S1," in out
    table = settle(take(out, office), office)
    assert (table.counts["unchanged"], table.counts.get("refused")) == (6, None), table.answers


def test_a_secret_file_is_refused_and_nothing_is_stored(office) -> None:
    before = StoredFile.objects.count()
    with pytest.raises(Invalid, match="secre"):
        take("机密★1年\n地区,2020\n公安县,3\n", office)
    assert (StoredFile.objects.count(), FigureImport.objects.count()) == (before, 0)


def test_a_table_can_be_dropped_with_its_file(office, population) -> None:
    table = settle(take("地区,2020\n公安县,3\n", office), office, indicator=str(population.uuid))
    services.drop_table(table, actor=office)
    assert not FigureImport.objects.exists()
    assert not StoredFile.objects.exists()
    assert Event.objects.filter(name="indicators.import.dropped").exists()


def test_a_done_table_is_not_worked_on_again(office, population) -> None:
    table = settle(take("地区,2020\n公安县,3\n", office), office, indicator=str(population.uuid))
    done = services.write_table(table, actor=office)
    for step in (services.settle_columns, services.write_table):
        with pytest.raises(Conflict):
            step(done, *([done.layout] if step is services.settle_columns else []), actor=office)


def test_a_liaison_officer_gives_only_figures_that_the_own_post_owns(city) -> None:
    officer = make_holder("liaison", city.bureau)
    actor = actor_of(officer)
    define("他人指标", code="theirs")
    define("自己指标", code="own", owner=make_post(city.bureau).uuid)
    text = "地区,指标,年份,数值\n公安县,own,2020,3\n公安县,theirs,2020,4\n"
    table = settle(take(text, actor), actor)
    assert (answers(table)[2]["outcome"], answers(table)[3]["outcome"]) == ("new", "refused")
    assert "没有可以填报的指标" in answers(table)[3]["zh"]
    services.write_table(table, good_only=True, actor=actor)
    assert Observation.objects.get().reporter == officer
    stranger = actor_of(make_holder("liaison", make_unit("别的局")))
    with pytest.raises(NotFound):
        services.settle_columns(table, table.layout, actor=stranger)
    with pytest.raises(NotAllowed):
        take(text, actor_of(make_holder("auditor")))


def test_a_large_table_is_examined_and_written_by_jobs_and_taken_up_where_it_broke(
    office, population, monkeypatch
) -> None:
    monkeypatch.setattr(importing, "SMALL", 5)
    monkeypatch.setattr(import_runs, "TOGETHER", 10)
    monkeypatch.setattr(import_runs, "PART", 4)
    rows = "".join(f"公安县,{year},{year - 1990}\n" for year in range(2000, 2022))
    table = settle(
        take(f"地区,年份,数值\n{rows}江陵县,2020,约3\n", office),
        office,
        indicator=str(population.uuid),
    )
    assert table.state == "checking"
    jobs.drain()
    table.refresh_from_db()
    assert (table.state, table.counts["figures"], table.counts["refused"]) == ("preview", 23, 1)
    services.write_table(table, good_only=True, actor=office)
    calls: list[int] = []

    def broken(done: int, total: int, note: str) -> None:
        calls.append(done)
        if len(calls) == 2:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        import_runs.write_rows(table.uuid, broken)
    assert Observation.objects.count() == 8
    jobs.drain()
    table.refresh_from_db()
    assert (table.state, Observation.objects.count()) == ("done", 22)
    assert table.counts["written"] == {"new": 22, "revised": 0}
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}
    events = Event.objects.filter(name="indicators.figures.recorded").order_by("seq")
    assert sum(json.loads(event.payload)["data"]["count"] for event in events) == 22


def test_every_answer_is_in_the_table_of_answers(office, population) -> None:
    text = "地区,年份,数值\n公安县,2020,=1\n公安县,2019,3\n"
    table = settle(take(text, office), office, indicator=str(population.uuid))
    said = list(csv.reader(io.StringIO(files.read(table.answers_file).decode("utf-8-sig"))))
    assert [line[0] for line in said] == ["行", "2", "3"]
    assert said[1][8] == "“=1”不是数字"
    assert not any(cell.startswith("=") for line in said for cell in line)


def test_figures_are_reported_on_the_day_that_was_given(office, population) -> None:
    with pytest.raises(Invalid, match="day ahead"):
        take("地区,2020\n公安县,3\n", office, reported_on=date(2099, 1, 1))
    table = take("地区,2020\n公安县,3\n", office, reported_on=date(2021, 5, 11))
    services.write_table(settle(table, office, indicator=str(population.uuid)), actor=office)
    assert Observation.objects.get().reported_on == date(2021, 5, 11)
