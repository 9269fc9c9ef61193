"""What the reader keeps while it reads: places in the normalised text, not yet in the given one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from luodi.reading.deadlines import When
from luodi.reading.owners import Bracket
from luodi.reading.quantities import Quantity
from luodi.reading.types import FindingKind, Role, SectionRole


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for the whole document."""

    text: str
    kind: str
    today: date | None
    brackets: tuple[Bracket, ...]

    def brackets_from(self, place: int) -> Iterator[Bracket]:
        """The responsibility brackets that end after a place, in order."""
        if not self.brackets:
            return iter(())
        low = bisect_right(self.brackets, place, key=_bracket_end)
        return iter(self.brackets[low:])


def _bracket_end(bracket: Bracket) -> int:
    return bracket.end


@dataclass(slots=True)
class OwnerFound:
    """A unit responsible, and how it was found."""

    start: int
    end: int
    role: Role
    source: str


@dataclass(slots=True)
class Found:
    """A commitment or problem found."""

    start: int
    end: int
    kind: FindingKind
    reason: str
    confidence: float
    quantities: tuple[Quantity, ...] = ()
    when: When | None = None
    inherited: bool = False
    owners: tuple[OwnerFound, ...] = ()
    cause: tuple[int, int] | None = None
    body: tuple[int, int] | None = None


@dataclass(slots=True)
class Looked:
    """A clause looked at and the reason code it got."""

    start: int
    end: int
    reason: str


@dataclass(slots=True)
class Gathered:
    """Findings and clauses of one paragraph."""

    found: list[Found] = field(default_factory=list)
    looked: list[Looked] = field(default_factory=list)

    def bind(self, low: int, owners: tuple[OwnerFound, ...], when: When | None) -> None:
        """Gives the findings from `low` on what the bracket that closes them says."""
        for place, item in enumerate(self.found):
            if item.start >= low and item.kind != "problem":
                self.found[place] = _bound(item, owners, when)


def _bound(item: Found, owners: tuple[OwnerFound, ...], when: When | None) -> Found:
    kept = when if item.when is None else item.when
    if not owners and kept is item.when:
        return item
    return replace(item, owners=owners or item.owners, when=kept)


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds a paragraph: the role of its section and whether it tells of the past."""

    role: SectionRole
    past: bool
    topic_first: bool
    listing: bool = False
    charged: bool = False
    roster: bool = False
    titled: bool = False

    @property
    def settled(self) -> str:
        """The reason that decides for every clause here without a look at it; "" when none does."""
        if self.role == "review" or self.past:
            return "review"
        return "roster" if self.roster else ""
