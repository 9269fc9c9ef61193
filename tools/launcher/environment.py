"""Makes `.venv` from the locks, and only when something changed."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from .messages import say, stop
from .place import LOCKS, PYTHON, ROOT, STAMP, VENV, WHEELS, bundle, environment


def ensure(*names: str) -> None:
    """Make sure that `.venv` holds the named locks; what was installed once stays installed."""
    with _one_at_a_time():
        stamp = _read_stamp()
        if stamp and not _fits(stamp):
            say(
                "环境已过期或被移动，正在重建",
                "The environment is stale or was moved: rebuilding it",
            )
            shutil.rmtree(VENV)
            stamp = {}
        wanted = _wanted(names, stamp.get("locks", {}))
        if stamp.get("locks") != wanted:
            _build(wanted)


def _wanted(names: Iterable[str], installed: dict[str, str]) -> dict[str, str]:
    known = {name for name in installed if (LOCKS / f"{name}.txt").is_file()}
    return {name: _digest(name) for name in sorted({"base", *names, *known, *_extras()})}


def _extras() -> list[str]:
    """Return the extras that the deployment asks for by itself."""
    extras = list(bundle().get("extras", []))
    if os.environ.get("LUODI_DATABASE_URL", "").startswith("postgres"):
        extras.append("postgres")
    return extras


def _digest(name: str) -> str:
    path = LOCKS / f"{name}.txt"
    if not path.is_file():
        have = ", ".join(sorted(p.stem for p in LOCKS.glob("*.txt")))
        stop(
            f"没有名为 {name} 的组件，可用：{have}。",
            f"There is no extra {name}; there are: {have}.",
        )
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _here() -> dict[str, str]:
    return {"root": str(ROOT), "machine": platform.machine()}


def _fits(stamp: dict[str, Any]) -> bool:
    """Answer whether the environment was made here and its Python still stands."""
    return PYTHON.exists() and all(stamp.get(key) == value for key, value in _here().items())


def _read_stamp() -> dict[str, Any]:
    try:
        stamp: dict[str, Any] = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp


def _build(wanted: dict[str, str]) -> None:
    say(
        "正在准备运行环境，首次约需一分钟",
        "Preparing the environment; the first time takes about a minute",
    )
    if not _runs():
        shutil.rmtree(VENV, ignore_errors=True)
        _create()
    STAMP.unlink(missing_ok=True)
    # Every lock holds the base packages too, at the same versions.
    for name in [name for name in wanted if name != "base"] or ["base"]:
        _install(LOCKS / f"{name}.txt")
    _point_to_source()
    STAMP.write_text(json.dumps(_here() | {"locks": wanted}, indent=1), "utf-8")


def _runs() -> bool:
    """Answer whether `.venv` has a Python that works and is new enough."""
    probe = "import sys; sys.exit(sys.version_info < (3, 11))"
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", probe], check=False).returncode == 0


def uv() -> str | None:
    """Return the path of uv when it works here; LUODI_NO_UV=1 turns it off."""
    found = None if os.environ.get("LUODI_NO_UV") else shutil.which("uv")
    # A shim may stand for a tool that is not installed for this Python.
    if found and subprocess.run([found, "--version"], capture_output=True, check=False).returncode:
        return None
    return found


def _create() -> None:
    if tool := uv():
        _call([tool, "venv", "-q", "--no-project", "--python", sys.executable, str(VENV)])
    else:
        _need_venv()
        _call([sys.executable, "-m", "venv", str(VENV)])


def _need_venv() -> None:
    if any(importlib.util.find_spec(module) is None for module in ("venv", "ensurepip")):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        stop(
            f"此 Python 缺少 venv 模块：请安装 python{version}-venv（Debian、统信、麒麟）后重试。",
            f"This Python lacks `venv`: install python{version}-venv and run this again.",
        )


def _install(lock: Path) -> None:
    tool = uv()
    if tool:
        command = [tool, "pip", "install", "-q", "--python", str(PYTHON), "--no-deps"]
    else:
        _need_pip()
        command = [str(PYTHON), "-m", "pip", "install", "-q", "--no-deps", "--no-compile"]
        command += ["--disable-pip-version-check", "--no-input"]
    if WHEELS.is_dir():
        command += ["--no-index", "--find-links", str(WHEELS)]
    _call([*command, "--require-hashes", "-r", str(lock)])


def _need_pip() -> None:
    """A `.venv` that uv made has no pip."""
    probe = [str(PYTHON), "-c", "import pip"]
    if subprocess.run(probe, capture_output=True, check=False).returncode:
        _need_venv()
        _call([str(PYTHON), "-m", "ensurepip", "--default-pip"])


def _call(command: list[str]) -> None:
    done = subprocess.run(command, env=environment(), check=False, stdout=subprocess.DEVNULL)
    if done.returncode:
        stop(
            f"环境准备失败（{Path(command[0]).name}，代码 {done.returncode}），原因见上。",
            f"Preparing the environment failed ({Path(command[0]).name}, code {done.returncode}); "
            "the reason stands above.",
        )


def _point_to_source() -> None:
    """Make `src` importable by a relative .pth line: nothing of ours is built or copied."""
    for site in VENV.glob("lib/python3.*/site-packages"):
        (site / "luodi.pth").write_text("../../../../src\n", "utf-8")


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Hold the launcher's lock, so that two `./run` do not build one environment together."""
    import fcntl

    handle = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
