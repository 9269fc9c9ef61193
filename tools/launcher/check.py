"""`./run check`: everything CI checks, with the time each step took."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from . import place
from .catalogues import compile_all
from .environment import ensure
from .messages import line, say, stop
from .testing import CHROMIUM, pytest_command, test_environment


@dataclass(frozen=True)
class Step:
    """One step: its name, its command, and whether it runs tests."""

    name: str
    command: list[str]
    tests: bool = False


@dataclass
class Outcome:
    """How a step ended."""

    step: Step
    seconds: float
    code: int
    output: str = ""
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        """Answer whether the step passed."""
        return self.code == 0


def check(words: list[str]) -> int:
    """Run all steps, or those named; return 0 when every one passed."""
    chosen = [step for step in _steps() if not words or step.name in words]
    if not chosen or len(chosen) < len(set(words)):
        names = " ".join(step.name for step in _steps())
        stop(f"没有这一步，可选：{names}。", f"There is no such step; there are: {names}.")
    _demand_what_ci_has()
    ensure("dev")
    compile_all(place.SOURCE)
    with tempfile.TemporaryDirectory(prefix="luodi-check-") as folder:
        outcomes = _run_all(chosen, Path(folder))
    return _close(outcomes)


def _steps() -> list[Step]:
    tool = place.VENV / "bin"
    python = str(place.PYTHON)
    django = [python, "-m", "django"]
    return [
        Step("types", [f"{tool}/mypy"]),
        Step("lint", [f"{tool}/ruff", "check", "."]),
        Step("format", [f"{tool}/ruff", "format", "--check", "."]),
        Step("templates", [f"{tool}/djlint", "src", "--lint", "--quiet"]),
        Step("imports", [f"{tool}/lint-imports"]),
        Step("migrations", [*django, "makemigrations", "--check", "--dry-run"]),
        Step("translations", [python, "-m", "launcher.translations"]),
        Step("sqlite", pytest_command(["-q"], slow=True), tests=True),
        Step("postgres", pytest_command(["-q"], postgres=True), tests=True),
        Step("browser", pytest_command(["-q"], browser=True), tests=True),
    ]


def _demand_what_ci_has() -> None:
    """On CI nothing may be passed over for want of material or tools."""
    if not os.environ.get("CI"):
        return
    if not (place.ROOT.parent / "shared").is_dir():
        stop("CI 缺少 ../shared。", "CI lacks ../shared.")
    if not CHROMIUM.exists():
        stop(f"CI 缺少 {CHROMIUM}。", f"CI lacks {CHROMIUM}.")


def _run_all(steps: Iterable[Step], folder: Path) -> list[Outcome]:
    """Run the short steps side by side and the tests, which take all cores, one after another."""
    steps = list(steps)
    short = [step for step in steps if not step.tests]
    outcomes = []
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for outcome in pool.map(lambda step: _run(step, folder, quiet=True), short):
            _report(outcome)
            outcomes.append(outcome)
    for step in (step for step in steps if step.tests):
        if step.name == "browser" and not CHROMIUM.exists():
            say("未找到 chromium，略过浏览器测试", "No chromium here: browser tests are left out")
            continue
        print(f"── {step.name}", flush=True)
        outcomes.append(_run(step, folder, quiet=False))
    return outcomes


def _run(step: Step, folder: Path, *, quiet: bool) -> Outcome:
    counts = folder / f"{step.name}.json"
    environment = test_environment(str(folder / f"home-{step.name}"))
    environment |= {"LUODI_COUNTS": str(counts), "DJANGO_SETTINGS_MODULE": "luodi.config.settings"}
    began = time.monotonic()
    done = subprocess.run(
        step.command,
        cwd=place.ROOT,
        env=environment,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
    )
    outcome = Outcome(step, time.monotonic() - began, done.returncode, done.stdout or "")
    if counts.is_file():
        outcome.counts = json.loads(counts.read_text("utf-8"))
    return outcome


def _report(outcome: Outcome) -> None:
    """Show a short step: its output only when it failed."""
    print(f"── {outcome.step.name}: {'ok' if outcome.good else 'FAILED'}", flush=True)
    if not outcome.good:
        print(outcome.output.rstrip(), flush=True)


def _close(outcomes: list[Outcome]) -> int:
    print("\n── summary")
    for outcome in outcomes:
        counted = ", ".join(f"{n} {what}" for what, n in outcome.counts.items())
        state = "ok" if outcome.good else "FAILED"
        print(f"{outcome.step.name:<14}{state:<8}{outcome.seconds:7.1f} s  {counted}")
    print(f"{'all':<14}{'':<8}{sum(outcome.seconds for outcome in outcomes):7.1f} s")
    failed = [outcome.step.name for outcome in outcomes if not outcome.good]
    if failed:
        names = ", ".join(failed)
        print(line(f"未通过：{names}", f"Not passed: {names}"))
    print(_closing_line(outcomes), flush=True)
    return bool(failed)


def _closing_line(outcomes: list[Outcome]) -> str:
    """Return the count over all runs; a step that failed without a failed test counts as one."""
    total = {name: sum(o.counts.get(name, 0) for o in outcomes) for name in _NAMES}
    total["failed"] += sum(not o.good and not o.counts.get("failed") for o in outcomes)
    return ", ".join(f"{total[name]} {name}" for name in _NAMES)


_NAMES = ("passed", "failed", "skipped")
