"""`luodi work`: perform background jobs until told to stop."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from luodi.base.jobs.worker import Worker


class Command(BaseCommand):
    """Perform background jobs."""

    requires_system_checks: list[str] = []  # as in base.commands

    help = "执行后台任务，直到收到停止信号 / perform background jobs until told to stop"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--once", action="store_true", help="没有排队的任务时结束 / end when nothing is queued"
        )
        parser.add_argument(
            "--interval",
            type=float,
            default=1.0,
            metavar="SECONDS",
            help="两次查看之间的秒数 / seconds between two looks",
        )

    def handle(self, *args: Any, once: bool, interval: float, **options: Any) -> None:
        """Work."""
        worker = Worker(once=once, interval=interval)
        worker.configure_signals()
        worker.work()
