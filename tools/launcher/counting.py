"""A pytest plugin: counts for the check's closing line; on CI, what must run may not be skipped."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

MUST_RUN = {"corpus", "browser", "postgres"}
_counts = {"passed": 0, "failed": 0, "skipped": 0}
_missed: list[str] = []


def _on_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count each test once, and note those that CI may not skip."""
    if report.failed:
        _counts["failed"] += 1
    elif report.when == "call" and report.passed:
        _counts["passed"] += 1
    elif report.skipped:
        _counts["skipped"] += 1
        if MUST_RUN & set(report.keywords) or "shared" in str(report.longrepr):
            _missed.append(report.nodeid)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Turn a forbidden skip into a failed run, and write the counts where the check reads them."""
    if _on_worker(session.config):
        return
    if os.environ.get("CI") and _missed:
        _counts["failed"] += len(_missed)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    if path := os.environ.get("LUODI_COUNTS"):
        Path(path).write_text(json.dumps(_counts), "utf-8")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what CI may not skip."""
    if os.environ.get("CI") and _missed:
        terminalreporter.section("skipped, but CI must run them")
        for node in _missed:
            terminalreporter.line(node)
