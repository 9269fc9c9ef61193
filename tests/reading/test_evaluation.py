"""Scores, intervals and verdicts; the same numbers as the scorer of the contract."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from pathlib import Path

import pytest

from luodi.reading.confidence import confidence_of
from luodi.reading.evaluation.calibration import Case, crossed, expected_error, fitted, reliability
from luodi.reading.evaluation.command import main
from luodi.reading.evaluation.intervals import Estimate, draws, estimate, total
from luodi.reading.evaluation.matching import KINDS, count, scores, seen
from luodi.reading.evaluation.material import is_held_out, lines_of, load
from luodi.reading.reasons import REASONS

TEXT = "加快建设平台，新建学校3所。"
GOLD = {
    "id": "a", "doc": "d", "start": 0, "text": TEXT,
    "commitments": [
        {"start": 0, "end": 6, "text": "加快建设平台", "kind": "project", "owners": {"lead": ["市教育局"]}},
        {"start": 7, "end": 13, "text": "新建学校3所", "kind": "project",
         "targets": [{"comparator": "=", "value": 3, "unit": "所"}]},
    ],
}  # fmt: skip


def told(start: int, end: int, **more: object) -> dict[str, object]:
    return {"start": start, "end": end, "text": TEXT[start:end], "kind": "task"} | more


def test_counts_by_hand() -> None:
    target = [{"comparator": "=", "value": 3.0, "unit": "所"}]
    here = count(GOLD, [told(2, 6), told(7, 13, kind="project", targets=target), told(10, 13)])
    told_scores = scores(here.counts)
    assert told_scores["commitment P"] == pytest.approx(2 / 3)
    assert told_scores["commitment R"] == 1
    assert told_scores["sharp span R"] == 0.5
    assert told_scores["target F1"] == 1
    assert told_scores["owner R"] == 0
    assert told_scores["kind accuracy"] == 0.5
    assert here.false == (TEXT[10:13],)


def test_what_stands_behind_a_passage_is_not_held_against_it() -> None:
    owners = {"lead": [{"text": "市教育局", "start": 20, "end": 24}], "partners": []}
    due = {"by": "2027-12-31", "start": 25, "end": 30}
    (item,) = seen(GOLD, [told(7, 13, owners=owners, deadline=due)])
    assert item["owners"] == {"lead": [], "partners": []}
    assert item["deadline"] is None
    (kept,) = seen(GOLD, [told(7, 13, owners={"lead": [{"text": "新建", "start": 7}]})])
    assert kept["owners"] == {"lead": [{"text": "新建", "start": 7}]}


def test_offsets_that_do_not_give_back_the_text_are_refused() -> None:
    with pytest.raises(ValueError, match="≠"):
        count(GOLD, [told(0, 6) | {"text": "别的"}])


def test_the_numbers_are_those_of_the_scorer(shared: Path) -> None:
    spec = importlib.util.spec_from_file_location("score", shared / "reading" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    material = load(shared)
    ours, theirs = [], []
    for passage in material.labelled:
        rows = material.whole.rows(passage["doc"])
        ours.append(count(passage, rows).counts)
        theirs.append(score.count(passage, rows)[0])
    assert scores(total(ours)) == score.scores(sum(theirs, Counter()))


@pytest.mark.parametrize(
    ("value", "low", "cases", "said"),
    [(0.91, 0.86, 100, "met"), (0.91, 0.84, 100, "not met"), (0.89, 0.88, 500, "not met"),
     (1.0, 1.0, 99, "few")],
)  # fmt: skip
def test_verdicts(value: float, low: float, cases: int, said: str) -> None:
    assert Estimate(value, low, 1.0, cases).verdict(0.90) == said


def test_an_interval_holds_its_estimate_and_grows_with_the_spread_of_documents() -> None:
    even = {str(n): Counter({"hit": 9, "gold": 10}) for n in range(20)}
    uneven = {str(n): Counter({"hit": 10 * (n % 10 > 0), "gold": 10}) for n in range(20)}

    def share(counts: Counter[str]) -> float:
        return counts["hit"] / counts["gold"]

    narrow, wide = (estimate(one, draws(one), share, 200) for one in (even, uneven))
    assert narrow.low == narrow.value == narrow.high == 0.9
    assert wide.low < wide.value == 0.9 < wide.high


def test_confidence_is_the_share_right_drawn_towards_that_of_all() -> None:
    known = [Case(str(n), "deed", True, n % 10 > 0) for n in range(100)]
    known += [Case("x", "rare", True, False), Case("y", "past", False, True)]
    table = fitted(known)
    assert table["deed"] == pytest.approx(0.9, abs=0.01)
    assert 0.5 < table["rare"] < table["*taken"]
    bins = reliability(one for one in crossed(known) if one.case.group == "deed")
    assert expected_error(bins) < 0.05


def test_every_reason_has_a_confidence_and_the_shipped_one_is_below_certainty() -> None:
    assert all(0.4 < confidence_of(code) <= 1 for code in REASONS)
    assert confidence_of("deed") == confidence_of("deed", measured=False)
    assert confidence_of("weighed_in") < confidence_of("deed")


@pytest.mark.parametrize("name", ["problems", "requests"])
def test_labelled_spans_begin_with_the_words_written_beside_them(
    root: Path, shared: Path, name: str
) -> None:
    for row in lines_of(root / "tests" / "reference" / "reading" / f"{name}.jsonl"):
        text = (shared / "corpus" / "documents" / f"{row['doc']}.txt").read_text(encoding="utf-8")
        for span in row["spans"]:
            assert row["start"] <= span["start"] < span["end"] <= row["end"]
            assert text.startswith(span["words"], span["start"])


@pytest.mark.parametrize("name", ["blind", "blind_more", "blind_open", "blind_second"])
def test_passages_labelled_blind_stand_where_they_say(root: Path, shared: Path, name: str) -> None:
    for row in lines_of(root / "tests" / "reference" / "reading" / f"{name}.jsonl"):
        text = (shared / "corpus" / "documents" / f"{row['doc']}.txt").read_text(encoding="utf-8")
        for item in (*row["commitments"], *row["problems"]):
            assert row["start"] <= item["start"] < item["end"] <= row["end"]
            assert text.startswith(item["words"], item["start"])
        for item in row["commitments"]:
            assert item["kind"] in KINDS
            said = [t["text"] for t in item.get("targets", [])]
            assert all(words in text[row["start"] : row["end"]] for words in said)


def test_two_files_of_labels_are_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LUODI_LANG", "en")
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(GOLD), encoding="utf-8")
    assert main([str(path), str(path)]) == 0
    said = capsys.readouterr().out
    assert "1 passages of 1 documents" in said
    assert "commitment F1      1.000" in said
    assert "few cases: 2" in said


def test_without_material_nothing_is_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--shared", str(tmp_path)]) == 1
    assert str(tmp_path) in capsys.readouterr().err


def test_broken_labels_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text("{", encoding="utf-8")
    assert main([str(path), str(path)]) == 1
    assert "gold.jsonl:1" in capsys.readouterr().err


def test_the_third_that_is_held_out_never_changes() -> None:
    assert [
        name for name in ("gov-001", "gov-002", "cq-01", "cq-02", "gz-29") if is_held_out(name)
    ] == ["cq-01", "gz-29"]
