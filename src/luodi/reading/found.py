"""What the reader keeps while it reads: places in the normalised text, not yet in the given one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from luodi.reading.deadlines import When
from luodi.reading.owners import Bracket
from luodi.reading.quantities import Quantity
from luodi.reading.types import FindingKind, Role, SectionRole

if TYPE_CHECKING:
    from luodi.reading.parts import Part
    from luodi.reading.progress import Carried


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for the whole document."""

    text: str
    kind: str
    today: date | None
    brackets: tuple[Bracket, ...]
    title: str = ""

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
    sure: float | None = None  # where it was weighed; else the reason tells


@dataclass(slots=True)
class Judged:
    """A clause that the rules decided, with what their decision stood on.

    `found` is its finding, where the rules took it; `carried` and `own` are what one is made of,
    where they left it.
    """

    part: Part
    reason: str
    looked: Looked
    place: int
    count: int
    sentence: int
    taken: int
    bound: bool
    due: bool
    found: Found | None = None
    carried: Carried | None = None
    own: tuple[OwnerFound, ...] = ()


@dataclass(slots=True)
class Gathered:
    """Findings and clauses of a document, and the clauses of the line that is being read."""

    found: list[Found] = field(default_factory=list)
    looked: list[Looked] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)

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
