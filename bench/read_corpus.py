"""How fast the reader reads: the median of several runs over every document of a folder.

usage: python bench/read_corpus.py [FOLDER] [--runs N]   (default: the corpus beside the checkout)

Time is that of this process alone (CPU), so that other work on the machine counts for little: what
shares its caches and cores still slows it. Runs with everything and with the grammar alone, without
the linear model, take turns.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import time
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[1]
DEFAULT = ROOT.parent / "shared" / "corpus" / "documents"
LONG = 60_000


def main() -> int:
    """Prints characters and bytes per second, start time and memory; 1 when there is no text."""
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    ask.add_argument("folder", nargs="?", type=Path, default=DEFAULT)
    ask.add_argument("--runs", type=int, default=5)
    order = ask.parse_args()
    sys.path.insert(0, str(ROOT / "src"))
    started = time.process_time()
    from luodi.reading.reader import read

    read("各县区要推进改革。")
    loaded = time.process_time() - started
    texts = [path.read_text(encoding="utf-8") for path in sorted(order.folder.glob("*.txt"))]
    if not texts:
        print(f"no .txt in {order.folder}", file=sys.stderr)
        return 1
    findings = sum(len(read(text).findings) for text in texts)
    whole, alone = [], []
    for _ in range(order.runs):
        whole.append(_timed(texts))
        with patch("luodi.reading.sentences.sounds_done", lambda *_: False):
            alone.append(_timed(texts))
    characters = sum(map(len, texts))
    print(f"{len(texts)} documents, {characters:,} characters, {findings:,} findings")
    print(f"loaded in {loaded:.2f} s; medians of {order.runs} runs")
    _report("everything", texts, whole)
    _report("the grammar alone", texts, alone)
    long = "".join(texts)[:LONG]
    started = time.process_time()
    read(long)
    print(f"a text of {len(long):,} characters: {time.process_time() - started:.2f} s")
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    return 0


def _timed(texts: list[str]) -> float:
    from luodi.reading.reader import read

    started = time.process_time()
    for text in texts:
        read(text)
    return time.process_time() - started


def _report(what: str, texts: list[str], times: list[float]) -> None:
    spent = statistics.median(times)
    characters, size = sum(map(len, texts)), sum(len(text.encode()) for text in texts)
    print(f"{what}: {spent:.2f} s ({min(times):.2f} to {max(times):.2f}),", end=" ")
    print(f"{characters / spent:,.0f} characters/s, {size / spent / 1e6:.2f} MB/s of UTF-8")


if __name__ == "__main__":
    raise SystemExit(main())
