"""How well clauses are put together into plan rows, against the official task items.

usage: python bench/score_bundles.py [SHARED]   (default: the folder beside the checkout)

Over all pairs of the reader's commitments that lie in official items of one document: a pair is
right when it stands in one row and in one item. The items are those that issuers close with a
responsibility bracket, so the rows are also made from the documents without these brackets, which
is the harder question: there only numbers, paragraphs and topic sentences tell.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from luodi.reading.bundles import bundle  # noqa: E402
from luodi.reading.reader import read  # noqa: E402

Item = dict[str, Any]
ROUNDS = 1000
FOLDERS = {"documents": "", "stripped": "stripped_"}


def pairs(shared: Path, folder: str) -> dict[str, Counter[str]]:
    """For each document: pairs in one row and one item, in one row only, in one item only."""
    items: dict[str, list[Item]] = defaultdict(list)
    for line in (shared / "corpus" / "answers.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        items[item["doc_id"]].append(item)
    return {name: _pairs(shared / "corpus" / folder / f"{name}.txt", held, FOLDERS[folder])
            for name, held in items.items()}  # fmt: skip


def _pairs(path: Path, items: list[Item], prefix: str) -> Counter[str]:
    text = path.read_text(encoding="utf-8")
    spans = [(f.span.start, f.span.end) for f in read(text).findings if not f.is_problem]
    row = {at: number for number, held in enumerate(bundle(text, spans)) for at in held}
    official = {}
    for at, (start, end) in enumerate(spans):
        for number, item in enumerate(items):
            if item[f"{prefix}start"] <= start and end <= item[f"{prefix}end"]:
                official[at] = number
    counted: Counter[str] = Counter()
    for one, other in combinations(official, 2):
        together = row[one] == row[other], official[one] == official[other]
        counted[
            {(True, True): "hit", (True, False): "false", (False, True): "missed"}.get(together, "")
        ] += 1
    return counted


def scores(counted: Counter[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of pairs."""
    hit, false, missed = counted["hit"], counted["false"], counted["missed"]
    return (
        hit / max(1, hit + false),
        hit / max(1, hit + missed),
        2 * hit / max(1, 2 * hit + false + missed),
    )


def interval(documents: Iterable[Counter[str]]) -> tuple[float, float]:
    """The bootstrap interval of F1 over documents (2.5 % to 97.5 %)."""
    held, chance = list(documents), random.Random(1)
    drawn = sorted(scores(total(chance.choices(held, k=len(held))))[2] for _ in range(ROUNDS))
    return drawn[int(0.025 * ROUNDS)], drawn[int(0.975 * ROUNDS)]


def total(documents: Iterable[Counter[str]]) -> Counter[str]:
    """The counts of several documents together."""
    added: Counter[str] = Counter()
    for counted in documents:
        added.update(counted)
    return added


def main(shared: Path) -> int:
    """Print the figures by document and together; 2 when the material is not there."""
    if not (shared / "corpus").is_dir():
        print(f"no corpus under {shared}", file=sys.stderr)
        return 2
    for folder in FOLDERS:
        found = pairs(shared, folder)
        print(f"{folder:20} {'P':>6} {'R':>6} {'F1':>6} {'pairs':>6}")
        for name, counted in [*found.items(), ("together", total(found.values()))]:
            figures = " ".join(f"{value:6.3f}" for value in scores(counted))
            print(f"  {name:18} {figures} {counted['hit'] + counted['missed']:6}")
        low, high = interval(found.values())
        print(f"  F1 between {low:.3f} and {high:.3f} (bootstrap over documents)\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared"))
