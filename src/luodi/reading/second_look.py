"""The second look: what the rules of a line decided, put right by weights of labelled clauses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from luodi.reading.found import Context, Found, Gathered, Judged
from luodi.reading.sentences import found_of
from luodi.reading.weighing import SETTLED, Around, Document, LineSigns, Weights, chance, shipped

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

    def __init__(
        self, context: Context, weights: Weights | None = None, keep: Keep | None = None
    ) -> None:
        self.context = context
        self.document = Document(context.text, context.kind, context.title)
        self.weights = weights
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
        weights = self.weights or shipped()
        few = len(self.document.recent) < _FEW
        changed = [
            margin is not None and self._settled(one, chance(margin), out, few=few)
            for one, margin in zip(judged, weights.margins(signs), strict=True)
        ]
        if any(changed):
            out.found.sort(key=lambda item: item.start)

    def _settled(self, one: Judged, chance_of: float, out: Gathered, *, few: bool) -> bool:
        """Puts one decision right and says how sure it is; whether it was changed."""
        taken = one.found is not None
        one.looked.sure = round(chance_of if taken else 1.0 - chance_of, 3)
        if one.found is not None:
            one.found.confidence = round(chance_of, 3)
        limit = TAKEN_FROM
        if one.found is not None and _can_be_checked(one.found):
            limit = _CHECKED_LEFT_BELOW
        elif one.reason in _ORDERS:
            limit = _ORDER_LEFT_BELOW
        elif few:
            limit = _FEW_LEFT_BELOW if taken else _FEW_TAKEN_FROM
        if taken == (chance_of >= limit):
            return False
        if taken:
            out.found = [item for item in out.found if item is not one.found]
            one.looked.reason, one.looked.sure = LEAVES, round(1.0 - chance_of, 3)
            return True
        if one.carried is None:
            return False
        found = found_of(self.context.text, one.part, TAKES, one.carried, one.own)
        found.confidence = round(chance_of, 3)
        one.looked.reason, one.looked.sure = TAKES, found.confidence
        out.found.append(found)
        return True


def _can_be_checked(found: Found) -> bool:
    """Whether a finding names a quantity, or a day within its own words."""
    when = found.when
    own = when is not None and when.by is not None and found.start <= when.start < found.end
    return bool(found.quantities) or own


def is_weighed(reason: str) -> bool:
    """Whether a decision with this reason carries the chance that the weights gave it."""
    return reason not in SETTLED and reason not in _APART
