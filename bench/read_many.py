"""How much faster an archive is read by two processes than by one.

usage: python bench/read_many.py [FOLDER] [--copies N] [--runs N]

The corpus beside the checkout is copied several times into a scratch folder, so that starting the
processes does not count for much. The wall tells the truth only where nothing else runs; the time
of the processors, of all processes together, tells what a second worker costs anywhere.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DEFAULT = ROOT.parent / "shared" / "corpus" / "documents"


def main() -> int:
    """Prints the time with one and with two workers, alternately measured; 1 without a text."""
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    ask.add_argument("folder", nargs="?", type=Path, default=DEFAULT)
    ask.add_argument("--copies", type=int, default=4)
    ask.add_argument("--runs", type=int, default=3)
    order = ask.parse_args()
    if not any(order.folder.glob("*.txt")):
        print(f"no .txt in {order.folder}", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as scratch:
        archive = Path(scratch, "archive")
        for number in range(order.copies):
            shutil.copytree(order.folder, archive / str(number))
        size = sum(path.stat().st_size for path in archive.rglob("*.txt"))
        times: dict[int, list[tuple[float, float]]] = {1: [], 2: []}
        for _ in range(order.runs):
            for workers, held in times.items():
                held.append(_timed(archive, Path(scratch, "out"), workers))
    load = os.getloadavg()[0]
    print(f"{size / 1e6:.1f} MB, {order.copies} copies; load of the machine now {load:.1f}")
    wall, cpu = ({w: statistics.median(one[at] for one in held) for w, held in times.items()}
                 for at in (0, 1))  # fmt: skip
    for workers in times:
        print(f"{workers} workers: {wall[workers]:.1f} s by the wall,", end=" ")
        print(f"{size / wall[workers] / 1e6:.2f} MB/s; {cpu[workers]:.1f} s of processors")
    print(f"two are {wall[1] / wall[2]:.2f} times as fast by the wall;", end=" ")
    print(f"on two free cores at most {2 * cpu[1] / cpu[2]:.2f} times")
    return 0


def _timed(archive: Path, out: Path, workers: int) -> tuple[float, float]:
    """Seconds by the wall and of processors."""
    shutil.rmtree(out, ignore_errors=True)
    words = [sys.executable, "-m", "luodi", "read-many", str(archive), "--out", str(out)]
    began, spent = time.monotonic(), _processors()
    subprocess.run(
        [*words, "--workers", str(workers)], check=True, capture_output=True,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    return time.monotonic() - began, _processors() - spent


def _processors() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    raise SystemExit(main())
