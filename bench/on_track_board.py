"""How fast the board of all targets answers: each judged anew, whatever the page shows of them.

usage: python bench/on_track_board.py [--targets 500] [--beside 1000000] [--rounds 15]

The figures are invented and the installation is made for the purpose and thrown away: per target a
place with an indicator of its own and 8 yearly or 24 monthly figures; a tenth has too few to be
judged, a tenth aims at the median of 20 peers, a tenth at a rank among them. With --beside so many
figures of other indicators of the same places stand in the same table. Printed are the query alone
and the whole page with its middleware. On PostgreSQL:
PYTHONPATH=tools python -m launcher.postgres python bench/on_track_board.py
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
PEERS = 20
KINDS = ("threshold",) * 5 + ("range", "increase", "median", "rank", "few")


def prepare(targets: int, beside: int) -> None:
    """Make an installation with so many targets, a tenth of them of each kind."""
    import django
    from django.core.management import call_command

    django.setup()
    from luodi.base.actors import SYSTEM
    from luodi.indicators import services
    from luodi.people import services as people
    from luodi.places.models import Division

    call_command("migrate", verbosity=0)
    root = people.create_unit(name="试验市", kind="city", actor=SYSTEM)
    person = people.create_person(name="林晓", account="bench", actor=SYSTEM).person
    post = people.create_post(root, "督查室", "followup", actor=SYSTEM)
    people.appoint(person, post, actor=SYSTEM)
    city = Division.objects.create(code="9901", name="试验市", level="city")
    places = [
        Division.objects.create(code=f"9901{n:02d}", name=f"试验{n}县", level="county", parent=city)
        for n in range(PEERS)
    ]
    peers = services.declare_peers("二十县", places=[one.code for one in places], actor=SYSTEM)
    for number in range(targets):
        _one(number, KINDS[number % len(KINDS)], str(peers.uuid), [one.code for one in places])
    fill(beside, places)
    from luodi.indicators.models import Target
    from luodi.indicators.queries import outlook_tests

    # So that probabilities are shown where they were worth it.
    known = list(Target.objects.select_related("indicator", "place", "body"))
    services.record_outlook_tests(outlook_tests(known), actor=SYSTEM)


def fill(figures: int, places: list[Any]) -> None:
    """Monthly figures of 100 other indicators, written as the service writes them."""
    from django.db import connection
    from django.utils import timezone

    from luodi.base.actors import SYSTEM
    from luodi.indicators import services
    from luodi.indicators.models import Observation
    from luodi.indicators.periods import period

    others = [
        services.define_indicator(
            {"name": f"其他指标{n}", "unit": "亿元", "frequency": "month"}, actor=SYSTEM
        )
        for n in range(100 if figures else 0)
    ]
    months = -(-figures // (100 * len(places)))
    now, today, draw = timezone.now(), date(2026, 1, 10), random.Random(1)
    for at in range(months):
        found = period(f"{2025 - at // 12}-{12 - at % 12:02d}")
        Observation.objects.bulk_create(
            (
                Observation(
                    indicator=indicator, place=place, period=found.code, begins=found.begins,
                    ends=found.ends, value=Decimal(draw.randrange(1000, 99999)) / 100,
                    reported_on=today, recorded_at=now,
                )
                for indicator in others
                for place in places
            ),
            batch_size=2_000,
        )  # fmt: skip
    if connection.vendor == "postgresql" and figures:
        with connection.cursor() as cursor:  # as autovacuum does in time
            cursor.execute("ANALYZE")


def _one(number: int, kind: str, peers: str, places: list[str]) -> None:
    """One target with its indicator, figures and the row of a plan that asks for it."""
    from luodi.base.actors import SYSTEM
    from luodi.commitments.models import Measure, PlanRow
    from luodi.commitments.services import create_plan
    from luodi.indicators import services
    from luodi.indicators.figures import Figure
    from luodi.people.models import Unit

    draw = random.Random(number)
    monthly = kind == "threshold" and number % 2 == 1
    indicator = services.define_indicator(
        {"name": f"指标{number}", "unit": "亿元", "frequency": "month" if monthly else "year"},
        actor=SYSTEM,
    )
    periods = (
        [f"{2024 + n // 12}-{n % 12 + 1:02d}" for n in range(24)]
        if monthly
        else [str(2018 + n) for n in range(8)]
    )
    periods = periods[-3:] if kind == "few" else periods
    compared = kind in ("median", "rank")
    given = []
    for code in places if compared else [places[number % PEERS]]:
        value = draw.uniform(80, 120)
        for period in periods:
            value += draw.gauss(1.0, 1.5)
            given.append(
                Figure(indicator, period, place=code, value=Decimal(f"{value:.1f}"),
                       reported_on=date(2026, 2, 1))
            )  # fmt: skip
    services.record_observations(given, actor=SYSTEM)
    plan = create_plan(f"方案{number // 50}", 2026, unit=Unit.objects.get(), actor=SYSTEM)
    row = PlanRow.objects.create(plan=plan, number=1, words=f"第{number}项要求")
    measure = Measure.objects.create(
        row=row, words=f"第{number}项要求", comparator=">=", value=Decimal(130), unit="亿元"
    )
    last = given[-1].value or Decimal(100)
    aim: dict[str, object] = {
        "indicator": indicator, "place": places[number % PEERS], "due": date(2028, 12, 31),
        "aim": "threshold" if kind == "few" else kind, "value": last + number % 9,
    }  # fmt: skip
    if kind == "range":
        aim["value2"] = last + 20
    elif kind == "increase":
        aim |= {"value": "10", "relative": True, "baseline": "100", "baseline_on": "2025-12-31"}
    elif compared:
        aim |= {"peers": peers, "value": "5"}
    services.set_target(measure.uuid, aim, actor=SYSTEM)


def timed(step: Callable[[], object], rounds: int) -> str:
    """Return median and worst of so many rounds, after one that is not counted, and the median of
    processor time: on a machine that does other things the clock says less."""
    step()
    clock, work = [], []
    for _round in range(rounds):
        begin, busy = time.perf_counter(), time.process_time()
        step()
        clock.append(1000 * (time.perf_counter() - begin))
        work.append(1000 * (time.process_time() - busy))
    return (
        f"median {statistics.median(clock):.0f} ms, worst {max(clock):.0f} ms, "
        f"processor median {statistics.median(work):.0f} ms, best {min(work):.0f} ms, n = {rounds}"
    )


def measure(rounds: int) -> None:
    """Print how long the query and the page take."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, override_settings

    from luodi.base.actors import SYSTEM
    from luodi.indicators.models import Observation, Target
    from luodi.indicators.queries.board import BoardFilter, board
    from luodi.people.models import Person

    client = Client()
    client.force_login(Person.objects.get(account="bench"))
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        answer = client.get("/indicators/targets/")
        assert answer.status_code == 200, answer.status_code
        with CaptureQueriesContext(connection) as asked:
            client.get("/indicators/targets/")
        print(f"{Target.objects.count()} targets, {Observation.objects.count():,} figures")
        groups = {str(one.value): one.count for one in board(SYSTEM, BoardFilter()).counts}
        print(f"standing: {groups}; {len(asked)} queries a page, {connection.vendor}")
        for name, step in (
            ("judging all of them", lambda: board(SYSTEM, BoardFilter())),
            ("the whole page", lambda: client.get("/indicators/targets/")),
        ):
            print(f"{name}: {timed(step, rounds)}")


def main() -> None:
    """Prepare, measure, throw away."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--targets", type=int, default=500)
    parser.add_argument("--beside", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=15)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["LUODI_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "luodi.config.settings"
        prepare(asked.targets, asked.beside)
        measure(asked.rounds)


if __name__ == "__main__":
    main()
