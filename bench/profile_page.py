"""How long the pages that compare places take, with both censuses and a million figures loaded.

usage: python bench/profile_page.py [--figures 1000000] [--rounds 30] [--home FOLDER]

The pages are asked through Django's whole stack in this process (middleware, session, templates),
on SQLite; the median, the slowest, the time of the processor and the number of queries are printed.
Where other work runs beside, the processor's time tells what the page itself costs. The figures
beside the censuses are random, and of 40 monthly indicators of the places of one province. The
installation is made for the purpose and thrown away, unless --home names one to keep.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
INDICATORS, PROVINCE = 40, "42"
FIRST_YEAR = 2010


def months(count: int) -> Iterator[tuple[str, date, date]]:
    """That many months from the first year on: code, first and last day."""
    from luodi.indicators.periods import period

    for at in range(count):
        found = period(f"{FIRST_YEAR + at // 12}-{at % 12 + 1:02d}")
        yield found.code, found.begins, found.ends


def fill(figures: int) -> None:
    """Both censuses by their service, then random figures, written as the service writes them."""
    from django.utils import timezone

    from luodi.base.actors import SYSTEM
    from luodi.indicators import services
    from luodi.indicators.models import Observation
    from luodi.places.models import Division
    from luodi.places.services import load_divisions

    load_divisions(actor=SYSTEM)
    services.load_census(actor=SYSTEM)
    places = list(
        Division.objects.filter(code__startswith=PROVINCE, level__in=("city", "county"))
        .filter(valid_to=None)
        .order_by("code")
    )
    declare(places)
    indicators = [
        services.define_indicator(
            {"name": f"测试指标{at:02d}", "unit": "亿元", "frequency": "month"}, actor=SYSTEM
        )
        for at in range(INDICATORS)
    ]
    missing = max(0, figures - Observation.objects.count())
    spans = list(months(-(-missing // (len(places) * INDICATORS))))
    chance, now, today = random.Random(1), timezone.now(), date(2026, 1, 10)
    rows: list[Any] = []
    for code, begins, ends in spans:
        for place in places:
            for indicator in indicators:
                rows.append(
                    Observation(
                        indicator=indicator, place=place, period=code, begins=begins, ends=ends,
                        value=Decimal(chance.randrange(1000, 99999)) / 100, reported_on=today,
                        recorded_at=now,
                    )
                )  # fmt: skip
        if len(rows) > 20_000:
            Observation.objects.bulk_create(rows, batch_size=2_000)
            rows = []
    Observation.objects.bulk_create(rows, batch_size=2_000)


def declare(places: list[Any]) -> None:
    """Peers of three sizes: the prefectures, the counties of the province, those of the country."""
    from luodi.base.actors import SYSTEM
    from luodi.indicators.services import declare_peers
    from luodi.places.models import Division

    country = Division.objects.filter(level="county", valid_to=None).values_list("code", flat=True)
    for name, codes in (
        ("市州", [one.code for one in places if one.level == "city"]),
        ("本省县", [one.code for one in places if one.level == "county"]),
        ("全国县", list(country)),
    ):
        declare_peers(name, places=codes, actor=SYSTEM)


def timed(client: Any, address: str, rounds: int) -> tuple[str, int]:
    """How long an address takes, and how many queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
        count = len(queries)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    spent, worked = [], []
    for _ in range(rounds):
        begin, cpu = time.perf_counter(), time.process_time()
        client.get(address)
        spent.append(1000 * (time.perf_counter() - begin))
        worked.append(1000 * (time.process_time() - cpu))
    said = f"{statistics.median(spent):6.0f} ms, slowest {max(spent):6.0f} ms"
    return f"{said}, {statistics.median(worked):5.0f} ms of processor", count


def addresses() -> Iterator[tuple[str, str]]:
    """The pages by name."""
    from luodi.indicators.models import Indicator, PeerSet

    peers = {row.name: row.uuid for row in PeerSet.objects.all()}
    share = Indicator.objects.get(code="census.urban_share").uuid
    other = Indicator.objects.get(code="census.aged").uuid
    base = "/indicators"
    yield "profile, 14 peers", f"{base}/profiles/4210/?peers={peers['市州']}"
    yield "profile, 105 peers", f"{base}/profiles/421022/?peers={peers['本省县']}"
    yield "profile, 2,900 peers", f"{base}/profiles/421022/?peers={peers['全国县']}"
    yield "comparison, 14", f"{base}/comparison/?scope={peers['市州']}&indicator={share}"
    yield "comparison, 105", f"{base}/comparison/?scope={peers['本省县']}&indicator={share}"
    yield "comparison, 2,900", f"{base}/comparison/?scope={peers['全国县']}&indicator={share}"
    yield "scatter, 105", f"{base}/comparison/two/?scope={peers['本省县']}&x={share}&y={other}"
    yield "monthly report", f"{base}/monthly/?of=4210"
    yield "places to choose from", f"{base}/profiles/"


def reader() -> Any:
    """Somebody of a follow-up office."""
    from luodi.base.actors import SYSTEM
    from luodi.people import services as people

    root = people.create_unit(name="某市", kind="city", parent=None, actor=SYSTEM)
    post = people.create_post(root, "督查岗", "followup", actor=SYSTEM)
    person = people.create_person(name="某人", account="bench", actor=SYSTEM).person
    people.appoint(person, post, actor=SYSTEM)
    return person


def measured(say: Callable[[str], None], rounds: int) -> None:
    """Ask every page: once so that ranks and charts that wait are drawn, then again and again."""
    from django.test import Client

    from luodi.base import jobs
    from luodi.indicators.models import Observation
    from luodi.people.models import Person

    person = Person.objects.filter(account="bench").first() or reader()
    client = Client(SERVER_NAME="localhost")
    client.force_login(person)
    say(f"{Observation.objects.count():,} figures, {rounds} rounds each")
    for name, address in addresses():
        client.get(address)
        begin = time.perf_counter()
        jobs.drain()
        drawn = time.perf_counter() - begin
        spent, queries = timed(client, address, rounds)
        say(f"{name:24} {spent}, {queries:3} queries, drawn by the job process in {drawn:.1f} s")


def main() -> None:
    """Make the installation, fill it and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--figures", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=30)
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

        if is_new:
            call_command("migrate", verbosity=0)
            begin = time.perf_counter()
            fill(given.figures)
            print(f"filled in {time.perf_counter() - begin:.0f} s", flush=True)
        measured(lambda line: print(line, flush=True), given.rounds)


if __name__ == "__main__":
    main()
