"""The reader against the labelled passages and over the whole corpus beside the checkout."""

from __future__ import annotations

import collections
import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from luodi.reading.reader import read
from luodi.reading.types import Finding, Reading

GOLD = ("gold.jsonl", "gold_numbers.jsonl")


@pytest.fixture(scope="module")
def readings(shared: Path) -> dict[str, tuple[str, Reading]]:
    """Every document of the corpus, read once."""
    found = {}
    for path in sorted((shared / "corpus" / "documents").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        found[path.stem] = (text, read(text))
    return found


@pytest.fixture(scope="module")
def score(shared: Path) -> ModuleType:
    """The scorer of the contract."""
    spec = importlib.util.spec_from_file_location("score", shared / "reading" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def predicted(finding: Finding) -> dict[str, Any]:
    """A finding in the form that the scorer compares."""
    due, owners = finding.deadline, finding.owners
    return {
        "start": finding.span.start,
        "end": finding.span.end,
        "text": finding.span.text,
        "kind": finding.kind,
        "targets": [
            {"comparator": t.comparator, "value": t.value, "value2": t.value2, "unit": t.unit}
            for t in finding.targets
        ],
        "deadline": due and {"by": due.by and due.by.isoformat(), "recurring": due.recurring},
        "owners": {
            "lead": [owner.span.text for owner in owners if owner.role == "lead"],
            "partners": [owner.span.text for owner in owners if owner.role == "partner"],
        },
        "places": [place.text for place in finding.places],
    }


def test_the_labelled_passages(
    shared: Path, readings: dict[str, tuple[str, Reading]], score: ModuleType
) -> None:
    total: collections.Counter[Any] = collections.Counter()
    for name in GOLD:
        for line in (shared / "reading" / "dev" / name).read_text(encoding="utf-8").splitlines():
            passage = json.loads(line)
            _, reading = readings[passage["doc"]]
            found = [predicted(item) for item in reading.findings if not item.is_problem]
            counted, _, _ = score.count(passage, found)
            total.update(counted)
    scores = score.scores(total)
    assert scores["commitment F1"] >= 0.90
    assert scores["sharp span F1"] >= 0.85
    assert scores["kind accuracy"] >= 0.90
    assert scores["target F1"] >= 0.80
    assert scores["deadline F1"] >= 0.90


def test_every_document_is_read_and_every_span_gives_back_its_characters(
    readings: dict[str, tuple[str, Reading]],
) -> None:
    assert len(readings) >= 147
    for text, reading in readings.values():
        for finding in reading.findings:
            assert text[finding.span.start : finding.span.end] == finding.span.text
            owned = all(text[o.span.start : o.span.end] == o.span.text for o in finding.owners)
            assert owned
        assert all(text[c.span.start : c.span.end] == c.span.text for c in reading.clauses)


def test_the_brackets_of_the_issuers_name_the_owners(
    shared: Path, readings: dict[str, tuple[str, Reading]]
) -> None:
    """Units in official responsibility brackets come out with every commitment of their item."""
    hit = told = wanted = 0
    answers = (shared / "corpus" / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    for item in map(json.loads, answers):
        units = [unit for unit in item["leads"] + item["partners"] if _is_named(unit)]
        _, reading = readings[item["doc_id"]]
        for finding in reading.findings:
            if finding.is_problem or not item["start"] <= finding.span.start < item["end"]:
                continue
            owners = {owner.span.text for owner in finding.owners}
            hit += len(owners & set(units))
            told += len(owners)
            wanted += len(set(units))
    assert hit / told >= 0.95
    assert hit / wanted >= 0.90


def _is_named(unit: str) -> bool:
    return not any(word in unit for word in ("有关", "相关"))
