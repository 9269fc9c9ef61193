"""`luodi work`: perform background jobs until told to stop."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from luodi.base.jobs.worker import Worker


class Command(BaseCommand):
    """Perform background jobs."""

    help = "Perform background jobs until told to stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--once", action="store_true", help="end when nothing is queued")
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between looks")

    def handle(self, *args: Any, once: bool, interval: float, **options: Any) -> None:
        """Work."""
        worker = Worker(once=once, interval=interval)
        worker.configure_signals()
        worker.work()
