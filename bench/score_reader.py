"""How well the reader reads: the labelled passages, the official answers, the stripped documents.

usage: python bench/score_reader.py [SHARED] [--worst N]   (default: the folder beside the checkout)

A third of the labelled documents is held out: scored, never opened. `--worst` prints passages of
the open part only, and nothing here prints a passage of the other.
"""

from __future__ import annotations

import argparse
import collections
import hashlib
import importlib.util
import json
import random
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from luodi.reading.output import to_json  # noqa: E402
from luodi.reading.reader import read  # noqa: E402
from luodi.reading.types import Reading  # noqa: E402

Row = dict[str, Any]
Counts = collections.Counter[Any]
GOLD = ("gold.jsonl", "gold_numbers.jsonl")
ROUNDS = 300


def is_held_out(document: str) -> bool:
    """Whether the labelled passages of a document are only scored, never opened."""
    return int(hashlib.sha256(document.encode()).hexdigest(), 16) % 3 == 0


def lines_of(path: Path) -> list[Row]:
    """The rows of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def scorer(shared: Path) -> ModuleType:
    """The scorer of the contract."""
    spec = importlib.util.spec_from_file_location("score", shared / "reading" / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no score.py under {shared}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def predicted(reading: Reading) -> list[Row]:
    """The commitments of a reading as the command writes them."""
    return [to_json(item, reading) for item in reading.findings if not item.is_problem]


class Read:
    """Readings of the documents of one folder, each made once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.known: dict[str, list[Row]] = {}

    def __getitem__(self, name: str) -> list[Row]:
        if name not in self.known:
            text = (self.folder / f"{name}.txt").read_text(encoding="utf-8")
            self.known[name] = predicted(read(text))
        return self.known[name]


def counted(score: ModuleType, found: Read, passages: Iterable[Row]) -> Iterator[tuple[Row, Any]]:
    """Every passage with the scorer's counts, misses and false findings."""
    for passage in passages:
        yield passage, score.count(passage, found[passage["doc"]])


def interval(score: ModuleType, by_document: dict[str, Counts]) -> dict[str, tuple[float, ...]]:
    """Each score with its bootstrap interval over documents (2.5 % to 97.5 %)."""
    documents, chance = list(by_document.values()), random.Random(1)
    drawn = [score.scores(_sum(chance.choices(documents, k=len(documents)))) for _ in range(ROUNDS)]
    ends = {}
    for name, value in score.scores(_sum(documents)).items():
        ordered = sorted(one[name] for one in drawn)
        ends[name] = (value, ordered[int(0.025 * ROUNDS)], ordered[int(0.975 * ROUNDS)])
    return ends


def _sum(counts: Iterable[Counts]) -> Counts:
    total: Counts = collections.Counter()
    for one in counts:
        total.update(one)
    return total


def labelled(shared: Path, found: Read, worst: int, only: str) -> None:
    """Prints the scores of the labelled passages, the open part and the held-out part apart."""
    score = scorer(shared)
    files = [name for name in GOLD if only in {"", name}]
    passages = [row for name in files for row in lines_of(shared / "reading" / "dev" / name)]
    tables = []
    for held in (False, True):
        by_document: dict[str, Counts] = collections.defaultdict(collections.Counter)
        notes = []
        part = [row for row in passages if is_held_out(row["doc"]) == held]
        for passage, (one, missed, false) in counted(score, found, part):
            by_document[passage["doc"]].update(one)
            notes.append((len(missed) + len(false), passage["id"], missed, false))
        tables.append((by_document, interval(score, by_document)))
        if worst and not held:
            for _, name, missed, false in sorted(notes, reverse=True)[:worst]:
                print(f"\n{name}: missed {missed}\n   false {false}")
    (open_docs, opened), (held_docs, held_out) = tables
    print(f"{'':20} {'open':>22} {'held out':>28}")
    for name in opened:
        cells = []
        for documents, table in ((open_docs, opened), (held_docs, held_out)):
            gold = _sum(documents.values())[name.rsplit(" ", 1)[0], "gold"]
            value, low, high = table[name]
            cells.append(f"{value:.3f} [{low:.3f}, {high:.3f}] {gold or '':>5}")
        print(f"{name:20} {cells[0]:>28} {cells[1]:>28}")


def official(shared: Path) -> None:
    """Prints how the official responsibility brackets came out, and what stands without them."""
    items = lines_of(shared / "corpus" / "answers.jsonl")
    whole, stripped = Read(shared / "corpus" / "documents"), Read(shared / "corpus" / "stripped")
    for held in (False, True):
        part = [item for item in items if is_held_out(item["doc_id"]) == held]
        n: Counts = collections.Counter()
        for item in part:
            _bracket_counts(item, whole[item["doc_id"]], n)
            _stripped_counts(item, stripped[item["doc_id"]], n)
        named = "held out" if held else "open"
        print(f"\nofficial items, {named}: {len(part)}")
        print(f"  with a commitment      {n['taken'] / len(part):.3f}")
        for what in ("set", "role"):
            precision, recall = n[what, "hit"] / n[what, "told"], n[what, "hit"] / n[what, "gold"]
            print(f"  owners ({what:4})  P {precision:.3f}  R {recall:.3f}  of {n[what, 'gold']}")
        share = n["outside"] / len(part)
        print(f"  items without their bracket: an owner that the item does not name  {share:.3f}")
        print(f"    ... a body told to act, but no official one  {n['other'] / len(part):.3f}")


OPEN = ("有关", "相关")  # by the contract these classes are no owners beside a named unit
ROLES_SAID = frozenset({"lead", "labelled", "first_is_lead"})


def _inside(item: Row, findings: list[Row], prefix: str = "") -> list[Row]:
    low, high = item[f"{prefix}start"], item[f"{prefix}end"]
    return [row for row in findings if low <= row["start"] < high]


def _bracket_counts(item: Row, findings: list[Row], n: Counts) -> None:
    """Owners of every commitment of an item against the units its bracket names."""
    mine = _inside(item, findings)
    n["taken"] += bool(mine)
    told = {
        (unit["text"], role)
        for row in mine
        for role in row["owners"]
        for unit in row["owners"][role]
    }
    gold = {(unit, "lead") for unit in item["leads"]} | {(u, "partners") for u in item["partners"]}
    gold = {(unit, role) for unit, role in gold if not any(word in unit for word in OPEN)}
    if not mine:
        return
    units, wanted = {name for name, _ in told}, {name for name, _ in gold}
    n["set", "hit"] += len(units & wanted)
    n["set", "told"] += len(units)
    n["set", "gold"] += len(wanted)
    if item["mode"] in ROLES_SAID:
        n["role", "hit"] += len(told & gold)
        n["role", "told"] += len(told)
        n["role", "gold"] += len(gold)


def _stripped_counts(item: Row, findings: list[Row], n: Counts) -> None:
    """Without its bracket an item names an owner only where its own words do."""
    official = {*item["leads"], *item["partners"]}
    mine = _inside(item, findings, "stripped_")
    units = [unit for row in mine for told in row["owners"].values() for unit in told]
    low, high = item["stripped_start"], item["stripped_end"]
    n["outside"] += any(not low <= unit["start"] < high for unit in units)
    n["other"] += any(
        all(unit["text"] not in name and name not in unit["text"] for name in official)
        for unit in units
    )


def main() -> int:
    """Prints the figures; 2 when the material is not there."""
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    ask.add_argument("shared", nargs="?", type=Path, default=ROOT.parent / "shared")
    ask.add_argument("--worst", type=int, default=0)
    ask.add_argument("--only", choices=GOLD, default="")
    order = ask.parse_args()
    if not (order.shared / "reading" / "dev").is_dir():
        print(f"no labelled passages under {order.shared}", file=sys.stderr)
        return 2
    labelled(order.shared, Read(order.shared / "corpus" / "documents"), order.worst, order.only)
    if not order.only:
        official(order.shared)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
