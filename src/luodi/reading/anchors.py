"""Anchors into a text: W3C selectors that are re-found or flagged, never silently moved.

Positions count Unicode code points, as the W3C model and Python do; browsers count UTF-16 units.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from luodi.reading.alignment import Alignment
from luodi.reading.types import Selector

Status = Literal["exact", "moved", "ambiguous", "changed", "gone"]

_CONTEXT = 32
_MOST = 1_000  # candidates looked at; more repeats than this are ambiguous anyway
_TELLING = 8  # characters of context on one side that settle a place
_LONG = 12  # an exact text this long settles a place by itself when it stands there once


@dataclass(frozen=True, slots=True)
class Located:
    """Where an anchor stands now; without start and end a person must choose among candidates.

    exact: the same characters at the same place; moved: the same characters elsewhere, told by
    their context; ambiguous: several places fit, or one fits too loosely; changed: the context
    stands but the characters between differ; gone: neither is there.
    """

    status: Status
    start: int | None = None
    end: int | None = None
    candidates: tuple[tuple[int, int], ...] = ()


def selector(text: str, start: int, end: int, context: int = _CONTEXT) -> Selector:
    """Return the anchor of `text[start:end]`; refuse an empty span or one outside the text."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"no span {start}:{end} in a text of {len(text)} characters")
    before, after = text[max(0, start - context) : start], text[end : end + context]
    return Selector(start, end, text[start:end], before, after)


def to_w3c(anchor: Selector) -> dict[str, Any]:
    """Return the `selector` part of a Web Annotation target: a position and a quote."""
    position = {"type": "TextPositionSelector", "start": anchor.start, "end": anchor.end}
    quote = {"type": "TextQuoteSelector", "exact": anchor.exact}
    return {"selector": [position, quote | {"prefix": anchor.prefix, "suffix": anchor.suffix}]}


def from_w3c(target: dict[str, Any]) -> Selector:
    """Return the anchor of a Web Annotation target; refuse one without position or quote."""
    parts = {part.get("type"): part for part in target.get("selector", [])}
    try:
        position, quote = parts["TextPositionSelector"], parts["TextQuoteSelector"]
        return Selector(
            int(position["start"]), int(position["end"]), str(quote["exact"]),
            str(quote.get("prefix", "")), str(quote.get("suffix", "")),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as problem:
        raise ValueError(
            "a target needs a TextPositionSelector and a TextQuoteSelector"
        ) from problem


def locate(text: str, anchor: Selector, sides: Alignment | None = None) -> Located:
    """Return where the anchor stands in a text that may have changed since it was made.

    `sides` lays the text that the anchor was made in beside this one, where it is known: a passage
    said twice is then told from its twin by the whole of both texts.
    """
    found = _by_context(text, anchor)
    if sides is None:
        return found
    if found.status == "ambiguous":
        sure = [at for at, _ in found.candidates if sides.confirms(anchor.start, anchor.end, at)]
        return _at(anchor, sure[0]) if len(sure) == 1 else found
    if found.status in ("exact", "moved") and found.start is not None:
        twins = sides.old.count(anchor.prefix + anchor.exact + anchor.suffix) > 1
        if twins and not sides.confirms(anchor.start, anchor.end, found.start):
            return _ambiguous(anchor, [found.start])
    return found


def _by_context(text: str, anchor: Selector) -> Located:
    places = list(islice(_occurrences(text, anchor.exact), _MOST))
    if not places:
        return _between_context(text, anchor)
    whole = len(anchor.prefix), len(anchor.suffix)
    fits = {place: _agreement(text, anchor, place) for place in places}
    full = [place for place in places if fits[place] == whole]
    if anchor.start in full:
        return _at(anchor, anchor.start)
    if len(full) == 1:
        return _unless_rivalled(anchor, full[0], fits)
    if full:
        return _ambiguous(anchor, full)
    return _by_best_context(anchor, fits)


def _by_best_context(anchor: Selector, fits: dict[int, tuple[int, int]]) -> Located:
    """The context was edited: one place must agree clearly better than all others."""
    scores = {place: sum(fit) for place, fit in fits.items()}
    best = max(scores.values())
    leaders = [place for place, score in scores.items() if score == best]
    if len(leaders) > 1:
        return _ambiguous(anchor, leaders)
    place = leaders[0]
    alone = len(fits) == 1
    if alone and (place == anchor.start or len(anchor.exact) >= _LONG):
        return _at(anchor, place)
    if not _is_telling(anchor, fits[place]):
        return _ambiguous(anchor, [place])
    return _unless_rivalled(anchor, place, fits)


def _unless_rivalled(anchor: Selector, place: int, fits: dict[int, tuple[int, int]]) -> Located:
    """The place, unless another's context speaks for it too: a text that says a passage twice."""
    rivals = [at for at, fit in fits.items() if at != place and _is_telling(anchor, fit)]
    return _ambiguous(anchor, [place, *rivals]) if rivals else _at(anchor, place)


def _is_telling(anchor: Selector, fit: tuple[int, int]) -> bool:
    sides = zip(fit, (anchor.prefix, anchor.suffix), strict=True)
    return any(agreed >= min(_TELLING, len(side)) > 0 for agreed, side in sides)


def _at(anchor: Selector, place: int) -> Located:
    status: Status = "exact" if place == anchor.start else "moved"
    return Located(status, place, place + len(anchor.exact))


def _ambiguous(anchor: Selector, places: list[int]) -> Located:
    spans = tuple((place, place + len(anchor.exact)) for place in places)
    return Located("ambiguous", candidates=spans)


def _between_context(text: str, anchor: Selector) -> Located:
    """The words are gone; perhaps what stands between their old neighbours replaces them."""
    if min(len(anchor.prefix), len(anchor.suffix)) < _TELLING:
        return Located("gone")
    reach = 2 * len(anchor.exact) + _CONTEXT
    spans = []
    for at in islice(_occurrences(text, anchor.prefix), _MOST):
        start = at + len(anchor.prefix)
        end = text.find(anchor.suffix, start, start + reach + len(anchor.suffix))
        if end >= 0:
            spans.append((start, end))
    if len(spans) == 1:
        return Located("changed", *spans[0])
    return Located("changed", candidates=tuple(spans)) if spans else Located("gone")


def _occurrences(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _agreement(text: str, anchor: Selector, place: int) -> tuple[int, int]:
    """How many characters of the context agree, counted outwards on both sides."""
    before = text[max(0, place - len(anchor.prefix)) : place]
    end = place + len(anchor.exact)
    after = text[end : end + len(anchor.suffix)]
    return _common(before[::-1], anchor.prefix[::-1]), _common(after, anchor.suffix)


def _common(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def utf16_offset(text: str, offset: int) -> int:
    """Return a character offset in UTF-16 units, as browsers count; refuse one outside the text."""
    return utf16_offsets(text, [offset])[0]


def utf16_offsets(text: str, offsets: Iterable[int]) -> list[int]:
    """Return many offsets in UTF-16 units in one pass, in the order given."""
    asked = list(offsets)
    if any(not 0 <= offset <= len(text) for offset in asked):
        raise ValueError(f"an offset lies outside a text of {len(text)} characters")
    wide = [at for at, c in enumerate(text) if c > "\uffff"] if not text.isascii() else []
    extra, shifts = 0, {}
    for offset in sorted(set(asked)):
        while extra < len(wide) and wide[extra] < offset:
            extra += 1
        shifts[offset] = extra
    return [offset + shifts[offset] for offset in asked]


def character_offset(text: str, utf16: int) -> int:
    """Return the character offset of a browser's offset; refuse one inside a surrogate pair."""
    units = at = 0
    while units < utf16 and at < len(text):
        units += 2 if text[at] > "\uffff" else 1
        at += 1
    if units != utf16:
        raise ValueError(f"no character begins at UTF-16 offset {utf16}")
    return at
