"""`luodi evaluate`: how well this reader reads, or how well anybody's labels agree with gold."""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from luodi.reading.evaluation.intervals import ENOUGH, Score, draws, estimate, total
from luodi.reading.evaluation.matching import Counts, Row, count, scores
from luodi.reading.evaluation.material import ROOT, Material, NoMaterial, lines_of, load
from luodi.reading.evaluation.words import asked_language
from luodi.reading.output.widths import padded, width

_WORDS = {
    "about": (
        "量一量读得准不准：不带文件时用检出旁边的标注材料；带两个文件时给别人的标注打分。",
        "How well the reader reads, on the material beside the checkout; with two files, how well "
        "anybody's labels agree.",
    ),
    "no material": (
        "{place} 下没有标注材料，无从评测。"
        "请用 --shared 指明文件夹，或给出 GOLD 与 PREDICTED 两个文件。",
        "There is no labelled material under {place}. Name the folder with --shared, or give two "
        "files, GOLD and PREDICTED.",
    ),
    "both": ("GOLD 与 PREDICTED 要一起给出", "GOLD and PREDICTED go together"),
    "bad": ("读不了标注：{reason}", "the labels cannot be read: {reason}"),
    "passages": ("{n} 段，{docs} 份文件", "{n} passages of {docs} documents"),
    "few": ("  样本少：{n}", "  few cases: {n}"),
    "done": (
        "已做还是要做（只看句子，按报告轮流留出）：平衡准确率 {balanced:.3f}，目标 0.88，"
        "{sentences} 句",
        "done or to do, sentences alone, reports left out in turn: balanced accuracy "
        "{balanced:.3f}, goal 0.88, {sentences} sentences",
    ),
    "section": (
        "结合章节：{empty} 段讲过去或不作要求的文字，{right} 段没有误取",
        "with section context: {right} of {empty} passages that bind nobody came out empty",
    ),
    "taken": ("摘录的把握：期望校准误差 {error:.3f}", "findings: calibration error {error:.3f}"),
    "as said": (
        "同上，按各折所给把握分组：{error:.3f}（目标 0.05 以下）",
        "  the same, sorted by what each fold said: {error:.3f} (goal under 0.05)",
    ),
    "left": (
        "未取分句的把握：期望校准误差 {error:.3f}",
        "clauses left: calibration error {error:.3f}",
    ),
    "worst": ("\n公开部分里最差的几段：", "\nThe worst passages of the open part:"),
    "missed": ("漏", "missed"),
    "false": ("误", "false"),
    "written": ("写好了 {path}", "wrote {path}"),
}
PAGE = ROOT / "docs" / "why" / "reading-accuracy.md"
CONFIDENCE = Path(__file__).resolve().parents[1] / "data" / "confidence.json"


def _say(key: str, **facts: object) -> str:
    return _WORDS[key][asked_language() == "en"].format(**facts)


def main(argv: list[str]) -> int:
    """Print the accuracy table or the scores of two files; 1 when there is nothing to measure."""
    ask = argparse.ArgumentParser("luodi evaluate", description=_say("about"))
    ask.add_argument("gold", nargs="?", type=Path, metavar="GOLD")
    ask.add_argument("predicted", nargs="?", type=Path, metavar="PREDICTED")
    ask.add_argument("--shared", type=Path)
    ask.add_argument("--worst", type=int, default=5)
    ask.add_argument("--write", action="store_true")
    ask.add_argument("--calibrate", action="store_true")
    order = ask.parse_args(argv)
    if (order.gold is None) != (order.predicted is None):
        ask.error(_say("both"))
    try:
        if order.gold:
            return compare(order.gold, order.predicted, order.worst)
        return _evaluate(load(order.shared), order)
    except NoMaterial as missing:
        print(_say("no material", place=missing), file=sys.stderr)
    except (OSError, ValueError, KeyError, TypeError) as problem:
        reason = f"{type(problem).__name__}: {problem}"
        print(_say("bad", reason=reason), file=sys.stderr)
    return 1


def compare(gold: Path, predicted: Path, worst: int) -> int:
    """Print the scores of predicted labels against gold: a folder of readings, or passages too."""
    passages = lines_of(gold)
    by_document: dict[str, Counts] = defaultdict(Counts)
    notes = []
    labels = _Labels(predicted)
    for passage in passages:
        here = count(passage, labels(passage))
        by_document[passage["doc"]].update(here.counts)
        notes.append((passage["id"], here.missed, here.false))
    print(_say("passages", n=len(passages), docs=len(by_document)))
    _print_scores(by_document)
    notes.sort(key=lambda note: -(len(note[1]) + len(note[2])))
    for name, missed, false in notes[:worst]:
        if missed or false:
            _print_worst(name, missed, false)
    return 0


class _Labels:
    """The labels for a passage: from a folder with one file a document, or one file of passages."""

    def __init__(self, place: Path) -> None:
        self.folder = place if place.is_dir() else None
        rows = [] if self.folder else lines_of(place)
        self.passages = {row["id"]: row for row in rows}

    def __call__(self, passage: Row) -> list[Row]:
        if self.folder:
            return lines_of(self.folder / f"{passage['doc']}.jsonl")
        found = self.passages[passage["id"]]
        low = passage["start"]
        return [
            item | {"start": item["start"] + low, "end": item["end"] + low}
            for item in found["commitments"]
        ]


def _print_scores(by_document: dict[str, Counts]) -> None:
    whole, drawn = total(by_document.values()), draws(by_document)
    for name in scores(whole):
        cases = whole.get((name.rsplit(" ", 1)[0], "gold"))
        one = estimate(by_document, drawn, _score(name), 0)
        few = _say("few", n=cases) if cases is not None and cases < ENOUGH else ""
        print(f"{name:18} {one.value:.3f} [{one.low:.3f}, {one.high:.3f}]{few}")


def _score(name: str) -> Score:
    return lambda counts: scores(counts)[name]


def _print_table(cells: list[list[str]]) -> None:
    wide = [max(width(row[at]) for row in cells) for at in range(len(cells[0]))]
    for row in cells:
        told = (padded(cell, size) for cell, size in zip(row, wide, strict=True))
        print("  ".join(told).rstrip())


def _print_worst(name: str, missed: tuple[str, ...], false: tuple[str, ...]) -> None:
    print(f"{name}  {_say('missed')}: {list(missed)}\n      {_say('false')}: {list(false)}")


def _evaluate(material: Material, order: argparse.Namespace) -> int:
    from luodi.reading.evaluation import page, rows
    from luodi.reading.evaluation.calibration import calibrate, expected_error
    from luodi.reading.evaluation.official import training_record
    from luodi.reading.reader import READER, VERSION

    scored = rows.score_passages(material)
    calibration = calibrate(material)
    found = page.Findings(
        f"{READER} {VERSION}",
        datetime.now(UTC).date(),
        rows.lines(material, scored),
        rows.lots(material, scored),
        rows.by_kind(material, scored),
        calibration,
        training_record(),
        rows.without_commitments(scored, material),
    )
    language: Literal["zh", "en"] = asked_language()
    _print_table([line.split("\t") for line in page.table(found.lines, language)])
    record = found.training
    print(_say("done", balanced=record["balanced_accuracy"], **record))
    empty, right = found.empty
    print(_say("section", empty=empty, right=right))
    sorted_bins = {
        "taken": calibration.taken, "as said": calibration.as_said, "left": calibration.left,
    }  # fmt: skip
    for name, bins in sorted_bins.items():
        print(_say(name, error=expected_error(bins)))
    if order.worst:
        print(_say("worst"))
        for passage, here in rows.worst(scored, order.worst):
            _print_worst(passage["id"], here.missed, here.false)
    if order.calibrate:
        record = {
            "made": found.made.isoformat(),
            "reader": found.reader,
            "held_out_documents": calibration.documents,
            "confidence": calibration.table,
        }
        _write(CONFIDENCE, json.dumps(record, ensure_ascii=False, indent=2) + "\n")
    if order.write:
        _write(PAGE, page.write(found))
    return 0


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    print(_say("written", path=path))
