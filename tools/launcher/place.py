"""Where things are: the checkout (or unpacked bundle), its environment, its data."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "luodi-stamp.json"
SOURCE = ROOT / "src"
LOCKS = ROOT / "locks"
WHEELS = ROOT / "wheels"
BUNDLE = ROOT / "bundle.json"


def bundle() -> dict[str, Any]:
    """Return what this bundle says of itself; empty in a checkout."""
    if not BUNDLE.is_file():
        return {}
    about: dict[str, Any] = json.loads(BUNDLE.read_text("utf-8"))
    return about


def data_home() -> Path:
    """Return the data folder: LUODI_HOME, else `var` beside `run`."""
    return Path(os.environ.get("LUODI_HOME") or ROOT / "var").expanduser().absolute()


def environment(**extra: str) -> dict[str, str]:
    """Return the variables a child process gets: ours set, nothing of another Python's."""
    kept = {k: v for k, v in os.environ.items() if k not in {"PYTHONHOME", "VIRTUAL_ENV"}}
    kept["PATH"] = f"{VENV / 'bin'}{os.pathsep}{kept.get('PATH', os.defpath)}"
    return kept | extra
