"""Where the judging of a sentence has come to, and what one clause hands on to the next."""

from __future__ import annotations

from dataclasses import dataclass, field

from luodi.reading.deadlines import When
from luodi.reading.found import Context, Setting
from luodi.reading.parts import Part
from luodi.reading.sharing import SHARE_ENDS, sharing

_DEEDS = frozenset({"deed", "guessed"})


@dataclass(slots=True)
class Carried:
    """What carries on from clause to clause: a leading deadline, a subject, a list of goals."""

    when: When | None = None
    subject: tuple[int, int] | None = None
    units: list[tuple[int, int]] = field(default_factory=list)
    goal_list: bool = False
    private: bool = False
    permits: bool = False
    partners: list[tuple[int, int]] = field(default_factory=list)
    announced: bool = False  # `when` stands before the colon that opens the list


def copied(carried: Carried) -> Carried:
    """What is carried at this clause, kept for later."""
    return Carried(
        carried.when,
        carried.subject,
        carried.units,
        carried.goal_list,
        partners=carried.partners,
    )


@dataclass(slots=True)
class Progress:
    """Where the judging of a sentence has come to."""

    context: Context
    setting: Setting
    parts: list[Part]
    preamble: bool
    past: bool
    sounds_done: bool
    guiding: bool
    carried: Carried
    taken: int = 0
    _last_deed: int = -1

    def is_closing(self, place: int) -> bool:
        """Whether no deed follows the clause at a place of the sentence."""
        if self._last_deed < 0:
            self._last_deed = _last_deed(self.context.text, self.parts)
        return place >= self._last_deed

    def is_due(self) -> bool:
        """Whether a year ahead, said before, holds for the clauses that follow."""
        when, today = self.carried.when, self.context.today
        return bool(when and when.by and today and when.by.year > today.year)


def _last_deed(text: str, parts: list[Part]) -> int:
    for place in range(len(parts) - 1, 0, -1):
        part = parts[place]
        shares = text[part.end - 1] in SHARE_ENDS and sharing(text, part)[1]
        if part.head.kind in _DEEDS and not shares:
            return place
    return 0
