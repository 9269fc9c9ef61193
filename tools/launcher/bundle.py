"""`./run bundle FILE`: one archive that installs and runs without any network."""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

from . import place
from .catalogues import compile_all
from .messages import say, stop
from .targets import Target

CODE = ("run", "tools", "src", "locks", "docs", "pyproject.toml")
NEVER = {"__pycache__", ".git"}
# Every archive of the same state has the same bytes but for the wheels' own.
MOMENT = 1_600_000_000


def main(words: list[str]) -> int:
    """Pack the archive that the words describe."""
    chosen = _options(words)
    target = Target(chosen.platform, chosen.python)
    extras = sorted(set(chosen.extra))
    file = Path(chosen.file).absolute()
    compile_all(place.SOURCE)
    with tempfile.TemporaryDirectory(prefix="luodi-bundle-") as folder:
        wheels = Path(folder) / "wheels"
        fetch(wheels, target, extras)
        pack(file, wheels, target, extras)
    size = file.stat().st_size / 1e6
    say(f"已打包 {file}（{size:.0f} MB）", f"Packed {file} ({size:.0f} MB)")
    return 0


def _options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bundle", allow_abbrev=False)
    parser.add_argument("file", help="*.tar, *.tar.gz")
    parser.add_argument("--platform", choices=("x86_64", "aarch64"), default="x86_64")
    parser.add_argument("--python", default="3.11", help="3.11, 3.12, ...")
    parser.add_argument("--extra", action="append", default=[], metavar="NAME")
    chosen = parser.parse_args(words)
    for name in chosen.extra:
        if not (place.LOCKS / f"{name}.txt").is_file():
            stop(f"没有名为 {name} 的组件。", f"There is no extra {name}.")
    return chosen


def fetch(wheels: Path, target: Target, extras: list[str]) -> None:
    """Put the hashed wheels of base and extras for the target into a folder."""
    wheels.mkdir()
    with _pip() as pip:
        for name in extras or ["base"]:
            say(f"正在取得 {name} 的组件包", f"Fetching the wheels of {name}")
            wanted = wheels.parent / f"{name}.txt"
            wanted.write_text(target.choose((place.LOCKS / f"{name}.txt").read_text("utf-8")))
            command = [*pip, "download", "-qq", "--no-deps", "--require-hashes", "-d", str(wheels)]
            command += ["--disable-pip-version-check", *target.pip_flags(), "-r", str(wanted)]
            if subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode:
                stop(
                    f"{name} 中有组件没有适用于 {target} 的包，原因见上。",
                    f"A part of {name} has no wheel for {target}; the reason stands above.",
                )


class _pip:
    """A pip to call: this Python's own, else one in an environment made for the moment."""

    def __enter__(self) -> list[str]:
        self._folder = tempfile.TemporaryDirectory(prefix="luodi-pip-")
        own = [sys.executable, "-m", "pip"]
        if not subprocess.run([*own, "--version"], capture_output=True, check=False).returncode:
            return own
        made = Path(self._folder.name)
        if subprocess.run([sys.executable, "-m", "venv", str(made)], check=False).returncode:
            stop("打包需要 pip：请安装 python3-pip。", "Packing needs pip: install python3-pip.")
        return [str(made / "bin" / "python"), "-m", "pip"]

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()


def pack(file: Path, wheels: Path, target: Target, extras: list[str]) -> None:
    """Write code, wheels and a description into the archive, whole or not at all."""
    top = f"luodi-{_version()}-{target.machine}"
    about = {"version": _version(), "platform": target.machine, "python": target.python}
    part = file.with_name(f"{file.name}.part")
    # Wheels are compressed already: the lightest level is enough.
    options = {"compresslevel": 1} if file.name.endswith(("gz", "tgz")) else {}
    with tarfile.open(part, "w:gz" if options else "w", **options) as archive:  # type: ignore[call-overload]
        for path in _code():
            archive.add(path, f"{top}/{path.relative_to(place.ROOT)}", False, filter=_plain)
        for wheel in sorted(wheels.iterdir()):
            archive.add(wheel, f"{top}/wheels/{wheel.name}", False, filter=_plain)
        text = json.dumps(about | {"extras": extras}, indent=1).encode()
        entry = tarfile.TarInfo(f"{top}/bundle.json")
        entry.size = len(text)
        archive.addfile(_plain(entry), io.BytesIO(text))
    part.replace(file)


def _code() -> Iterator[Path]:
    """Give every file of the code, compiled catalogues included."""
    names = [*CODE, *(path.name for path in place.ROOT.glob("README*")), "LICENSE"]
    for name in sorted(names):
        path = place.ROOT / name
        for inner in [path] if path.is_file() else sorted(path.rglob("*")):
            hidden = NEVER & set(inner.parts) or inner.suffix == ".pyc" or "egg-info" in str(inner)
            if inner.is_file() and not hidden:
                yield inner


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Take owner and moment from an entry: nothing of the packing machine travels."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mtime = MOMENT
    entry.mode = 0o755 if entry.mode & 0o100 else 0o644
    return entry


def _version() -> str:
    declared = tomllib.loads((place.ROOT / "pyproject.toml").read_text("utf-8"))
    return str(declared["project"]["version"])
