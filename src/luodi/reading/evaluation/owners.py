"""Suggested lead units against the leads that issuers named, each document left out in turn.

Units of one kind count as one at every level (省财政厅, 财政部), since the documents come from many
bodies: what is asked is which kind of office leads. Duties are the usual ones, not the bodies' own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final

from luodi.reading.duties import kind_of_unit, usual_duties
from luodi.reading.evaluation.matching import Counts, Row
from luodi.reading.suggestions import Duty, Past, Suggester

SHOWN: Final = 3
ByDocument = dict[str, Counts]
Asked = tuple[str, frozenset[str]]  # the words of an item, and the kinds of its leads
_DUTIES = [Duty(kind.names[0], kind.names[0], kind.duty, usual=True) for kind in usual_duties()]


def suggested(items: Iterable[Row]) -> ByDocument:
    """Return for each document how many of its items have an official lead among the first 3.

    Beside it what duties alone and past rows alone give, what the three units that lead most often
    give, and how often the very first suggestion is right.
    """
    by_document: dict[str, list[Asked]] = defaultdict(list)
    for item in items:
        leads = frozenset(map(kind_of_unit, item["leads"]))
        by_document[item["doc_id"]].append((item["text"], leads))
    alone = Suggester(_DUTIES, [])
    out: ByDocument = {}
    for name, mine in by_document.items():
        others = [one for other, held in by_document.items() if other != name for one in held]
        out[name] = _judged(mine, others, alone)
    return out


def _judged(mine: list[Asked], others: list[Asked], alone: Suggester[str]) -> Counts:
    past = [Past(unit, unit, words, "") for words, leads in others for unit in sorted(leads)]
    often = Counter(row.unit for row in past).most_common(SHOWN)
    ways = {
        "suggested": Suggester(_DUTIES, past),
        "by duty": alone,
        "by past": Suggester([], past),
    }
    counts: Counts = Counter()
    for words, leads in mine:
        told = {way: _units(one, words) for way, one in ways.items()}
        told |= {"often": [unit for unit, _ in often], "first": told["suggested"][:1]}
        for way, units in told.items():
            counts[way, "gold"] += 1
            counts[way, "hit"] += not leads.isdisjoint(units)
    return counts


def _units(suggester: Suggester[str], words: str) -> list[str]:
    return [one.unit for one in suggester.suggest(words, most=SHOWN)]
