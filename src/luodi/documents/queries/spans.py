"""Where findings stand in a text, for those who cut them otherwise."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from django.db.models import Q

from luodi.base.actors import Actor
from luodi.base.permissions import ask

from .. import permissions
from ..models import Decision, Document, DocumentVersion, Finding
from ..services.common import Key, person_of_actor
from ..vocabularies import FindingState
from .documents import get_document
from .findings import get_finding

AROUND = 120
_STOPS = re.compile(r"[，；。：！？、,;:!?\n]+\s*")
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a finding up to a mark; `at` is the offset of its first character."""

    words: str
    at: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A finding with the words of its paragraph before and after it, itself cut at its marks."""

    before: str
    pieces: tuple[Piece, ...]
    after: str


def surroundings_of(actor: Actor, finding: Key) -> Surroundings:
    """Return a finding as it stands in its text; refuses who may not decide about it."""
    row, text = _finding(actor, finding)
    low = max(text.rfind("\n", 0, row.start) + 1, row.start - AROUND)
    stop = text.find("\n", row.end)
    high = min(stop if stop >= 0 else len(text), row.end + AROUND)
    return Surroundings(text[low : row.start], _pieces(row), text[row.end : high])


def _pieces(row: Finding) -> tuple[Piece, ...]:
    ends = [found.end() for found in _STOPS.finditer(row.exact)]
    cuts = [0, *(end for end in ends if 0 < end < len(row.exact)), len(row.exact)]
    return tuple(Piece(row.exact[low:high], row.start + low) for low, high in pairwise(cuts))


def place_in_document(
    actor: Actor, document: Key, words: str, place: tuple[int, int] | None
) -> tuple[int, int] | None:
    """Return where the words stand in the newest text: at the place given if they do, without one
    where they stand once; else None. Blanks and line breaks do not count."""
    row = get_document(actor, document)
    ask(actor, permissions.REVIEW_DOCUMENT, row)
    return _place(_newest(row).text, words, place, None)


def place_for_finding(
    actor: Actor, finding: Key, words: str, place: tuple[int, int] | None
) -> tuple[int, int] | None:
    """Return where the words stand in the finding's text: at the place given if they do, without
    one where they meet the finding or are nearest to it; else None."""
    row, text = _finding(actor, finding)
    return _place(text, words, place, row)


def _place(
    text: str, words: str, place: tuple[int, int] | None, near: Finding | None
) -> tuple[int, int] | None:
    bare = _BLANK.sub("", words)
    if not bare:
        return None
    if place is not None:
        fits = 0 <= place[0] < place[1] <= len(text)
        return place if fits and _BLANK.sub("", text[slice(*place)]) == bare else None
    found = [m.span() for m in re.finditer(r"\s*".join(map(re.escape, bare)), text)]
    if near is None:
        return found[0] if len(found) == 1 else None
    start, end = near.start, near.end
    return min(found, key=lambda f: max(f[0] - end, start - f[1], 0), default=None)


def next_finding(actor: Actor, finding: Key) -> UUID | None:
    """Return the finding that follows in the text and is not rejected, or None."""
    row, _text = _finding(actor, finding)
    rows = Finding.objects.filter(version=row.version, superseded=False, start__gte=row.start)
    rows = rows.exclude(Q(state=FindingState.REJECTED) & ~Q(pk=row.pk))
    keys = list(rows.order_by("start", "end", "pk").values_list("uuid", flat=True))
    return next(iter(keys[keys.index(row.uuid) + 1 :]), None)


def undo_moves_spans(actor: Actor, document: Key) -> bool:
    """Return whether taking back the actor's last step changes where findings stand; refuses who
    may not review."""
    row = get_document(actor, document)
    ask(actor, permissions.REVIEW_DOCUMENT, row)
    steps = Decision.objects.filter(
        by=person_of_actor(actor), version__document=row, version__latest=True, undone=False
    )
    last = steps.order_by("-pk").values_list("before", flat=True).first()
    return bool(last and "start" in last)


def _finding(actor: Actor, finding: Key) -> tuple[Finding, str]:
    row = get_finding(actor, finding)
    ask(actor, permissions.REVIEW_DOCUMENT, row.version.document)
    return row, DocumentVersion.objects.values_list("text", flat=True).get(pk=row.version_id)


def _newest(document: Document) -> DocumentVersion:
    return document.versions.get(latest=True)
