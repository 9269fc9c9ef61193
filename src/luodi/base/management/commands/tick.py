"""`luodi tick`: put lost jobs back and start periodic ones, once; the worker does it by itself."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from luodi.base.jobs import tick


class Command(BaseCommand):
    """Tick once."""

    requires_system_checks: list[str] = []  # as in base.commands

    help = (
        "重排中断的任务，启动到期的定期任务，执行一次 / put lost jobs back into the queue and "
        "start periodic ones, once"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Tick and print the counts."""
        done = tick()
        self.stdout.write(
            f"requeued {done.requeued}, failed {done.failed}, "
            f"reissued {done.reissued}, started {done.started}"
        )
