"""`./run lock`: one file of pins and hashes for the base and one an extra; no addresses inside."""

from __future__ import annotations

import re
import subprocess
import tomllib

from . import place
from .environment import uv
from .messages import say, stop

FLAGS = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header"]
FLAGS += ["--no-annotate", "-q"]


def lock() -> int:
    """Lock base first, then each extra on the same versions; refuses without uv."""
    tool = uv()
    if tool is None:
        stop("锁定依赖需要 uv：pip install uv。", "Locking needs uv: pip install uv.")
    declared = tomllib.loads((place.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for name in ["base", *sorted(declared["optional-dependencies"])]:
        _lock_one(tool, name)
        say(f"已锁定 {name}", f"Locked {name}")
    return 0


def _lock_one(tool: str, name: str) -> None:
    target = place.LOCKS / f"{name}.txt"
    extra = [] if name == "base" else ["--extra", name, "-c", "locks/base.txt"]
    command = [tool, "pip", "compile", "pyproject.toml", *FLAGS, *extra, "-o", f"locks/{name}.txt"]
    # Run in the checkout with relative paths: a lock names no place of this machine.
    if subprocess.run(command, cwd=place.ROOT, check=False, stdout=subprocess.DEVNULL).returncode:
        stop(f"锁定 {name} 失败，原因见上。", f"Locking {name} failed; the reason stands above.")
    if re.search(r"://", target.read_text("utf-8")):
        stop(f"locks/{name}.txt 中含有网址。", f"locks/{name}.txt holds an address.")
