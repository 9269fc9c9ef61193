"""The offline archive, packed for this machine, starts where there is no network at all."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MACHINE = {"arm64": "aarch64"}.get(platform.machine(), platform.machine())
OTHER = {"x86_64": "aarch64", "aarch64": "x86_64"}
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"

pytestmark = pytest.mark.slow


def _environment() -> dict[str, str]:
    """The variables of a machine that has never seen luodi."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LUODI_", "PYTHON", "DJANGO", "PYTEST"))
    }


def _bundle(root: Path, file: Path, machine: str) -> list[str]:
    """Pack for a machine; return the names inside."""
    command = [str(root / "run"), "bundle", str(file), "--platform", machine, "--python", PYTHON]
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    with tarfile.open(file) as archive:
        return archive.getnames()


def _needs_namespaces() -> None:
    done = subprocess.run(["unshare", "-n", "true"], capture_output=True)
    if done.returncode:
        pytest.fail("no empty network namespace here") if os.environ.get("CI") else pytest.skip(
            "this account may not make an empty network namespace"
        )


def test_an_unpacked_bundle_starts_without_any_network(root: Path, tmp_path: Path) -> None:
    _needs_namespaces()
    file = tmp_path / "luodi.tar"
    names = _bundle(root, file, MACHINE)
    with tarfile.open(file) as archive:
        archive.extractall(tmp_path, filter="data")
    (folder,) = {name.split("/")[0] for name in names}
    command = ["unshare", "-n", sys.executable, str(HERE / "offline.py"), str(tmp_path / folder)]
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True, timeout=500)
    said = done.stdout
    assert "interfaces ['lo']" in said
    assert "exit 0" in said, done.stderr
    assert "200 http://127.0.0.1:8123/account/login/" in said, done.stderr
    # Chinese from the compiled catalogues, and the sentence of the demonstration.
    assert "<h1>登录</h1>" in said
    assert "均属虚构" in said


def test_a_bundle_for_the_other_processor_holds_its_wheels_and_no_others(
    root: Path, tmp_path: Path
) -> None:
    machine = OTHER[MACHINE]
    file = tmp_path / "luodi.tar"
    names = _bundle(root, file, machine)
    wheels = [name for name in names if name.endswith(".whl")]
    made_for = [name for name in wheels if not name.endswith("-none-any.whl")]
    assert len(made_for) > 5
    assert all(machine in name and MACHINE not in Path(name).name for name in made_for)
    with tarfile.open(file) as archive:
        about = archive.extractfile(f"{names[0].split('/')[0]}/bundle.json")
        assert about is not None
        assert json.load(about)["platform"] == machine


def test_nothing_of_the_packing_machine_travels(root: Path, tmp_path: Path) -> None:
    from launcher.bundle import pack
    from launcher.targets import Target

    (tmp_path / "wheels").mkdir()
    file = tmp_path / "luodi.tar"
    pack(file, tmp_path / "wheels", Target(MACHINE, PYTHON), [])
    with tarfile.open(file) as archive:
        entries = archive.getmembers()
    assert {(entry.uid, entry.uname, entry.mtime) for entry in entries} == {(0, "", 1_600_000_000)}
    names = {entry.name.partition("/")[2] for entry in entries}
    assert {"run", "bundle.json", "LICENSE", "locks/base.txt"} <= names
    forbidden = (".venv", "var", "__pycache__", ".git", "tests", "build")
    assert not any(part in forbidden for name in names for part in name.split("/"))
