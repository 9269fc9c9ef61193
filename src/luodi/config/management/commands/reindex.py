"""`luodi reindex`: makes everything findable anew, beside a server that goes on."""

from __future__ import annotations

from typing import Any

from luodi.base.commands import LuodiCommand
from luodi.commitments import search_rows as plans
from luodi.documents import search_rows as documents
from luodi.people import search_rows as units

# Each area makes its own rows; they stand here because base may not name the areas above it.
REBUILD = (
    ("单位 / units", units.rebuild),
    ("文件与摘录 / documents and findings", documents.rebuild),
    ("方案与事项 / plans and rows", plans.rebuild),
)


class Command(LuodiCommand):
    """Rebuilds the search, area by area."""

    help = (
        "重建全文检索，可在运行中进行 / make the search index anew; the server may go on meanwhile"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild and say how many things can be found."""
        for name, rebuild in REBUILD:
            self.stdout.write(f"{name}: {rebuild():,}")
