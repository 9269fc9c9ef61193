"""The lines of a universal lock that fit a machine are chosen for that machine, not for this one."""

from __future__ import annotations

import pytest

from launcher.messages import Stop
from launcher.targets import Target

LOCK = """\
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:aa
numpy==2.4.6 ; python_full_version < '3.12' \\
    --hash=sha256:bb \\
    --hash=sha256:cc
numpy==2.5.5 ; python_full_version >= '3.12' \\
    --hash=sha256:dd
rules==3.5 \\
    --hash=sha256:ee
"""


@pytest.mark.parametrize(("python", "numpy"), [("3.11", "2.4.6"), ("3.12", "2.5.5")])
def test_lines_are_chosen_by_the_target(python: str, numpy: str) -> None:
    chosen = Target("aarch64", python).choose(LOCK)
    assert "colorama" not in chosen
    assert [line.split(" ")[0] for line in chosen.splitlines() if "==" in line] == [
        f"numpy=={numpy}",
        "rules==3.5",
    ]
    assert ";" not in chosen


def test_hashes_stay_with_their_line() -> None:
    chosen = Target("x86_64", "3.11").choose(LOCK)
    assert chosen.startswith("numpy==2.4.6 \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\n")


@pytest.mark.parametrize(
    ("marker", "holds"),
    [
        ("platform_machine == 'x86_64'", True),
        ("platform_machine != 'x86_64' and os_name == 'posix'", False),
        ("sys_platform == 'win32' or python_full_version >= '3.9'", True),
        ("implementation_name != 'PyPy' and platform_python_implementation != 'PyPy'", True),
    ],
)
def test_markers(marker: str, holds: bool) -> None:
    assert Target("x86_64", "3.11").fits(marker) is holds


def test_a_marker_that_is_not_known_is_refused() -> None:
    with pytest.raises(Stop, match="not understood"):
        Target("x86_64", "3.11").fits("colour == 'red'")


@pytest.mark.parametrize("python", ["3.10", "2.7", "3", "3.11.7", "new"])
def test_a_python_that_is_not_supported_is_refused(python: str) -> None:
    with pytest.raises(Stop, match="not supported"):
        Target("x86_64", python)


def test_wheels_are_asked_for_glibc_2_28_at_most() -> None:
    flags = Target("aarch64", "3.11").pip_flags()
    assert "--platform=manylinux_2_28_aarch64" in flags
    assert "--platform=manylinux2014_aarch64" in flags
    assert not any("2_29" in flag or "2_34" in flag or "x86_64" in flag for flag in flags)
