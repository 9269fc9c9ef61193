"""Our anchors beside langextract's aligner: do they lead back to the same characters, how fast?

usage: python bench/aligner.py [FOLDER] [--python INTERPRETER] [--anchors N]

Up to N findings of every document are quoted (default 12), in the order of the text, and then the
figures, dates and units in them, which are short and stand within a clause. Three tasks for each:
to find the quotes in the same text; in the piece of it, of about 1,000 characters, that each stands
in (langextract works on such pieces); and in a version with an edit outside the quotes in every
400 characters. The aligner gets the text and the quotes; an anchor knows, besides, its place, 32
characters of context on both sides, and the old version.

langextract is no part of luodi. INTERPRETER is a Python that has it; without the option a
virtual environment is made for the run (some 30 packages are fetched) and thrown away.
Time is that of the processor, without loading.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
import venv
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from luodi.reading.types import Finding

ROOT = Path(__file__).resolve().parents[1]
DEFAULT = ROOT.parent / "shared" / "corpus" / "documents"
PIECE, EDIT = 1_000, 400
SURE = {"exact", "moved", "match_exact"}
Run = tuple[int, int]
Place = tuple[int | None, int | None, str]  # start, end, how sure


class Task:
    """Quotes to find in a text, where they truly stand in it, and how they stood in the old one."""

    def __init__(self, text: str, truth: Sequence[Run], old: str, before: Sequence[Run]) -> None:
        self.text, self.truth, self.old, self.before = text, truth, old, before

    @property
    def quotes(self) -> list[str]:
        return [self.old[low:high] for low, high in self.before]


def main() -> int:
    """Prints what each found and how fast; 1 without texts or without langextract."""
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    ask.add_argument("folder", nargs="?", type=Path, default=DEFAULT)
    ask.add_argument("--python", type=Path)
    ask.add_argument("--anchors", type=int, default=12)
    order = ask.parse_args()
    sys.path.insert(0, str(ROOT / "src"))
    paths = sorted(order.folder.glob("*.txt"))
    if not paths:
        print(f"no .txt in {order.folder}", file=sys.stderr)
        return 1
    tasks = _tasks([path.read_text(encoding="utf-8") for path in paths], order.anchors)
    with tempfile.TemporaryDirectory() as scratch:
        python = order.python or _installed(Path(scratch))
        version = _version(python) if python else ""
        if not python or not version:
            print(
                "langextract is not to be had here. Give --python an interpreter that has it:\n"
                "  python -m venv /tmp/lx && /tmp/lx/bin/pip install langextract\n"
                "  python bench/aligner.py --python /tmp/lx/bin/python",
                file=sys.stderr,
            )
            return 1
        print(f"langextract {version}; {len(paths)} documents")
        for name, held in tasks.items():
            size = sum(len(task.text.encode()) for task in held)
            print(
                f"\n{name}: {sum(len(task.truth) for task in held):,} quotes, {size / 1e6:.2f} MB"
            )
            _tell("our anchors", held, *_ours(held))
            for tokenizer in ("regex", "unicode"):
                label = f"langextract, {tokenizer}" + (" (default)" if tokenizer == "regex" else "")
                _tell(label, held, *_theirs(python, held, tokenizer))
    return 0


def _tasks(texts: list[str], most: int) -> dict[str, list[Task]]:
    from luodi.reading.reader import read

    out: dict[str, list[Task]] = {}
    for number, text in enumerate(texts):
        chance = random.Random(number)
        findings = {(f.span.start, f.span.end): f for f in read(text).findings}
        spans = sorted(chance.sample(sorted(findings), min(most, len(findings))))
        parts = sorted({part for span in spans for part in _parts(findings[span])})
        for name, runs in (("findings", spans), ("figures, dates and units", parts)):
            if runs:
                _add_tasks(out, name, text, runs, chance)
    return out


def _parts(finding: Finding) -> Iterator[Run]:
    low, high = finding.span.start, finding.span.end
    due = [finding.deadline.span] if finding.deadline else []
    for span in (*(m.span for m in finding.measures), *due, *(o.span for o in finding.owners)):
        if low <= span.start and span.end <= high:
            yield span.start, span.end


def _add_tasks(
    out: dict[str, list[Task]], name: str, text: str, spans: list[Run], chance: random.Random
) -> None:
    from luodi.reading.evaluation.official import edited

    out.setdefault(f"{name}, same text", []).append(Task(text, spans, text, spans))
    for low, high in _pieces(text):
        inside = [(s - low, e - low) for s, e in spans if low <= s and e <= high]
        if inside:
            piece = Task(text[low:high], inside, text[low:high], inside)
            out.setdefault(f"{name}, in pieces", []).append(piece)
    new, places = edited(text, spans, chance)
    truth = [(places[s], places[s] + e - s) for s, e in spans]
    out.setdefault(f"{name}, edited text", []).append(Task(new, truth, text, spans))


def _pieces(text: str) -> Iterator[Run]:
    """Whole lines of about 1,000 characters together; a longer line is a piece of its own."""
    start = at = 0
    for line in text.splitlines(keepends=True):
        if at + len(line) - start > PIECE and at > start:
            yield start, at
            start = at
        at += len(line)
    if at > start:
        yield start, at


def _ours(tasks: list[Task]) -> tuple[list[list[Place]], float]:
    from luodi.reading.alignment import Alignment
    from luodi.reading.anchors import locate, selector

    anchors = [[selector(task.old, *run) for run in task.before] for task in tasks]
    started = time.process_time()
    found = []
    for task, held in zip(tasks, anchors, strict=True):
        sides = None if task.old == task.text else Alignment(task.old, task.text)
        located = [locate(task.text, anchor, sides) for anchor in held]
        found.append([(one.start, one.end, one.status) for one in located])
    return found, time.process_time() - started


def _theirs(python: Path, tasks: list[Task], tokenizer: str) -> tuple[list[list[Place]], float]:
    given = {"tokenizer": tokenizer, "jobs": [[task.text, task.quotes] for task in tasks]}
    done = subprocess.run(
        [str(python), __file__, "--worker"],
        input=json.dumps(given), capture_output=True, text=True, check=True,
    )  # fmt: skip
    answer = json.loads(done.stdout.splitlines()[-1])
    return [[tuple(place) for place in one] for one in answer["found"]], answer["seconds"]


def _tell(name: str, tasks: list[Task], found: list[list[Place]], seconds: float) -> None:
    counts = Counter(
        _verdict(task, truth, place)
        for task, places in zip(tasks, found, strict=True)
        for truth, place in zip(task.truth, places, strict=True)
    )
    whole, size = counts.total(), sum(len(task.text.encode()) for task in tasks)
    parts = ", ".join(f"{what} {counts[what]}" for what in VERDICTS)
    print(f"  {name}: right {counts['right'] / whole:.4f} ({parts})")
    print(
        f"    {seconds:.2f} s, {size / seconds / 1e6:.2f} MB/s, {seconds / whole * 1e3:.2f} ms each"
    )


VERDICTS = ("right", "flagged", "twin", "elsewhere", "none")


def _verdict(task: Task, truth: Run, place: Place) -> str:
    """`twin`: the same words at another place, told as sure; `elsewhere`: other characters, told
    as sure; `flagged`: a place that is given as doubtful and is not the right one."""
    start, end, status = place
    if start is None or end is None:
        return "flagged" if status in {"ambiguous", "changed"} else "none"
    if (start, end) == tuple(truth):
        return "right"
    if status not in SURE:
        return "flagged"
    return "twin" if task.text[start:end] == task.text[slice(*truth)] else "elsewhere"


def _installed(folder: Path) -> Path | None:
    """An interpreter of a new virtual environment with langextract; None where pip cannot."""
    venv.create(folder / "lx", with_pip=True)
    python = folder / "lx" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    print("fetching langextract into a virtual environment of its own …", flush=True)
    words = [str(python), "-m", "pip", "install", "--quiet", "langextract"]
    return python if subprocess.run(words, capture_output=True).returncode == 0 else None


def _version(python: Path) -> str:
    """The version of langextract that an interpreter has; "" without it."""
    words = "from importlib.metadata import version; print(version('langextract'))"
    try:
        done = subprocess.run([str(python), "-c", words], capture_output=True, text=True)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def worker() -> int:
    """In the other interpreter, without luodi: aligns what is asked on the standard input."""
    from langextract.core import tokenizer as cutting  # type: ignore[import-not-found]
    from langextract.core.data import Extraction  # type: ignore[import-not-found]
    from langextract.resolver import WordAligner  # type: ignore[import-not-found]

    given = json.load(sys.stdin)
    cut = cutting.UnicodeTokenizer() if given["tokenizer"] == "unicode" else None
    found: list[list[Any]] = []
    started = time.process_time()
    for text, quotes in given["jobs"]:
        asked = [Extraction(extraction_class="quote", extraction_text=quote) for quote in quotes]
        told = WordAligner().align_extractions([asked], text, tokenizer_impl=cut)
        by_quote = [one for group in told for one in group]
        found.append([_place(one) for one in by_quote])
    seconds = time.process_time() - started
    print(json.dumps({"found": found, "seconds": seconds}))
    return 0


def _place(one: Any) -> Place:
    where, status = one.char_interval, one.alignment_status
    if where is None or where.start_pos is None:
        return None, None, "none"
    return where.start_pos, where.end_pos, status.value if status else "none"


if __name__ == "__main__":
    raise SystemExit(worker() if sys.argv[1:] == ["--worker"] else main())
