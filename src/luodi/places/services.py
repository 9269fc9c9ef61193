"""Loading divisions: what the files say is what the tables hold, and nothing twice."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from importlib.resources import as_file, files
from typing import Any

from django.conf import settings

from luodi.base import clock
from luodi.base.actors import Actor
from luodi.base.changes import change
from luodi.base.errors import Invalid
from luodi.base.permissions import ask
from luodi.reading.errors import FormatError, ParserFailed
from luodi.reading.formats.isolation import run_limited
from luodi.reading.formats.limits import Limits

from . import events, permissions
from .codes import Kept, successions
from .models import Division, Level, Outline

SOURCE = "china-division 2.7.0 (MIT)"
_FIELDS = ("name", "level", "parent_id", "valid_from", "valid_to", "successor_code")
_BATCH = 2_000
PARSE = "luodi.places.geojson:parse"


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many divisions were new, changed, and are there now."""

    created: int
    changed: int
    total: int


@dataclass(frozen=True, slots=True)
class OutlinesLoaded:
    """How many places have an outline from the file, and which codes are those of no place."""

    loaded: int
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    code: str
    name: str
    level: str
    parent: str
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str = ""


def load_divisions(*, actor: Actor) -> Loaded:
    """Return what loading the shipped divisions changed; loading them again changes nothing.

    A division that is in the tables but not in the files stays: its code may stand in old records.
    """
    ask(actor, permissions.LOAD_DIVISIONS)
    lines = [*_shipped(), *_succeeded()]
    known = {row.code: row for row in Division.objects.all()}
    if all(line.code in known and not _differs(known, line) for line in lines):
        return Loaded(0, 0, len(known))
    with change(actor) as record:
        created, changed = _write(lines)
        record(
            events.DIVISIONS_LOADED,
            Division.objects.get(code=lines[0].code),
            created=created,
            changed=changed,
            count=len(lines),
            source=SOURCE,
            digest=_digest(lines),
        )
    return Loaded(created, changed, Division.objects.count())


def load_outlines(data: bytes, source: str, *, actor: Actor) -> OutlinesLoaded:
    """Return what loading a GeoJSON file of outlines did: places get theirs, in place of one they
    had. Refuses a file without a source, one that is no such file, and one that fits no place."""
    ask(actor, permissions.LOAD_OUTLINES)
    source = " ".join(source.split())[:200]
    if not source:
        raise Invalid(
            "请写明边界的来源和使用许可。",
            "Say where the outlines come from, and by which right you use them.",
            field="source",
        )
    found, others = _read_outlines(data)
    places = list(Division.objects.filter(code__in=found))
    if not places:
        raise Invalid(
            "文件中的代码都不是已知的行政区划代码。", "No code of the file is that of a place."
        )
    unknown = tuple(sorted({*others, *found} - {place.code for place in places}))
    with change(actor) as record:
        Outline.objects.filter(division__in=places).delete()
        Outline.objects.bulk_create(
            (
                Outline(
                    division=place, polygons=found[place.code], source=source,
                    loaded_at=clock.now(),
                )
                for place in places
            ),
            batch_size=_BATCH,
        )  # fmt: skip
        record(
            events.OUTLINES_LOADED, places[0], count=len(places), source=source,
            unknown=len(unknown), digest=sha256(data).hexdigest(),
        )  # fmt: skip
    return OutlinesLoaded(len(places), unknown)


def _read_outlines(data: bytes) -> tuple[dict[str, Any], list[str]]:
    """Return the outlines of a file by code, and codes of no division, read in a child process."""
    limits = Limits(
        bytes=settings.UPLOAD_BYTES,
        memory=settings.PARSE_MEMORY_BYTES,
        cpu_seconds=settings.PARSE_SECONDS,
        wall_seconds=settings.PARSE_SECONDS * 1.5,
    )
    try:
        answer = json.loads(run_limited(PARSE, data, limits))
    except ParserFailed as error:
        raise Invalid(
            "边界文件在限定的内存和时间内没有读完，可能过大或已损坏。请先简化，或分成几个文件。",
            "The file was not read within the limits of memory and time; it may be too large, or "
            "broken. Simplify it first, or split it.",
        ) from error
    except FormatError as error:
        raise Invalid(error.message_zh, error.message_en) from error
    return answer["polygons"], answer["others"]


def _shipped() -> list[_Line]:
    """Return the divisions in force, from the file that the reader uses as well."""
    path = files("luodi.reading") / "data" / "divisions.csv"
    begun = _begun()
    with as_file(path) as real, real.open(encoding="utf-8", newline="") as file:
        return [
            _Line(row["code"], row["name"], row["level"], row["parent"], begun.get(row["code"]))
            for row in csv.DictReader(file)
        ]


def _begun() -> dict[str, date]:
    """Return from which day on codes stand that took the place of another; one that took others in
    was there before."""
    return {
        one.successor: one.valid_to + timedelta(1)
        for one in successions()
        if one.kind is Kept.RENAMED
    }


def _succeeded() -> list[_Line]:
    """Return former divisions with the code that succeeded them; a divided one has several and so
    names none."""
    found: dict[str, _Line] = {}
    for one in successions():
        successor = "" if one.kind is Kept.SPLIT else one.successor
        line = _Line(
            one.code, one.name, one.level, one.parent, valid_to=one.valid_to, successor=successor
        )
        found.setdefault(one.code, line)
    return list(found.values())


def _write(lines: list[_Line]) -> tuple[int, int]:
    """Write level by level, so that a parent has its key before its children."""
    created = changed = 0
    for level in Level.values:
        known = {row.code: row for row in Division.objects.all()}
        of_level = [line for line in lines if line.level == level]
        new = [_row(known, line) for line in of_level if line.code not in known]
        Division.objects.bulk_create(new, batch_size=_BATCH)
        old = [_mended(known, line) for line in of_level if _differs(known, line)]
        Division.objects.bulk_update(old, _FIELDS, batch_size=_BATCH)
        created, changed = created + len(new), changed + len(old)
    return created, changed


def _values(known: dict[str, Division], line: _Line) -> dict[str, Any]:
    parent = known.get(line.parent)
    values = (
        line.name, line.level, parent and parent.pk, line.valid_from, line.valid_to,
        line.successor,
    )  # fmt: skip
    return dict(zip(_FIELDS, values, strict=True))


def _row(known: dict[str, Division], line: _Line) -> Division:
    return Division(code=line.code, **_values(known, line))


def _differs(known: dict[str, Division], line: _Line) -> bool:
    row = known.get(line.code)
    return row is not None and any(
        getattr(row, key) != value for key, value in _values(known, line).items()
    )


def _mended(known: dict[str, Division], line: _Line) -> Division:
    row = known[line.code]
    for key, value in _values(known, line).items():
        setattr(row, key, value)
    return row


def _digest(lines: Iterable[_Line]) -> str:
    return sha256("\n".join(map(repr, lines)).encode()).hexdigest()
