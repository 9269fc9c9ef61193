"""What the extra `ner` adds to the reader, and what it costs.

usage: python bench/open_names.py [--list]   (with the extra `ner`: ./run install ner)

Read are the documents beside the checkout; `--list` prints every name proposed in the open ones
with what stands around it, to be judged by eye. Held-out documents are counted, never printed.
Time is that of this process alone.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from luodi.reading.evaluation.matching import Counts, Row, count, precision_recall
from luodi.reading.evaluation.material import Material, is_held_out, load
from luodi.reading.naming import Namer, namer, with_names
from luodi.reading.output.records import to_json
from luodi.reading.reader import read
from luodi.reading.types import Reading

AROUND = 10


class Asked:
    """The namer, counting the sentences that it is asked about."""

    def __init__(self, names: Namer) -> None:
        self.names = names
        self.sentences = 0

    def __call__(self, sentence: str) -> object:
        self.sentences += 1
        return self.names(sentence)


def main() -> int:
    """Prints time and counts, and precision and recall of places before and after; 1 without it."""
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    ask.add_argument("--list", action="store_true")
    order = ask.parse_args()
    names = namer()
    if names is None:
        print("the extra ner is not installed here: ./run install ner", file=sys.stderr)
        return 1
    material, asked = load(), Asked(names)
    names("热身")
    readings, spent, size = {}, Counter[str](), 0
    for path in sorted(material.whole.folder.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        size += len(text.encode())
        started = time.process_time()
        plain = read(text)
        between = time.process_time()
        reading = with_names(plain, text, asked)
        spent["read"] += between - started
        spent["names"] += time.process_time() - between
        readings[path.stem] = reading
        if order.list and not is_held_out(path.stem):
            _print(path.stem, text, reading)
    told = Counter(
        one.what for reading in readings.values() for f in reading.findings for one in f.named
    )
    print(
        f"{len(readings)} documents, {size / 1e6:.2f} MB; {asked.sentences} sentences asked about"
    )
    print(f"reading {spent['read'] / size * 1e6:.2f} s/MB, names {spent['names'] / size * 1e6:.2f}")
    print(f"proposed: {told['place']} places, {told['body']} bodies")
    for held in (False, True):
        _compare(material, readings, held=held)
    return 0


def _print(name: str, text: str, reading: Reading) -> None:
    for finding in reading.findings:
        for one in finding.named:
            low, high = one.span.start, one.span.end
            before, after = text[max(0, low - AROUND) : low], text[high : high + AROUND]
            print(f"{one.what} {name} {before}[{one.span.text}]{after}".replace("\n", " "))


def _compare(material: Material, readings: dict[str, Reading], *, held: bool) -> None:
    """Places as the grammar reads them, and as they would be with all proposals taken over."""
    before: Counts = Counter()
    after: Counts = Counter()
    for passage in material.labelled:
        if is_held_out(passage["doc"]) != held:
            continue
        reading = readings[passage["doc"]]
        rows = [to_json(finding, reading) for finding in reading.findings if not finding.is_problem]
        before.update(count(passage, [_of_the_grammar(row) for row in rows]).counts)
        after.update(count(passage, [_taken_over(row) for row in rows]).counts)
    part = "held out" if held else "open"
    for when, counts in (("grammar alone", before), ("with proposals", after)):
        for field, label in (("place", "places"), ("owner", "owners")):
            precision, recall, _ = precision_recall(counts, field)
            cases = counts[field, "gold"]
            print(f"{part}, {when}: {label} P {precision:.3f} R {recall:.3f} ({cases} labelled)")


def _of_the_grammar(row: Row) -> Row:
    return row | {"places": [place for place in row["places"] if "reader" not in place]}


def _taken_over(row: Row) -> Row:
    """The row as if a person took every proposed body for a lead; places are there already."""
    owners = row["owners"] | {"lead": [*row["owners"]["lead"], *row.get("named", [])]}
    return row | {"owners": owners}


if __name__ == "__main__":
    raise SystemExit(main())
