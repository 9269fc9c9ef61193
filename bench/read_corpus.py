"""How fast the reader reads: characters and bytes per second over every document of a folder.

usage: python bench/read_corpus.py [FOLDER]   (default: the corpus beside the checkout)
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "documents"


def main(folder: Path) -> int:
    """Reads every .txt of the folder once and prints the figures; 1 when there is none."""
    started = time.perf_counter()
    from luodi.reading.reader import read

    read("推进改革。")
    loaded = time.perf_counter() - started
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    if not texts:
        print(f"no .txt in {folder}", file=sys.stderr)
        return 1
    started = time.perf_counter()
    findings = sum(len(read(text).findings) for text in texts)
    spent = time.perf_counter() - started
    characters = sum(map(len, texts))
    size = sum(len(text.encode()) for text in texts)
    print(f"{len(texts)} documents, {characters:,} characters, {findings:,} findings")
    print(f"loaded in {loaded:.2f} s, read in {spent:.1f} s")
    print(f"{characters / spent:,.0f} characters/s, {size / spent / 1e6:.2f} MB/s of UTF-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT))
