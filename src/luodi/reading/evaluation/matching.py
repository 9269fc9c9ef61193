"""Matches predicted commitments with labelled ones and counts what came out right.

The rules are those of the reader's contract: one to one, by largest overlap first; fields are
compared as multisets over all commitments, matched or not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]
Counts = Counter[Any]
KINDS = ("goal", "task", "project", "reform", "request")
FIELDS = ("target", "deadline", "recurring", "owner", "owner and role", "place")
NAMES = ("commitment", "sharp span", *FIELDS)
_INSIDE, _LOOSE, _SHARP = 0.8, 0.3, 0.8


@dataclass(frozen=True, slots=True)
class Passage:
    """How one labelled passage came out: the counts, what was missed, what was found wrongly."""

    counts: Counts
    missed: tuple[str, ...]
    false: tuple[str, ...]
    right: tuple[tuple[Row, bool], ...]


def facts(item: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What a commitment says, field by field."""
    owners, due = item.get("owners") or {}, item.get("deadline") or {}
    roles = {(_text(u), role) for role in ("lead", "partners") for u in owners.get(role) or []}
    targets = [
        (t["comparator"], _number(t["value"]), _number(t.get("value2")), _unit(t))
        for t in item.get("targets") or []
    ]
    return {
        "target": targets,
        "deadline": [due["by"]] if due.get("by") else [],
        "recurring": [True] if due.get("recurring") else [],
        "owner": sorted({unit for unit, _ in roles}),
        "owner and role": sorted(roles),
        "place": sorted({_text(place) for place in item.get("places") or []}),
    }


def _text(named: str | Mapping[str, Any]) -> str:
    return named if isinstance(named, str) else str(named["text"])


def _number(value: float | None) -> float | None:
    return None if value is None else round(float(value), 6)


def _unit(target: Mapping[str, Any]) -> str:
    return (target.get("unit") or "").strip()


def match(
    gold: Sequence[Row], found: Sequence[Row], union: float = _LOOSE
) -> list[tuple[int, int]]:
    """Pairs (place in gold, place in found) that share enough of their characters."""
    pairs = []
    for at, wanted in enumerate(gold):
        for place, told in enumerate(found):
            shared = min(wanted["end"], told["end"]) - max(wanted["start"], told["start"])
            if shared <= 0:
                continue
            whole = max(wanted["end"], told["end"]) - min(wanted["start"], told["start"])
            short = min(wanted["end"] - wanted["start"], told["end"] - told["start"])
            if shared / short >= _INSIDE and shared / whole >= union:
                pairs.append((shared / whole, at, place))
    golds: set[int] = set()
    founds: set[int] = set()
    matched = []
    for _, at, place in sorted(pairs, reverse=True):
        if at not in golds and place not in founds:
            golds.add(at)
            founds.add(place)
            matched.append((at, place))
    return matched


def inside(passage: Row, predicted: Iterable[Row]) -> list[Row]:
    """The predictions that touch a passage, with offsets into it; refuses wrong offsets."""
    low, text = passage["start"], passage["text"]
    found = []
    for item in predicted:
        start, end = item["start"] - low, item["end"] - low
        if start >= len(text) or end <= 0:
            continue
        if start >= 0 and end <= len(text) and text[start:end] != item["text"]:
            raise ValueError(f"{passage['doc']}: {item['start']}–{item['end']} ≠ {item['text']!r}")
        found.append(item | {"start": start, "end": end})
    return found


def seen(passage: Row, predicted: Iterable[Row]) -> list[Row]:
    """The predictions with only the owners and deadlines that stand inside the passage.

    Who labels a passage labels what it says; a bracket behind it, on the same line, is not wrong.
    """
    low, high = passage["start"], passage["start"] + len(passage["text"])

    def within(fact: Mapping[str, Any]) -> bool:
        return bool(low <= fact.get("start", low) < high)

    kept = []
    for item in predicted:
        owners = {
            role: [unit for unit in units if not isinstance(unit, Mapping) or within(unit)]
            for role, units in (item.get("owners") or {}).items()
        }
        due = item.get("deadline")
        kept.append(item | {"owners": owners, "deadline": due if due and within(due) else None})
    return kept


def count(passage: Row, predicted: Iterable[Row]) -> Passage:
    """The counts of one passage against what was predicted for its document."""
    gold, found = passage["commitments"], inside(passage, predicted)
    pairs = match(gold, found)
    sharp = len(match(gold, found, _SHARP))
    counts: Counts = Counter()
    for name, hits in (("commitment", len(pairs)), ("sharp span", sharp)):
        counts[name, "gold"], counts[name, "pred"] = len(gold), len(found)
        counts[name, "hit"] = hits
    for at, place in pairs:
        counts["kind", gold[at]["kind"], found[place]["kind"]] += 1
    partner = dict(pairs)
    taken = set(partner.values())
    for at, wanted in enumerate(gold):
        _compare(counts, facts(wanted), facts(found[partner[at]] if at in partner else {}))
    for place, told in enumerate(found):
        if place not in taken:
            _compare(counts, facts({}), facts(told))
    missed = tuple(item["text"] for at, item in enumerate(gold) if at not in partner)
    false = tuple(item["text"] for place, item in enumerate(found) if place not in taken)
    right = tuple((item, place in taken) for place, item in enumerate(found))
    return Passage(counts, missed, false, right)


def _compare(counts: Counts, gold: dict[str, list[Any]], told: dict[str, list[Any]]) -> None:
    for name in FIELDS:
        left = list(gold[name])
        counts[name, "gold"] += len(left)
        counts[name, "pred"] += len(told[name])
        for item in told[name]:
            if item in left:
                left.remove(item)
                counts[name, "hit"] += 1


def precision_recall(counts: Counts, name: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of one name; 0 where nothing can be divided."""
    gold, told, hit = counts[name, "gold"], counts[name, "pred"], counts[name, "hit"]
    precision, recall = (hit / told if told else 0.0), (hit / gold if gold else 0.0)
    both = precision + recall
    return precision, recall, (2 * precision * recall / both if both else 0.0)


def scores(counts: Counts) -> dict[str, float]:
    """Every score of the contract by its name, as `score.py` names them."""
    out = {}
    for name in NAMES:
        out[f"{name} P"], out[f"{name} R"], out[f"{name} F1"] = precision_recall(counts, name)
    pairs = {key[1:]: n for key, n in counts.items() if key[0] == "kind"}
    total = sum(pairs.values())
    same = sum(n for (gold, told), n in pairs.items() if gold == told)
    out["kind accuracy"] = same / total if total else 0.0
    each = [_kind_f1(pairs, kind) for kind in KINDS]
    present = [value for value in each if value is not None]
    out["kind macro-F1"] = sum(present) / len(present) if present else 0.0
    return out


def _kind_f1(pairs: Mapping[tuple[str, str], int], kind: str) -> float | None:
    gold = sum(n for (wanted, _), n in pairs.items() if wanted == kind)
    told = sum(n for (_, said), n in pairs.items() if said == kind)
    return 2 * pairs.get((kind, kind), 0) / (gold + told) if gold else None
