"""`luodi reindex`: makes everything findable anew, beside a server that goes on."""

from __future__ import annotations

from typing import Any

from luodi.base.commands import LuodiCommand
from luodi.documents import search_rows as documents

# Each area makes its own rows; they stand here because base may not name the areas above it.
REBUILD = (("文件与摘录 / documents and findings", documents.rebuild),)


class Command(LuodiCommand):
    """Rebuilds the search, area by area."""

    help = (
        "重建全文检索，可在运行中进行 / make the search index anew; the server may go on meanwhile"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild and say how many things can be found."""
        for name, rebuild in REBUILD:
            self.stdout.write(f"{name}: {rebuild():,}")
