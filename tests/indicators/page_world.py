"""What the pages of indicators show in tests: an open idea, sums of a year, ranks, targets."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.people.factories import make_holder, make_post, make_unit

from luodi.base.actors import SYSTEM
from luodi.indicators import services
from luodi.indicators.figures import Figure
from luodi.indicators.models import Observation
from luodi.people.models import Role

from .factories import City, aim, define, make_measure, report

YEARS = [str(year) for year in range(2021, 2026)]
TOWNS = {"421022": 40.1, "421024": 38.0, "421088": 44.0}
PROPER = {"421022": 27.4, "421024": 36.0, "421088": 41.5}


def make_world() -> dict[str, Any]:
    """The things that pages are asked for, by name, and one person a role."""
    City()
    head = define("县城人口占比", unit="%", variant="城镇人口", definition="城镇常住人口的比重")
    other = define("县城人口占比", unit="%", variant="城区人口", variant_of=head)
    for one, figures in ((head, TOWNS), (other, PROPER)):
        services.open_definition(one, "各县理解不一", actor=SYSTEM)
        for code, first in figures.items():
            cells = [
                (year, round(first + 0.7 * n + 0.1 * (n % 3), 1)) for n, year in enumerate(YEARS)
            ]
            report(one, cells, place=code, on=date(2026, 2, 1))
    peers = services.declare_peers("三县市", places=list(TOWNS), actor=SYSTEM)
    measure = make_measure("县城人口占比达到40%以上", comparator=">=", value=40, unit="%")
    target = aim(
        measure, indicator=head, aim="threshold", value="44", baseline="40.1",
        baseline_on="2020-12-31", due="2026-12-31", peers=peers.uuid,
    )  # fmt: skip
    unit = make_unit("本局")
    people = {role: make_holder(role, unit, name=f"某人{n}") for n, role in enumerate(Role.values)}
    owned = define("本局的指标", unit="人", owner=make_post(unit).uuid)
    monthly = define("新增就业", unit="人", frequency="month", cumulative=True)
    months = [(f"2026-{month:02d}", 900 * month + 13 * (month % 2)) for month in range(1, 8)]
    report(monthly, [("2025-12", 9000), *months], on=date(2026, 8, 1))
    aim(make_measure("新增就业1万人"), indicator=monthly, value="10000")
    ranked = define("综合排名", unit="位", direction="down")
    ranks = [
        Figure(ranked, year, place="421022", k=30 - n, n=60, kind="rank", issuer="省通报")
        for n, year in enumerate(YEARS)
    ]
    services.record_observations(ranks, actor=SYSTEM)
    aim(make_measure("进入20强"), indicator=ranked, aim="rank", value="20", due="2028-12-31")
    return {
        "indicator": head,
        "other": other,
        "bare": define(unit="个"),
        "owned": owned,
        "monthly": monthly,
        "ranked": ranked,
        "measure": make_measure(),
        "target": target,
        "target_row": measure.row.uuid,
        "peers": peers,
        "figure": Observation.objects.filter(indicator=head).latest("ends"),
        "people": people,
    }
