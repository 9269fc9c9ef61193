"""How fast tables of figures come in, with how much memory, and what a page costs beside them.

usage: python bench/import_figures.py [--rows 10000 1000000] [--xlsx] [--pages 9]

Each size is given as one long table of made-up figures of all counties. Giving it (as the web
server does) and its two jobs run in processes of their own; a peak is the most memory that process
held, its parsing child beside it. Then the profile of a county is opened, on all that was loaded.
The installation is made for the purpose and thrown away. On PostgreSQL:
PYTHONPATH=tools python -m launcher.postgres python bench/import_figures.py
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
INDICATORS, FIRST_YEAR = 14, 1998
GIVER = "bench"


def setup() -> None:
    """Make Django ready in this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luodi.config.settings")
    import django

    django.setup()


def prepare() -> None:
    """Tables, divisions, indicators, somebody of the follow-up office, and peers."""
    setup()
    from django.core.management import call_command

    from luodi.base.actors import SYSTEM
    from luodi.indicators import services
    from luodi.people import services as people
    from luodi.places.models import Division
    from luodi.places.services import load_divisions

    call_command("migrate", verbosity=0)
    load_divisions(actor=SYSTEM)
    root = people.create_unit(name="试验市", kind="city", short_name="试验", actor=SYSTEM)
    person = people.create_person(name="林晓", account=GIVER, actor=SYSTEM).person
    post = people.create_post(root, "督查室", "followup", actor=SYSTEM)
    people.appoint(person, post, actor=SYSTEM)
    for number in range(INDICATORS):
        given = {"name": f"指标{number}", "code": f"i{number}", "unit": "万元"}
        services.define_indicator(given, actor=SYSTEM)
    places = Division.objects.filter(code__startswith="4210", level="county", valid_to=None)
    codes = list(places.values_list("code", flat=True))
    services.declare_peers("荆州市各县市区", places=codes, actor=SYSTEM)


def lines(rows: int) -> Iterator[list[object]]:
    """A long table: county by county, indicator by indicator, year by year."""
    from luodi.places.models import Division

    counties = Division.objects.filter(level="county", valid_from=None, valid_to=None)
    codes = list(counties.order_by("code").values_list("code", flat=True))
    chance, count = random.Random(7), 0
    # Jingzhou first, so that its profile has figures whatever the size.
    codes.sort(key=lambda code: not code.startswith("4210"))
    years = 1 + rows // (len(codes) * INDICATORS)
    for code in codes:
        for indicator in range(INDICATORS):
            value = chance.lognormvariate(10, 1)
            for year in range(FIRST_YEAR, FIRST_YEAR + min(years, 28)):
                if count == rows:
                    return
                count += 1
                value *= 1.04 + chance.gauss(0, 0.03)
                yield [code, f"i{indicator}", year, f"{value:.2f}"]


def table(rows: int, xlsx: bool) -> bytes:
    """The table as a file."""
    head = ["区划代码", "指标代码", "年份", "数值"]
    if xlsx:
        from openpyxl import Workbook

        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        sheet.append(head)
        for code, indicator, year, value in lines(rows):
            sheet.append([code, indicator, year, float(str(value))])
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows(lines(rows))
    return text.getvalue().encode()


def take(path: str) -> dict[str, Any]:
    """Give a file and settle its columns, as a request does."""
    setup()
    from luodi.indicators import services
    from luodi.people.models import Person
    from luodi.people.queries import actor_of

    actor = actor_of(Person.objects.get(account=GIVER))
    data = Path(path).read_bytes()
    began = time.perf_counter()
    given = services.take_table(data, Path(path).name, actor=actor)
    taken = time.perf_counter() - began
    services.settle_columns(given, given.layout, actor=actor)
    return {"table": str(given.uuid), "take": taken}


def work(table: str, step: str) -> dict[str, Any]:
    """Perform the job that waits: examining the rows, or writing them after the yes."""
    setup()
    from luodi.base import jobs
    from luodi.base.models import Job
    from luodi.indicators import services
    from luodi.indicators.models import FigureImport, Observation
    from luodi.people.models import Person
    from luodi.people.queries import actor_of

    if step == "write":
        actor = actor_of(Person.objects.get(account=GIVER))
        services.write_table(table, actor=actor)
    jobs.drain()
    failed = Job.objects.filter(state="failed").first()
    assert failed is None, f"{failed.error_en} {failed.fault}"
    row = FigureImport.objects.get(uuid=table)
    return {"state": row.state, "counts": row.counts, "there": Observation.objects.count()}


def pages(rounds: int) -> dict[str, Any]:
    """Open the profile of a county."""
    setup()
    from django.test import Client
    from django.urls import reverse

    from luodi.indicators.models import Observation
    from luodi.people.models import Person

    client = Client(HTTP_HOST="localhost")
    client.force_login(Person.objects.get(account=GIVER))
    times = {}
    for name, address in (
        ("profile of a county", reverse("indicators:profile", args=["421022"])),
        ("list of indicators", reverse("indicators:indicators")),
    ):
        each = []
        for _round in range(rounds + 1):
            began = time.perf_counter()
            answer = client.get(address)
            each.append(1000 * (time.perf_counter() - began))
            assert answer.status_code == 200, f"{address} {answer.status_code}"
        times[name] = each
    return {"times": times, "there": Observation.objects.count()}


def apart(*words: str) -> dict[str, Any]:
    """Do one step in a process of its own; its answer, seconds and peak memory in MB."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, __file__, "--step", *words], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {**answer, "seconds": time.perf_counter() - began}


def step(words: list[str]) -> None:
    """Carry out one step here, and print its answer with the peaks."""
    name, *rest = words
    answer = {
        "prepare": lambda: prepare() or {},
        "take": lambda: take(*rest),
        "check": lambda: work(rest[0], "check"),
        "write": lambda: work(rest[0], "write"),
        "pages": lambda: pages(int(rest[0])),
    }[name]()
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(json.dumps({**answer, "peak": own, "child": child}))


def measure(folder: Path, rows: int, xlsx: bool) -> None:
    """Bring one table in and say what it took."""
    setup()
    path = folder / f"figures-{rows}.{'xlsx' if xlsx else 'csv'}"
    data = table(rows, xlsx)
    path.write_bytes(data)
    print(f"{rows:,} rows, {len(data) / 1e6:.1f} MB {path.suffix[1:]}", flush=True)
    taken = apart("take", str(path))
    print(f"  given: {taken['take']:.2f} s, {_peaks(taken)}", flush=True)
    for name in ("check", "write"):
        done = apart(name, taken["table"])
        print(f"  {name}: {done['seconds']:.1f} s, {_peaks(done)}; {done['counts']}", flush=True)
    again = apart("take", str(path))
    repeated = apart("check", again["table"])
    print(f"  again: check {repeated['seconds']:.1f} s, {_peaks(repeated)}; {repeated['counts']}")


def _peaks(done: dict[str, Any]) -> str:
    return f"peak {done['peak']:.0f} MB, its child {done['child']:.0f} MB"


def main() -> None:
    """Measure every size, then the pages."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, nargs="*", default=[10_000, 1_000_000])
    asked.add_argument("--xlsx", action="store_true")
    asked.add_argument("--pages", type=int, default=9)
    asked.add_argument("--step", nargs="*", help=argparse.SUPPRESS)
    chosen = asked.parse_args()
    if chosen.step:
        step(chosen.step)
        return
    with tempfile.TemporaryDirectory(prefix="luodi-bench-") as home:
        os.environ["LUODI_HOME"] = home
        apart("prepare")
        for rows in chosen.rows:
            measure(Path(home), rows, chosen.xlsx)
        shown = apart("pages", str(chosen.pages))
        print(f"pages, {shown['there']:,} observations, peak {shown['peak']:.0f} MB")
        for name, each in shown["times"].items():
            later = each[1:]
            print(
                f"  {name}: first {each[0]:.0f} ms, then median {statistics.median(later):.0f} ms, "
                f"max {max(later):.0f} ms (n = {len(later)})"
            )


if __name__ == "__main__":
    main()
