"""What the invented city measures: indicators, figures that come in month by month, and targets.

Each target belongs to a measure of the plan, and so to the characters of a document that asked for
it. Where the reader finds no such measure the target is passed over; a test demands the kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from luodi.base.actors import Actor
from luodi.commitments.models import Measure
from luodi.indicators import services
from luodi.indicators.figures import Figure
from luodi.indicators.importing.columns import Layout
from luodi.indicators.models import Indicator, Observation, PeerSet
from luodi.people.models import Post, Unit

from . import series
from .planning import TITLE

Cast = Callable[[str], Actor]
UNSETTLED = "各县理解不一：按城镇人口还是按城区人口计算，待市发改委明确"
SHARE = "县城人口占县域人口比重"
PEERS = "望川市五县市区（演示）"
LAST = "2026-03"
TITLE_CITY = "望川市"


def _unit(name: str) -> str:
    return str(Unit.objects.get(short_name=name).uuid)


def _indicator(name: str, variant: str = "") -> Indicator:
    return Indicator.objects.get(name=name, variant=variant)


def _define(actor: Actor, name: str, unit: str, **more: Any) -> Indicator:
    given = {"name": name, "unit": unit, "source": series.INVENTED, **more}
    return services.define_indicator(given, actor=actor)


def define(cast: Cast) -> None:
    """The indicators of the year; the share of the county town is left open in two variants."""
    actor = cast("duchashi")
    post = Post.objects.get(unit__short_name="市发改委", title="联络岗").uuid
    whole = _define(actor, "县域常住人口（演示）", "万人", owner=post)
    towns = _define(actor, "县域城镇人口（演示）", "万人", owner=post)
    proper = _define(actor, "县城城区人口（演示）", "万人", owner=post)
    head = _define(
        actor, SHARE, "", variant="按城镇人口", formula="share", part=towns, whole=whole,
        numerator="县域内全部城区和镇区的常住人口", denominator="县域常住人口",
    )  # fmt: skip
    other = _define(
        actor, SHARE, "", variant="按城区人口", formula="share", part=proper, whole=whole,
        numerator="县城城区的常住人口", denominator="县域常住人口", variant_of=head,
    )  # fmt: skip
    for one in (head, other):
        services.open_definition(one, UNSETTLED, actor=actor)
    _define(actor, "全省县域经济综合排名（演示）", "位", direction="down", owner=post)
    _define(
        actor, "规模以上制造业产值（演示）", "亿元", frequency="quarter", price_basis="current",
        definition="截至该季度末的四个季度合计", owner=post,
    )  # fmt: skip
    _define(
        actor, "居民消费价格同比涨幅（演示）", "%", frequency="month", direction="band", owner=post
    )
    _define(actor, "农村居民人均可支配收入（演示）", "元", price_basis="current", owner=post)
    _define(actor, "空气质量优良天数比例（演示）", "%")
    _define(actor, "城镇新增就业（演示）", "人", frequency="month", cumulative=True)
    for name in ("地区生产总值（演示）", "社会消费品零售总额（演示）"):
        _define(
            actor, name, "亿元", frequency="quarter", cumulative=True, price_basis="current",
            owner=post,
        )  # fmt: skip
    bodies = [_unit(name) for name in series.COUNTIES]
    services.declare_peers(PEERS, bodies=bodies, reason="同属一市，口径一致", actor=actor)


def _figures(
    name: str, unit: str, cells: Iterable[tuple[str, str]], **more: Any
) -> Iterable[Figure]:
    indicator, body = _indicator(name), _unit(unit)
    for period, value in cells:
        yield Figure(indicator, period, body=body, value=Decimal(value), **more)


def _of_counties(
    name: str, table: series.Series, periods: Iterable[str], **more: Any
) -> Iterable[Figure]:
    for unit, values in table.items():
        yield from _figures(name, unit, zip(periods, values, strict=True), **more)


def history(cast: Cast) -> None:
    """What the bureau of planning had in its books, and what it knew of the bulletins."""
    given: list[Figure] = []
    for name, table in (
        ("县域常住人口（演示）", series.POPULATION),
        ("县域城镇人口（演示）", series.TOWNS),
        ("县城城区人口（演示）", series.CITY_PROPER),
        ("农村居民人均可支配收入（演示）", series.FARMERS_INCOME),
    ):
        given += _of_counties(name, table, series.YEARS)
    given += _figures(
        "规模以上制造业产值（演示）", "望川市",
        zip(series.QUARTERS, series.MANUFACTURING, strict=True),
    )  # fmt: skip
    prices = list(zip(series.MONTHS, series.PRICES, strict=True))
    given += _figures("居民消费价格同比涨幅（演示）", "望川市", prices[:-1])
    product, issuer = "地区生产总值（演示）", "望川市统计月报（演示）"
    given += _of_counties(product, series.PRODUCT, series.ECONOMY_QUARTERS, issuer=issuer)
    given += _of_counties(
        product, series.PRODUCT_GROWTH, series.ECONOMY_QUARTERS, kind="growth", issuer=issuer
    )
    before = {unit: values[:-1] for unit, values in series.RETAIL.items()}
    given += _of_counties(
        "社会消费品零售总额（演示）", before, series.ECONOMY_QUARTERS[:-1], issuer=issuer
    )
    services.record_observations(given, actor=cast("fagaiwei"), source=series.INVENTED)
    _ranks(cast("fagaiwei"))
    office = [
        *_figures("空气质量优良天数比例（演示）", "市生态环境局", series.GOOD_AIR),
        *_figures("城镇新增就业（演示）", "市人社局", series.JOBS),
    ]
    services.record_observations(office, actor=cast("duchashi"), source=series.INVENTED)


def _ranks(actor: Actor) -> None:
    indicator, body = _indicator("全省县域经济综合排名（演示）"), _unit("清河县")
    given = [
        Figure(
            indicator, year, body=body, kind="rank", k=rank, n=among,
            issuer="省县域经济考核通报（演示）",
        )
        for year, rank, among in series.RANKS
    ]  # fmt: skip
    services.record_observations(given, actor=actor, source=series.INVENTED)


def _measure(words: str, within: str) -> Measure | None:
    rows = Measure.objects.filter(row__plan__title=TITLE, row__state="live")
    return rows.filter(words__contains=words, row__words__contains=within).first()


def _aim(words: str, within: str, actor: Actor, **given: Any) -> None:
    if measure := _measure(words, within):
        services.set_target(measure.uuid, given, actor=actor)


def aim(cast: Cast) -> None:
    """Targets of every kind, two of them without figures that could be judged."""
    actor = cast("duchashi")
    peers = PeerSet.objects.get(name=PEERS).uuid
    _aim(
        "40%以上", "县城常住人口", actor, body=_unit("云岭县"), due=date(2030, 12, 31),
        indicator=_indicator(SHARE, "按城镇人口"),
    )  # fmt: skip
    _aim(
        "20强", "县域经济20强", actor, body=_unit("清河县"), baseline="22",
        baseline_on=date(2025, 12, 31), indicator=_indicator("全省县域经济综合排名（演示）"),
    )  # fmt: skip
    _aim(
        "倍增", "制造业产值三年倍增", actor, body=_unit("望川市"), baseline="973",
        baseline_on=date(2025, 12, 31), indicator=_indicator("规模以上制造业产值（演示）"),
    )  # fmt: skip
    _aim(
        "2%左右", "城镇新增就业", actor, body=_unit("望川市"), aim="range", value="1.5",
        value2="2.5", indicator=_indicator("居民消费价格同比涨幅（演示）"),
    )  # fmt: skip
    _aim(
        "中位数以上", "农村居民人均可支配收入", actor, body=_unit("云岭县"),
        due=date(2027, 12, 31), peers=peers,
        indicator=_indicator("农村居民人均可支配收入（演示）"),
    )  # fmt: skip
    _aim(
        "5万人以上", "城镇新增就业", actor, body=_unit("市人社局"),
        indicator=_indicator("城镇新增就业（演示）"),
    )  # fmt: skip
    _aim(
        "82%以上", "优良天数比例", actor, body=_unit("市生态环境局"), baseline="81.1",
        baseline_on=date(2025, 12, 31), indicator=_indicator("空气质量优良天数比例（演示）"),
    )  # fmt: skip
    by = date(2026, 12, 31)
    _aim("90个", "改造老旧小区", actor, body=_unit("市住建局"), due=by)
    _aim("45处", "社区养老服务设施", actor, body=_unit("市民政局"), due=by)


def months(cast: Cast) -> None:
    """The month comes in: prices, renewed estates, and a quarter that is known better now."""
    actor = cast("fagaiwei")
    late = [
        *_figures("居民消费价格同比涨幅（演示）", "望川市", [(LAST, series.PRICES[-1])]),
        *_figures("规模以上制造业产值（演示）", "望川市", [("2025-Q4", "976"), ("2026-Q1", "985")]),
    ]
    services.record_observations(late, actor=actor, source=series.INVENTED)
    if (measure := _measure("90个", "改造老旧小区")) is not None:
        own = Indicator.objects.filter(measure=measure.uuid).first()
        given = [
            Figure(own, period, body=_unit("市住建局"), value=Decimal(value))
            for period, value in series.ESTATES
            if own is not None
        ]
        services.record_observations(given, actor=cast("duchashi"), source=series.INVENTED)


def tables(cast: Cast) -> None:
    """The bureau's own tables: one is written but for its total, one waits to be mended."""
    actor, sender = cast("fagaiwei"), _unit("市发改委")
    given = services.take_table(
        series.RETAIL_TABLE.encode(), "2026年一季度社零（演示）.csv", sender=sender, actor=actor
    )
    retail = str(_indicator("社会消费品零售总额（演示）").uuid)
    layout = replace(Layout.of(given.layout), indicator=retail)
    services.settle_columns(given, layout, actor=actor)
    services.write_table(given, good_only=True, actor=actor)
    waits = services.take_table(
        series.PRICES_TABLE.encode(), "居民消费价格（演示）.csv", sender=sender, actor=actor
    )
    columns = [
        replace(one, place=TITLE_CITY) if one.role == "value" else one
        for one in Layout.of(waits.layout).columns
    ]
    layout = replace(Layout.of(waits.layout), columns=tuple(columns), subjects="bodies")
    services.settle_columns(waits, layout, actor=actor)


def check(cast: Cast) -> None:
    """The second officer checks what the bureau reported, and doubts one figure."""
    actor = cast("duchashi2")
    rows = Observation.objects.filter(is_latest=True, issuer="", kind="level")
    for row in rows.filter(indicator__name="规模以上制造业产值（演示）").order_by("ends"):
        services.check_observation(row, actor=actor)
    doubtful = rows.filter(indicator__name="城镇新增就业（演示）", period=LAST).first()
    if doubtful is not None:
        services.dispute_observation(doubtful, "3月一个月新增较多，请附台账", actor=actor)
