"""What the reader left out of a text, clause by clause, and why."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ..models import Finding, Reading
from ..texts import one_line
from ..words import reason_words

# Of one reason: more than a page shows would not be read.
SHOWN = 200
LONGEST = 160


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Clauses left out for one reason, in the order of the text; `total` counts also those past
    `SHOWN`."""

    reason: str
    clauses: tuple[str, ...]
    total: int

    @property
    def more(self) -> int:
        """Return how many clauses are counted but not listed."""
        return self.total - len(self.clauses)


def left_out_of(reading: Reading | None) -> tuple[LeftOut, ...]:
    """Return the clauses of a recorded reading that became no finding, by reason, the most frequent
    reason first. Whoever calls has asked whether the actor may see the document."""
    if reading is None or reading.recorded_at is None:
        return ()
    rows = Reading.objects.values_list("clauses", "version__text")
    clauses, text = rows.get(pk=reading.pk)
    found = Finding.objects.filter(version=reading.version_id, superseded=False)
    taken = _Spans(found.values_list("start", "end"))
    by_reason: defaultdict[str, list[str]] = defaultdict(list)
    for start, end, reason, is_taken, _confidence in clauses:
        if not is_taken and not taken.meet(start, end):
            by_reason[reason].append(one_line(text[start:end], LONGEST))
    most = sorted(by_reason.items(), key=lambda item: -len(item[1]))
    return tuple(LeftOut(reason_words(code), tuple(said[:SHOWN]), len(said)) for code, said in most)


class _Spans:
    """Spans of findings, which may overlap, to be asked whether another span meets one."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in sorted(spans):
            self.starts.append(start)
            # The furthest end so far: one span may contain those after it.
            self.ends.append(max(end, self.ends[-1] if self.ends else 0))

    def meet(self, start: int, end: int) -> bool:
        """Return whether a span shares a character with one of these."""
        before = bisect_left(self.starts, end)
        return before > 0 and self.ends[before - 1] > start
