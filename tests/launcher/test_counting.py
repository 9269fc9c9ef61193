"""The count of the check: on CI a test that must run may not be passed over."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from launcher.check import Outcome, Step, _closing_line

TESTS = """
import pytest

def test_good():
    pass

@pytest.mark.{mark}
def test_passed_over():
    pytest.skip("{reason}")
"""


def _run(
    folder: Path, mark: str, reason: str, *words: str, ci: str
) -> tuple[int, dict[str, int], str]:
    (folder / "test_it.py").write_text(TESTS.format(mark=mark, reason=reason))
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n  corpus: x\n  other: x\n")
    counts = folder / "counts.json"
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST") and k != "CI"}
    more = {"LUODI_COUNTS": str(counts), "PYTHONPATH": str(Path(__file__).parents[2] / "tools")}
    command = [sys.executable, "-m", "pytest", "-p", "launcher.counting", "-q", *words]
    more["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # others would be read for nothing
    done = subprocess.run(
        command,
        cwd=folder,
        env=clean | more | ({"CI": ci} if ci else {}),
        capture_output=True,
        text=True,
    )
    return done.returncode, json.loads(counts.read_text()), done.stdout


@pytest.mark.parametrize("words", [(), ("-p", "xdist", "-n", "2")], ids=["alone", "side by side"])
@pytest.mark.parametrize(
    ("mark", "reason"), [("corpus", "no corpus"), ("other", "no ../shared here")]
)
def test_a_forbidden_skip_fails_on_ci(
    tmp_path: Path, mark: str, reason: str, words: tuple[str, ...]
) -> None:
    code, counts, said = _run(tmp_path, mark, reason, *words, ci="1")
    assert code == 1
    assert counts == {"passed": 1, "failed": 1, "skipped": 1}
    assert "skipped, but CI must run them" in said
    assert "test_passed_over" in said


@pytest.mark.parametrize(
    ("mark", "reason", "ci"), [("corpus", "no corpus", ""), ("other", "no such Python", "1")]
)
def test_other_skips_are_counted_only(tmp_path: Path, mark: str, reason: str, ci: str) -> None:
    code, counts, _ = _run(tmp_path, mark, reason, ci=ci)
    assert code == 0
    assert counts == {"passed": 1, "failed": 0, "skipped": 1}


def test_the_closing_line_counts_a_failed_step_as_one() -> None:
    outcomes = [
        Outcome(Step("lint", []), 1.0, 1),
        Outcome(
            Step("sqlite", [], tests=True), 1.0, 1, counts={"passed": 5, "failed": 2, "skipped": 1}
        ),
        Outcome(
            Step("postgres", [], tests=True),
            1.0,
            0,
            counts={"passed": 4, "failed": 0, "skipped": 0},
        ),
    ]
    assert _closing_line(outcomes) == "9 passed, 3 failed, 1 skipped"


def test_tests_that_could_not_even_begin_count_as_a_failure() -> None:
    broken = Outcome(
        Step("sqlite", [], tests=True), 1.0, 4, counts={"passed": 0, "failed": 0, "skipped": 0}
    )
    assert _closing_line([broken]) == "0 passed, 1 failed, 0 skipped"
