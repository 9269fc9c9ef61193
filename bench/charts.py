"""How long charts take: drawn anew by the job process, and fetched by a page when they are there.

usage: python bench/charts.py [--rounds 15] [--home FOLDER]

Every kind of chart is made of both censuses by the queries of the pages: 17 places of the size of a
city, 105 counties of a province, 369 prefectures and 2,900 counties of the country; outlines are
invented, with about as many corners as real ones have. A chart counts as drawn when both of its
drawings (wide, and for phones) are there. Printed are the median and the worst of the rounds, and
the median of processor time: on a machine that does other things the clock says less. "First" is
the first chart of a process. Cached drawings are asked for through Django's whole stack.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
PROVINCE, CORNERS, FETCHES = "42", 300, 100
FIRST_CODE = 110000


def fill() -> None:
    """Both censuses by their service, four sets of peers, and outlines for all of them."""
    from luodi.base.actors import SYSTEM
    from luodi.indicators import services
    from luodi.indicators.services import declare_peers
    from luodi.places.models import Division
    from luodi.places.services import load_divisions, load_outlines

    load_divisions(actor=SYSTEM)
    services.load_census(actor=SYSTEM)
    standing = Division.objects.filter(valid_to=None).order_by("code")
    counties = standing.filter(level="county")
    province = counties.filter(code__startswith=PROVINCE)
    with_figures = {"observations__kind": "level", "level": "city"}
    cities = standing.filter(**with_figures).distinct()
    for name, rows in (
        ("17", province[:17]), ("105", province), ("369", cities), ("2,900", counties),
    ):  # fmt: skip
        declare_peers(name, places=[row.code for row in rows], actor=SYSTEM)
    load_outlines(outlines([*province, *cities]), "invented", actor=SYSTEM)


def outlines(places: list[Any]) -> bytes:
    """A GeoJSON file of invented outlines: a grid of places, each with a ragged coast."""
    wide = math.ceil(math.sqrt(len(places)))
    features = [
        {
            "type": "Feature",
            "properties": {"code": place.code},
            "geometry": {"type": "Polygon", "coordinates": [coast(at % wide, at // wide)]},
        }
        for at, place in enumerate(places)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def coast(column: int, row: int) -> list[list[float]]:
    """A closed ring round the middle of a square of one degree."""
    ring = []
    for at in range(CORNERS):
        turn = 2 * math.pi * at / CORNERS
        far = 0.42 + 0.05 * math.sin(11 * turn + column) + 0.03 * math.cos(29 * turn + row)
        ring.append([80 + column + far * math.cos(turn), 20 + row + far * math.sin(turn)])
    return [*ring, ring[0]]


def drawings() -> Iterator[tuple[str, Any]]:
    """The charts by name."""
    from luodi.base.actors import SYSTEM
    from luodi.indicators import comparing
    from luodi.indicators.models import Indicator, PeerSet
    from luodi.indicators.queries import comparison as comparisons

    share = str(Indicator.objects.get(code="census.urban_share").uuid)
    aged = str(Indicator.objects.get(code="census.aged").uuid)
    sets = {row.name: str(row.uuid) for row in PeerSet.objects.all()}
    yield "series of 48 months with all its parts", series()
    for name, uuid in sets.items():
        found = comparisons.comparison(SYSTEM, share, uuid)
        focus = found.rows[0].side.key
        if found.is_large:
            yield f"spread of {len(found.rows):,} places", comparing.spread(found, focus)
            continue
        tiles = comparing.tile_map(found, "quantiles", focus)
        yield f"squares, {name} places", tiles[0] if tiles else None
        yield f"outlines, {name} places", comparing.outline_map(found, "quantiles", focus)
        yield f"small charts, {name} places", comparing.multiples(found)
        paired = comparisons.paired(SYSTEM, share, aged, uuid)
        yield f"two indicators, {name} places", comparing.scatter(paired, focus)
    yield "small charts, 40 places of 12 years", multiples(comparing.MOST_PANELS, 12)


def series() -> Any:
    """48 months with path, target, forecast, limits, a break and six peers."""
    from luodi.base import charts

    actual = months(2023, 48)
    spans = tuple(charts.Span(p.at, 40.0, 75.0, p.label) for p in actual)
    later = months(2027, 36)
    return charts.TimeSeries(
        "县城人口占比", "%", actual, plan=later, baseline=actual[-1], target=later[-1],
        fan=tuple(charts.Span(p.at, 50.0, 80.0, p.label) for p in later), limits=spans,
        peers=tuple(charts.Line(f"对标县{at}", months(2023, 48, at)) for at in range(6)),
        breaks=(charts.Mark(date(2024, 6, 1), "口径调整"),),
    )  # fmt: skip


def months(year: int, count: int, above: int = 0) -> tuple[Any, ...]:
    """Points at the ends of so many months, with links as the pages have them."""
    from luodi.base.charts import Point

    return tuple(
        Point(
            date(year + at // 12, at % 12 + 1, 28), 50 + above + at * 0.3 + math.sin(at),
            f"{year + at // 12}年{at % 12 + 1}月", f"/indicators/0/?of=4210#p-{at}",
        )
        for at in range(count)
    )  # fmt: skip


def multiples(places: int, years: int) -> Any:
    """Small charts for so many places."""
    from luodi.base import charts

    names = [f"试验{at}县" for at in range(places)]
    panels = tuple(
        charts.Panel(name, months(2014, years, at), link="/") for at, name in enumerate(names)
    )
    return charts.SmallMultiples("城镇化率", "%", panels)


def measured(chart: Any, client: Any, rounds: int) -> str:
    """How long a chart takes to be drawn, to be drawn for Word, and to be fetched."""
    from luodi.base import charts
    from luodi.base.charts import rendering
    from luodi.base.charts.store import drawing_of

    drawn = timed(lambda: rendering.markup(chart, "zh-hans"), rounds)
    paper = timed(lambda: rendering.png(chart, "zh-hans"), 3)
    shown = charts.drawn_now(chart)
    address = f"/system/charts/{shown.digest}/"
    assert client.get(address).status_code == 200
    fetched = timed(lambda: client.get(address), FETCHES)
    size = len(str(drawing_of(shown.digest))) // 1000
    return f"drawn {drawn}; for Word {paper}; fetched {fetched}; {size} kB"


def timed(step: Callable[[], object], rounds: int) -> str:
    """Median, worst and processor's median of so many rounds, in milliseconds."""
    spent, worked = [], []
    for _ in range(rounds):
        begin, busy = time.perf_counter(), time.process_time()
        step()
        spent.append(1000 * (time.perf_counter() - begin))
        worked.append(1000 * (time.process_time() - busy))
    median = statistics.median(spent)
    return (
        f"{median:.0f} ms (worst {max(spent):.0f}, processor {statistics.median(worked):.0f}, "
        f"n = {rounds})"
    )


def reader() -> Any:
    """Somebody who may look."""
    from django.test import Client

    from luodi.base.actors import SYSTEM
    from luodi.people import services as people
    from luodi.people.models import Person

    person = Person.objects.filter(account="bench").first()
    if person is None:
        people.create_unit(name="某市", kind="city", actor=SYSTEM)
        person = people.create_person(name="某人", account="bench", actor=SYSTEM).person
    client = Client(SERVER_NAME="localhost")
    client.force_login(person)
    return client


def main() -> None:
    """Make the installation, fill it and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--home", type=Path, help="a folder to keep; filled only when it is new")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = given.home or Path(folder)
        is_new = not (home / "luodi.sqlite3").exists()
        home.mkdir(parents=True, exist_ok=True)
        os.environ["LUODI_HOME"] = str(home)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luodi.config.settings")
        import django

        django.setup()
        from django.core.management import call_command
        from django.utils import translation

        translation.activate("zh-hans")
        if is_new:
            call_command("migrate", verbosity=0)
            fill()
        client = reader()
        known = [(name, chart) for name, chart in drawings() if chart is not None]
        from luodi.base.charts import rendering

        first = timed(lambda: rendering.markup(known[0][1], "zh-hans"), 1)
        print(f"load of the machine {os.getloadavg()[0]:.1f}; first of the process {first}")
        for name, chart in known:
            print(f"{name}: {measured(chart, client, given.rounds)}", flush=True)


if __name__ == "__main__":
    main()
