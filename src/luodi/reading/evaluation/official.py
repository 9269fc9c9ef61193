"""Counts against what issuers wrote themselves, and against passages labelled for one question."""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from importlib.resources import files
from itertools import combinations
from typing import Any

from luodi.reading.alignment import Alignment
from luodi.reading.anchors import locate, selector
from luodi.reading.bundles import bundle
from luodi.reading.evaluation.matching import Counts, Row, match
from luodi.reading.evaluation.material import Material
from luodi.reading.linear import FILE

ByDocument = dict[str, Counts]
_ROLES_SAID = frozenset({"lead", "labelled", "first_is_lead"})
_OPEN = ("有关", "相关")  # by the contract these classes are no owners beside a named unit
_ANCHORS, _EDITED = 6, 400  # anchors a document; characters for each edit


def _inside(item: Row, found: Iterable[Row], prefix: str = "") -> list[Row]:
    low, high = item[f"{prefix}start"], item[f"{prefix}end"]
    return [row for row in found if low <= row["start"] < high]


def brackets(material: Material, items: Iterable[Row]) -> ByDocument:
    """Owners of every item against the units its bracket names, and whether it was taken."""
    out: ByDocument = defaultdict(Counter)
    for item in items:
        counts, name = out[item["doc_id"]], item["doc_id"]
        mine = _inside(item, material.whole.rows(name))
        counts["taken", "gold"] += 1
        counts["taken", "hit"] += bool(mine)
        _bare(material, item, counts)
        if mine:
            _units(item, mine, counts)
    return dict(out)


def _units(item: Row, mine: list[Row], counts: Counts) -> None:
    told = {
        (u["text"], role) for row in mine for role in row["owners"] for u in row["owners"][role]
    }
    gold = {(unit, "lead") for unit in item["leads"]} | {(u, "partners") for u in item["partners"]}
    gold = {(unit, role) for unit, role in gold if not any(word in unit for word in _OPEN)}
    names, wanted = {name for name, _ in told}, {name for name, _ in gold}
    _add(counts, "units", len(wanted), len(names), len(names & wanted))
    if item["mode"] in _ROLES_SAID:
        _add(counts, "roles", len(gold), len(told), len(gold & told))


def _bare(material: Material, item: Row, counts: Counts) -> None:
    """Without its bracket an item may name only owners that its own words name."""
    mine = _inside(item, material.stripped.rows(item["doc_id"]), "stripped_")
    units = [unit for row in mine for told in row["owners"].values() for unit in told]
    low, high = item["stripped_start"], item["stripped_end"]
    counts["invented", "gold"] += 1
    counts["invented", "hit"] += any(not low <= unit["start"] < high for unit in units)


def _add(counts: Counts, name: str, gold: int, told: int, hit: int) -> None:
    counts[name, "gold"] += gold
    counts[name, "pred"] += told
    counts[name, "hit"] += hit


def bundles(material: Material, items: Iterable[Row]) -> ByDocument:
    """Pairs of commitments in one plan row against pairs in one official item, without brackets."""
    by_document: dict[str, list[Row]] = defaultdict(list)
    for item in items:
        by_document[item["doc_id"]].append(item)
    return {name: _pairs(material, name, held) for name, held in by_document.items()}


def _pairs(material: Material, name: str, items: list[Row]) -> Counts:
    text, reading = material.stripped.of(name)
    spans = [(f.span.start, f.span.end) for f in reading.findings if not f.is_problem]
    row = {at: number for number, held in enumerate(bundle(text, spans)) for at in held}
    item_of = {
        at: number
        for at, (start, end) in enumerate(spans)
        for number, item in enumerate(items)
        if item["stripped_start"] <= start and end <= item["stripped_end"]
    }
    counts: Counts = Counter()
    for one, other in combinations(item_of, 2):
        together, wanted = row[one] == row[other], item_of[one] == item_of[other]
        _add(counts, "pairs", wanted, together, together and wanted)
    return counts


def labelled(material: Material, rows: Iterable[Row], *, problems: bool) -> ByDocument:
    """Problems, or requests, of passages labelled for them: spans that match by the contract."""
    out: ByDocument = defaultdict(Counter)
    for row in rows:
        found = material.whole.rows(row["doc"], problems=problems)
        if not problems:
            found = [one for one in found if one["kind"] == "request"]
        found = [one for one in found if one["start"] < row["end"] and one["end"] > row["start"]]
        pairs = match(row["spans"], found)
        _add(out[row["doc"]], "named", len(row["spans"]), len(found), len(pairs))
    return dict(out)


def anchors(material: Material, documents: Iterable[str]) -> ByDocument:
    """Anchors of findings in the same text, and in a version with random edits outside them.

    `moved` counts anchors that point at other words without saying so; there may be none.
    """
    out: ByDocument = {}
    for name in documents:
        text, reading = material.whole.of(name)
        chance = random.Random(name)
        spans = [(f.span.start, f.span.end) for f in reading.findings]
        chosen = chance.sample(spans, min(_ANCHORS, len(spans)))
        out[name] = _anchored(text, sorted(chosen), chance)
    return out


def _anchored(text: str, spans: list[tuple[int, int]], chance: random.Random) -> Counts:
    counts: Counts = Counter()
    new, places = edited(text, spans, chance)
    sides = Alignment(text, new)
    for start, end in spans:
        anchor = selector(text, start, end)
        same, later = locate(text, anchor), locate(new, anchor, sides)
        counts["identity", "gold"] += 1
        counts["identity", "hit"] += (same.start, same.end) == (start, end)
        counts["found again", "gold"] += 1
        at = places[start]
        found = later.status in {"exact", "moved"}
        right = (later.start, later.end) == (at, at + end - start)
        counts["found again", "hit"] += found and right
        counts["moved", "hit"] += found and not right
    return counts


def edited(
    text: str, spans: list[tuple[int, int]], chance: random.Random
) -> tuple[str, dict[int, int]]:
    """The text with characters put in or left out outside the spans, and where each span is now."""
    places = sorted(chance.sample(range(len(text)), max(3, len(text) // _EDITED)))
    free = [at for at in places if not any(low <= at < high for low, high in spans)]
    pieces, last, shift, shifts = [], 0, 0, []
    for at in free:
        pieces.append(text[last:at])
        if chance.random() < 0.5:
            pieces.append("新增文字")
            last, shift = at, shift + 4
        else:
            last, shift = at + 1, shift - 1
        shifts.append((at, shift))
    pieces.append(text[last:])
    moved = {
        low: low + next((by for at, by in reversed(shifts) if at < low), 0) for low, _ in spans
    }
    return "".join(pieces), moved


def training_record() -> dict[str, Any]:
    """What `luodi train` wrote beside the weights."""
    text = (files("luodi.reading") / "data" / f"{FILE}.json").read_text(encoding="utf-8")
    record: dict[str, Any] = json.loads(text)
    return record
