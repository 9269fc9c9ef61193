"""Indicators, figures and targets for tests, made by the services."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from django.urls import reverse
from tests.commitments.factories import make_plan
from tests.people.factories import make_root, make_unit

from luodi.base.actors import SYSTEM, Actor
from luodi.commitments.models import Measure, PlanRow
from luodi.indicators import services
from luodi.indicators.figures import Figure, Recorded
from luodi.indicators.models import Indicator, Target
from luodi.places.models import Division

DAY = date(2026, 1, 10)
_numbers = count(1)


class City:
    """A province, a prefecture, three counties, and the code that one of them had before."""

    def __init__(self) -> None:
        self.province = Division.objects.create(code="42", name="湖北省", level="province")
        self.prefecture = self._below("4210", "荆州市", "city", self.province)
        self.gongan = self._below("421022", "公安县", "county", self.prefecture)
        self.jiangling = self._below("421024", "江陵县", "county", self.prefecture)
        self.jianli = self._below("421088", "监利市", "county", self.prefecture)
        self.jianli.valid_from = date(2020, 6, 12)
        self.jianli.save()
        self.before = self._below("421023", "监利县", "county", self.prefecture)
        self.before.valid_to, self.before.successor_code = date(2020, 6, 11), "421088"
        self.before.save()
        self.root = make_root()
        self.bureau = make_unit("望川市住建局", short_name="市住建局")

    def _below(self, code: str, name: str, level: str, parent: Division) -> Division:
        return Division.objects.create(code=code, name=name, level=level, parent=parent)


def define(name: str = "", actor: Actor = SYSTEM, **more: Any) -> Indicator:
    """An indicator in draft, counted in persons unless told."""
    given = {"name": name or f"指标{next(_numbers)}", "unit": "人", **more}
    return services.define_indicator(given, actor=actor)


def report(
    indicator: Indicator,
    figures: Iterable[tuple[str, Any]],
    *,
    place: str = "421022",
    body: Any = "",
    actor: Actor = SYSTEM,
    on: date | None = None,
    **more: Any,
) -> Recorded:
    """Figures of one place (or body) by period."""
    given = [
        Figure(
            indicator, period, place="" if body else place, body=body, value=Decimal(str(value)),
            reported_on=on, **more,
        )
        for period, value in figures
    ]  # fmt: skip
    return services.record_observations(given, actor=actor)


def make_measure(words: str = "改造120个老旧小区", **more: Any) -> Measure:
    """A measure of a row of a plan, as a person types it."""
    row = PlanRow.objects.create(
        plan=make_plan(SYSTEM, title=f"方案{next(_numbers)}"), number=1, words=words,
        due=date(2026, 12, 31),
    )  # fmt: skip
    given = {"words": words, "comparator": "=", "value": Decimal(120), "unit": "个", **more}
    return Measure.objects.create(row=row, **given)


def aim(measure: Measure | None = None, actor: Actor = SYSTEM, **given: Any) -> Target:
    """A target of a measure, for 公安县 unless told."""
    measure = measure or make_measure()
    if not given.get("body"):
        given.setdefault("place", "421022")
    return services.set_target(measure.uuid, given, actor=actor)


def at(name: str, *args: object) -> str:
    """The address of a page of indicators."""
    return reverse(f"indicators:{name}", args=args)
