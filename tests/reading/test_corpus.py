"""The reader against the labelled passages and over the whole corpus beside the checkout."""

from __future__ import annotations

import collections
import importlib.util
import json
from collections.abc import Iterator
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
    assert scores["target F1"] >= 0.90
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
    assert hit / told >= 0.97
    assert hit / wanted >= 0.95


def test_roles_are_as_the_brackets_say_them(
    shared: Path, readings: dict[str, tuple[str, Reading]]
) -> None:
    hit = told = wanted = 0
    for item, findings in _official(shared, "documents", readings):
        if item["mode"] not in {"lead", "labelled", "first_is_lead"} or not findings:
            continue
        gold = {(unit, "lead") for unit in item["leads"] if _is_named(unit)}
        gold |= {(unit, "partner") for unit in item["partners"] if _is_named(unit)}
        owners = {(owner.span.text, owner.role) for f in findings for owner in f.owners}
        hit, told, wanted = hit + len(gold & owners), told + len(owners), wanted + len(gold)
    assert hit / told >= 0.97
    assert hit / wanted >= 0.95


def test_nearly_every_official_item_holds_a_commitment(
    shared: Path, readings: dict[str, tuple[str, Reading]]
) -> None:
    items = [bool(findings) for _, findings in _official(shared, "documents", readings)]
    assert len(items) > 300
    assert sum(items) / len(items) >= 0.98


def test_without_its_bracket_an_item_names_no_owner_from_elsewhere(shared: Path) -> None:
    texts = {
        path.stem: path.read_text(encoding="utf-8")
        for path in (shared / "corpus" / "stripped").glob("*.txt")
    }
    readings = {name: (text, read(text)) for name, text in texts.items()}
    outside = []
    for item, findings in _official(shared, "stripped", readings):
        low, high = item["stripped_start"], item["stripped_end"]
        owners = [owner for finding in findings for owner in finding.owners]
        outside.append(any(not low <= owner.span.start < high for owner in owners))
    assert sum(outside) / len(outside) < 0.01


def _official(
    shared: Path, folder: str, readings: dict[str, tuple[str, Reading]]
) -> Iterator[tuple[dict[str, Any], list[Finding]]]:
    """Every official item with the commitments found in it."""
    prefix = "stripped_" if folder == "stripped" else ""
    answers = (shared / "corpus" / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    for item in map(json.loads, answers):
        low, high = item[f"{prefix}start"], item[f"{prefix}end"]
        findings = readings[item["doc_id"]][1].findings
        yield item, [f for f in findings if not f.is_problem and low <= f.span.start < high]


def _is_named(unit: str) -> bool:
    return not any(word in unit for word in ("有关", "相关"))
