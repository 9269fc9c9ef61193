"""`luodi doctor`: what this installation is, and what in it needs attention."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.utils import translation

from luodi.base import doctor
from luodi.base.commands import LuodiCommand
from luodi.base.doctor import Finding, Level

MARKS = {Level.OK: "✓", Level.WARN: "!", Level.BAD: "✗"}


class Command(LuodiCommand):
    """Examine and print; exit code 1 when something has to be done at once."""

    help = (
        "检查版本、磁盘、数据库、任务、台账、备份、字体与可选程序；须立即处理时退出代码为 1 / "
        "examine the installation; exit code 1 when something has to be done at once"
    )
    requires_system_checks: list[str] = []  # a broken installation is what it is for

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--json", action="store_true", help="以 JSON 输出，供监控使用 / as JSON, for monitoring"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Examine."""
        with translation.override("en" if settings.LANG == "en" else "zh-hans"):
            findings = doctor.examine()
            say = _json if options["json"] else _lines
            self.stdout.write(say(findings))
        if doctor.is_bad(findings):
            sys.exit(1)


def _json(findings: list[Finding]) -> str:
    return json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1)


def _lines(findings: list[Finding]) -> str:
    return "\n".join(
        f"{MARKS[finding.level]} {finding.title}  {finding.said}"
        + (f"\n  → {finding.advice}" if finding.advice else "")
        for finding in findings
    )
