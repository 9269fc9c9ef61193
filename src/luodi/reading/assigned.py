"""An item that closes with who is responsible asks for something, even where it only permits.

Issuers put a responsibility bracket behind what somebody has to bring about: 可享受税收政策
（海关总署负责）. The clauses of such an item are judged first as any others; only where none was
taken, its main clause is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from luodi.reading.confidence import confidence_of
from luodi.reading.deadlines import find_deadlines
from luodi.reading.found import Context, Found, Looked
from luodi.reading.heads import find_head
from luodi.reading.kinds import kind_of
from luodi.reading.lexicon import number_end
from luodi.reading.quantities import find_quantities

REASON: Final = "assigned"
# What may be taken after all, the likeliest first: what is permitted is what has to be granted.
_AFTER_ALL: Final = ("weighed_out", "permission", "present", "definition")
_SHORTEST: Final = 6


def main_clause(looked: Sequence[Looked], low: int, high: int) -> int | None:
    """Return the place in `looked` of the clause between two offsets that the item is about."""
    here = [
        (place, item)
        for place, item in enumerate(looked)
        if low <= item.start and item.end <= high and item.end - item.start >= _SHORTEST
    ]
    for reason in _AFTER_ALL:
        for place, item in reversed(here):
            if item.reason == reason:
                return place
    return None


def finding_of(context: Context, clause: Looked) -> Found:
    """Return a clause as a finding."""
    text, start, end = context.text, number_end(context.text, clause.start, clause.end), clause.end
    quantities = tuple(find_quantities(text, start, end))
    whens = find_deadlines(text, start, end, today=context.today)
    when = next((one for one in whens if one.by or one.duration or one.recurring), None)
    head = find_head(text, start, end, {})
    kind = kind_of(text[start:end], head.word, quantities, nominal=head.kind == "nominal")
    measured = bool(quantities or (when and when.by))
    return Found(start, end, kind, REASON, confidence_of(REASON, measured), quantities, when)
