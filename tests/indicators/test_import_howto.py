"""docs/how-to/import-figures.md followed word by word: its tables do what it says they do."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from luodi.base.actors import Actor
from luodi.base.errors import Invalid
from luodi.indicators import services
from luodi.indicators.models import FigureImport, Indicator, Observation
from luodi.indicators.queries.exchange import sdmx_csv
from luodi.indicators.queries.page import indicator_page
from luodi.people.models import Unit

from .factories import define

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]
PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "import-figures.md"
LONG, WIDE, SDMX = re.findall(r"```csv\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)


@pytest.fixture
def population(city) -> Indicator:
    return define("常住人口", unit="人", code="常住人口")


def as_workbook(text: str) -> bytes:
    """The table as Excel, its numbers as numbers."""
    made = Workbook()
    for row in csv.reader(StringIO(text)):
        made.active.append(
            [float(cell) if re.fullmatch(r"\d+\.\d+", cell) else cell for cell in row]
        )
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def give(data: bytes, office: Actor, day: date | None = None, **changed: str) -> FigureImport:
    """Give a table, settle the columns as they were guessed but for what is changed."""
    sender = str(Unit.objects.get(short_name="市住建局").uuid)
    table = services.take_table(data, "表.xlsx", sender=sender, reported_on=day, actor=office)
    return services.settle_columns(table, {**table.layout, **changed}, actor=office)


def outcomes(table: FigureImport) -> Counter[str]:
    return Counter(one["outcome"] for one in table.answers)


def write(table: FigureImport, office: Actor) -> None:
    services.write_table(table, good_only=True, actor=office)


@pytest.mark.parametrize("as_file", [str.encode, as_workbook])
def test_the_long_table_its_total_and_the_same_table_again(office, population, as_file) -> None:
    table = give(as_file(LONG), office)
    assert outcomes(table) == {"new": 3, "refused": 1}
    (total,) = [one for one in table.answers if one["outcome"] == "refused"]
    assert (total["name"], total["row"]) == ("荆州市", 5)
    with pytest.raises(Invalid):
        services.write_table(table, actor=office)  # all of them: not with a refused one
    write(table, office)
    assert Observation.objects.get(place__code="421022").value == 739_000
    assert outcomes(give(as_file(LONG), office)) == {"unchanged": 3, "refused": 1}


@pytest.mark.parametrize("as_file", [str.encode, as_workbook])
def test_the_wide_table_is_remembered_for_its_sender(office, population, as_file) -> None:
    chosen = str(population.uuid)
    table = give(as_file(WIDE), office, indicator=chosen)
    assert outcomes(table) == {"new": 5, "refused": 1}
    (refused,) = [one for one in table.answers if one["outcome"] == "refused"]
    assert (refused["name"], "约26" in refused["zh"]) == ("江陵县", True)
    write(table, office)
    moved = "单位：万人,,,\n序号,地区,2024年,2025年\n1,江陵县,26.1,25.9\n"
    again = give(as_file(moved), office)  # nobody says again which indicator is meant
    assert outcomes(again) == {"unchanged": 1, "new": 1}


def test_a_corrected_table_revises_and_the_old_figure_stays_known(office, population) -> None:
    chosen = {"indicator": str(population.uuid)}
    write(give(WIDE.encode(), office, date(2026, 3, 1), **chosen), office)
    corrected = WIDE.replace("73.1", "73.3").replace("约26", "25.9")
    table = give(corrected.encode(), office, date(2026, 6, 1))
    assert outcomes(table) == {"revised": 1, "new": 1, "unchanged": 4}
    write(table, office)

    def seen(day: date | None) -> tuple[int, int]:
        page = indicator_page(office, population.uuid, of="421022", known=day)
        row = next(row for row in page.rows if row.period == "2025")
        return int(row.point.value), len(row.vintages)

    assert (seen(None), seen(date(2026, 5, 31))) == ((733_000, 1), (731_000, 0))
    late = give(WIDE.replace("73.1", "73.2").encode(), office, date(2026, 5, 1))
    assert outcomes(late)["refused"] == 2  # and 约26


def test_sdmx_csv_comes_in_and_what_goes_out_comes_in_unchanged(office, population) -> None:
    table = give(SDMX.encode(), office)
    assert outcomes(table) == {"new": 1}
    write(table, office)
    out = "".join(sdmx_csv(office, [population]))
    assert outcomes(give(out.encode(), office)) == {"unchanged": 1}
