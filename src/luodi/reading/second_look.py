"""The second look: what the rules of a line decided, put right by weights of labelled clauses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from luodi.reading.found import Context, Found, Gathered, Judged
from luodi.reading.sentences import found_of
from luodi.reading.weighing import SETTLED, Around, Document, LineSigns, chance, shipped

TAKES, LEAVES = "weighed_in", "weighed_out"
# Reasons that are given to lines, sentences or items as a whole, before or after the second look.
_APART: Final = frozenset(
    {
        *("heading", "leaf_heading", "furniture", "review", "annex", "time_only", "problem"),
        *("assigned", "added", "learnt", "second"),
    }
)
# From this probability on a clause is taken; chosen by documents left out of the fitting.
TAKEN_FROM: Final = 0.44
# In a text of a few clauses little stands around one: the rules then need more to be overruled.
_FEW: Final = 12
_FEW_LEFT_BELOW, _FEW_TAKEN_FROM = 0.25, 0.6
# What names a number or a day can be checked: to miss it costs more than a glance too many.
_CHECKED_LEFT_BELOW: Final = 0.15
# Words of duty and named bodies are strong signs; by folds this costs nothing.
_ORDERS: Final = frozenset({"duty", "subject"})
_ORDER_LEFT_BELOW: Final = 0.3
Keep = Callable[[list[Judged], LineSigns], None]


class SecondLook:
    """Looks again at the clauses of a document, line by line.

    `keep` is given the clauses and signs of each line instead, and nothing is changed: that is how
    the weights are fitted.
    """

    def __init__(self, context: Context, keep: Keep | None = None) -> None:
        self.context = context
        self.document = Document(context.text, context.kind, context.title)
        self.keep = keep

    def settle(self, out: Gathered, around: Around) -> None:
        """Settles the clauses judged on a line; they are done with then."""
        judged, out.judged = out.judged, []
        if not judged:
            return
        signs = self.document.line(judged, around)
        if self.keep is not None:
            self.keep(judged, signs)
            return
        few = len(self.document.recent) < _FEW
        for one, margin in zip(judged, shipped().margins(signs), strict=True):
            if margin is not None:
                self._settle_one(one, chance(margin), out, few=few)

    def _settle_one(self, one: Judged, chance_of: float, out: Gathered, *, few: bool) -> None:
        """Puts one decision right and says how sure it is."""
        found, taken = one.found, chance_of >= _limit(one, few=few)
        if found is None and taken and one.carried is not None:
            found = found_of(self.context.text, one.part, TAKES, one.carried, one.own)
            one.looked.reason = TAKES
            _put(out.found, found)
        elif found is not None and not taken:
            one.looked.reason = LEAVES
            _take_out(out.found, found)
            found = None
        if found is not None:
            found.confidence = round(chance_of, 3)
        one.looked.sure = round(1.0 - chance_of if found is None else chance_of, 3)


def _limit(one: Judged, *, few: bool) -> float:
    """The probability from which a clause is taken."""
    if one.found is not None and _can_be_checked(one.found):
        return _CHECKED_LEFT_BELOW
    if one.reason in _ORDERS:
        return _ORDER_LEFT_BELOW
    if few:
        return _FEW_TAKEN_FROM if one.found is None else _FEW_LEFT_BELOW
    return TAKEN_FROM


# What is settled stands at the end of all that was found: a long text is not searched for it.
def _put(items: list[Found], found: Found) -> None:
    place = len(items)
    while place and items[place - 1].start > found.start:
        place -= 1
    items.insert(place, found)


def _take_out(items: list[Found], found: Found) -> None:
    place = next(at for at in range(len(items) - 1, -1, -1) if items[at] is found)
    del items[place]


def _can_be_checked(found: Found) -> bool:
    """Whether a finding names a quantity, or a day within its own words."""
    when = found.when
    own = when is not None and when.by is not None and found.start <= when.start < found.end
    return bool(found.quantities) or own


def is_weighed(reason: str) -> bool:
    """Whether a decision with this reason carries the chance that the weights gave it."""
    return reason not in SETTLED and reason not in _APART
