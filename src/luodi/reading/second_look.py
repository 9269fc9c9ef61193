"""The second look: what the rules of a line decided, put right by the weights of labelled clauses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from luodi.reading.found import Context, Gathered, Judged
from luodi.reading.sentences import found_of
from luodi.reading.weighing import Around, Document, LineSigns, Weights, chance, shipped

TAKES, LEAVES = "weighed_in", "weighed_out"
# From this probability on a clause is taken; chosen by documents left out of the fitting.
TAKEN_FROM: Final = 0.43
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
        changed = [
            margin is not None and self._settled(one, chance(margin), out)
            for one, margin in zip(judged, weights.margins(signs), strict=True)
        ]
        if any(changed):
            out.found.sort(key=lambda item: item.start)

    def _settled(self, one: Judged, chance_of: float, out: Gathered) -> bool:
        """Puts one decision right; whether it was changed."""
        taken = one.found is not None
        if taken == (chance_of >= TAKEN_FROM):
            return False
        if taken:
            out.found = [item for item in out.found if item is not one.found]
            one.looked.reason = LEAVES
            return True
        if one.carried is None:
            return False
        found = found_of(self.context.text, one.part, TAKES, one.carried, one.own)
        one.looked.reason = TAKES
        out.found.append(found)
        return True
