"""The words of `./run`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from . import place
from .catalogues import BrokenCatalogue, compile_all
from .environment import ensure
from .messages import Stop, say, stop

HELP = """\
luodi 落地   ./run WORD ...

  start [FILE] [--port N] [--empty]     装好环境并启动；给出文件则打开审阅
                                        set up and start; with FILE, open it in review
  test [--postgres] [--browser] [--slow] [pytest ...]
                                        运行测试 / run the tests
  check [STEP ...]                      CI 的全部检查 / everything CI checks
  bundle FILE [--platform P] [--python V] [--extra NAME ...]
                                        打离线安装包 / pack the offline archive
  install EXTRA ...                     安装可选组件 / install optional parts
  lock                                  重新锁定依赖 / lock the dependencies anew
  reference                             按代码重写参考页 / write the reference pages anew
  WORD ...                              其余各词交给 luodi / any other word goes to luodi:
"""


def main(words: list[str]) -> int:
    """Carry out the words; return the exit code."""
    try:
        _same_python_as_bundle()
        return _carry_out(words)
    except (Stop, BrokenCatalogue) as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _carry_out(words: list[str]) -> int:
    word = words[0] if words else "help"
    if word in {"help", "-h", "--help"}:
        print(HELP, end="", flush=True)
        return hand_to_luodi([])
    own = _OWN.get(word)
    return own(words[1:]) if own else hand_to_luodi(words)


def hand_to_luodi(words: list[str]) -> NoReturn:
    """Become the `luodi` command in the environment; never returns."""
    ensure()
    compile_all(place.SOURCE)
    os.environ.setdefault("LUODI_HOME", str(place.data_home()))
    environment = place.environment(LUODI_COMMAND="./run")
    os.execve(place.PYTHON, [str(place.PYTHON), "-m", "luodi", *words], environment)


def _install(words: list[str]) -> int:
    if not words:
        have = "、".join(sorted(path.stem for path in place.LOCKS.glob("*.txt")))
        stop(f"请写明组件名：{have}。", "Name the extra to install, one of those listed.")
    ensure(*words)
    say("已安装", "Installed")
    return 0


def _test(words: list[str]) -> int:
    from .testing import test

    return test(words)


def _check(words: list[str]) -> int:
    from .check import check

    return check(words)


def _bundle(words: list[str]) -> int:
    from .bundle import main as pack

    return pack(words)


def _reference(words: list[str]) -> int:
    ensure()
    command = [str(place.PYTHON), "-m", "luodi.config.reference"]
    return subprocess.run(command, env=place.environment(), check=False).returncode


def _lock(words: list[str]) -> int:
    from .locks import lock

    return lock()


_OWN: dict[str, Callable[[list[str]], int]] = {
    "install": _install,
    "test": _test,
    "check": _check,
    "bundle": _bundle,
    "lock": _lock,
    "reference": _reference,
}


def _same_python_as_bundle() -> None:
    """A bundle holds wheels for one Python and one machine: become that Python, or say so."""
    about = place.bundle()
    if not about:
        return
    machine = {"arm64": "aarch64"}.get(os.uname().machine, os.uname().machine)
    if machine != about["platform"]:
        stop(
            f"此安装包用于 {about['platform']}，本机为 {machine}：请取对应的安装包。",
            f"This bundle is for {about['platform']}; this machine is {machine}: get its bundle.",
        )
    if about["python"] != f"{sys.version_info.major}.{sys.version_info.minor}":
        python = shutil.which(f"python{about['python']}")
        if python is None:
            stop(
                f"此安装包用于 Python {about['python']}：请安装该版本。",
                f"This bundle is for Python {about['python']}: install that version.",
            )
        os.execv(python, [python, str(Path(place.ROOT) / "run"), *sys.argv[1:]])
