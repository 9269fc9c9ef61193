"""How well the reader reads, on the material beside the checkout: the same as `luodi evaluate`.

usage: python bench/score_reader.py [--worst N] [--shared FOLDER]

A third of the labelled documents is held out: scored, never opened, never printed.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from luodi.reading.evaluation.command import main

if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
