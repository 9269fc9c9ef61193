"""The places of findings in a text, for highlighting."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Mark:
    """One finding's characters: offsets in the stored text, end exclusive."""

    uuid: UUID
    start: int
    end: int
    kind: str
    state: str
