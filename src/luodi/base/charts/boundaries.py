"""Outlines that the operator loaded, ready for a map; luodi ships none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .types import Area, Ring, Value

Polygons = tuple[tuple[Ring, ...], ...]


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Outlines by the code of their division, and the names of the divisions."""

    polygons: Mapping[str, Polygons]
    names: Mapping[str, str]

    def areas(
        self,
        values: Mapping[str, Value | None],
        *,
        focus: str = "",
        links: Mapping[str, str] | None = None,
        names: Mapping[str, str] | None = None,
    ) -> tuple[Area, ...]:
        """Return the areas of the given codes that have an outline here, in their order."""
        called = {**self.names, **(names or {})}
        return tuple(
            Area(code, called[code], self.polygons[code], value, code == focus,
                 (links or {}).get(code, ""))
            for code, value in values.items()
            if code in self.polygons
        )  # fmt: skip
