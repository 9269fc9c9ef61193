"""The labelled material beside a checkout: what it holds, and which part is never opened."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from luodi.reading.evaluation.matching import KINDS, Row
from luodi.reading.output.records import to_json
from luodi.reading.reader import read
from luodi.reading.types import Reading

BLIND: Final = ("blind.jsonl", "blind_open.jsonl", "blind_more.jsonl")
NUMBERED: Final = "clauses.jsonl"
GOLD: Final = ("gold.jsonl", "gold_numbers.jsonl")
ROOT: Final = Path(__file__).resolve().parents[4]
OWN: Final = ROOT / "tests" / "reference" / "reading"


class NoMaterial(Exception):
    """The labelled material is not where it was looked for; the message names the place."""


def is_held_out(document: str) -> bool:
    """Whether the labelled passages of a document are only scored, never opened.

    Until 0.3.1 that was a third of the documents; half of them were opened then.
    """
    return int(hashlib.sha256(document.encode()).hexdigest(), 16) % 6 == 0


def lines_of(path: Path) -> list[Row]:
    """The rows of a file of JSON lines; refuses what is no JSON object with ValueError."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise ValueError(f"{path.name}:{number}: {error}") from error
        if not isinstance(row, dict):
            raise ValueError(f"{path.name}:{number}: no JSON object")
        rows.append(row)
    return rows


@dataclass(slots=True)
class Readings:
    """Readings of the documents of one folder, each made once."""

    folder: Path
    known: dict[str, tuple[str, Reading]] = field(default_factory=dict)

    def of(self, name: str) -> tuple[str, Reading]:
        """The text of a document and what was read in it."""
        if name not in self.known:
            text = self.text_of(name)
            self.known[name] = text, read(text)
        return self.known[name]

    def text_of(self, name: str) -> str:
        """The text of a document."""
        return (self.folder / f"{name}.txt").read_text(encoding="utf-8")

    def rows(self, name: str, *, problems: bool = False) -> list[Row]:
        """The commitments of a document, or its problems, as the command writes them."""
        _, reading = self.of(name)
        return [to_json(f, reading) for f in reading.findings if f.is_problem == problems]


@dataclass(frozen=True, slots=True)
class Material:
    """Labelled passages, official answers, and passages labelled for problems and requests.

    `blind` are passages labelled by people who had seen neither the rules nor what they find;
    `second` are some of them labelled once more. `numbered` are passages of which only the clauses
    that commit and their kinds are labelled.
    """

    shared: Path
    passages: tuple[Row, ...]
    blind: tuple[Row, ...]
    second: tuple[Row, ...]
    items: tuple[Row, ...]
    problems: tuple[Row, ...]
    requests: tuple[Row, ...]
    numbered: tuple[Row, ...]
    whole: Readings
    stripped: Readings

    @property
    def labelled(self) -> tuple[Row, ...]:
        """All passages labelled whole."""
        return self.passages + self.blind

    def kind_of(self, document: str) -> str:
        """The kind of document, as the reader tells it."""
        return self.whole.of(document)[1].frame.document_kind


def load(shared: Path | None = None) -> Material:
    """The material of a folder laid out like the one beside the checkout; else `NoMaterial`."""
    shared = shared or ROOT.parent / "shared"
    dev, corpus = shared / "reading" / "dev", shared / "corpus"
    if not all((dev / name).is_file() for name in GOLD) or not (corpus / "documents").is_dir():
        raise NoMaterial(str(shared))
    whole = Readings(corpus / "documents")
    blind = [_passage(row, whole) for name in BLIND for row in _optional(name)]
    return Material(
        shared,
        tuple(row for name in GOLD for row in lines_of(dev / name)),
        tuple(blind),
        tuple(_passage(row, whole) for row in _optional("blind_second.jsonl")),
        tuple(lines_of(corpus / "answers.jsonl")),
        (*_optional("problems.jsonl"), *(_asked(row, row["problems"]) for row in blind)),
        (*_optional("requests.jsonl"), *(_asked(row, _requests(row)) for row in blind)),
        tuple(map(_numbered, _optional(NUMBERED))),
        whole,
        Readings(corpus / "stripped"),
    )


def _optional(name: str) -> list[Row]:
    path = OWN / name
    return lines_of(path) if path.is_file() else []


def _passage(row: Row, whole: Readings) -> Row:
    """A passage kept as offsets into its document, laid out like those of the contract."""
    text = whole.text_of(row["doc"])
    low = row["start"]
    commitments = [
        item
        | {"start": item["start"] - low, "end": item["end"] - low}
        | {"text": text[item["start"] : item["end"]]}
        for item in row["commitments"]
    ]
    return row | {"text": text[low : row["end"]], "commitments": commitments}


def _numbered(row: Row) -> Row:
    """A passage labelled by clause: each commitment as [start, end, first sign of its kind]."""
    low, kinds = row["start"], {kind[0] if kind != "request" else "q": kind for kind in KINDS}
    commitments = [
        {"start": start - low, "end": end - low, "kind": kinds[sign]}
        for start, end, sign in row["commitments"]
    ]
    return row | {"commitments": commitments}


def _asked(row: Row, spans: list[Row]) -> Row:
    """A passage as one that was labelled for a single question."""
    return {"doc": row["doc"], "start": row["start"], "end": row["end"], "spans": spans}


def _requests(row: Row) -> list[Row]:
    low = row["start"]
    return [
        {"start": item["start"] + low, "end": item["end"] + low}
        for item in row["commitments"]
        if item["kind"] == "request"
    ]


def part(rows: Iterable[Row], *, held: bool, key: str = "doc") -> list[Row]:
    """The rows of the held-out documents, or those of the open ones."""
    return [row for row in rows if is_held_out(row[key]) == held]
