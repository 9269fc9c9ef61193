"""The rows of the accuracy table: what, how good at least, how good, and whether that is met."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from luodi.reading.evaluation import official, owners
from luodi.reading.evaluation.intervals import Estimate, Score, draws, estimate, total
from luodi.reading.evaluation.matching import (
    Counts,
    Passage,
    Row,
    count,
    inside,
    precision_recall,
    scores,
    seen,
)
from luodi.reading.evaluation.material import Material, is_held_out

ByDocument = dict[str, Counts]
Label = tuple[str, str]  # Chinese, English


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its name, its bar, the open part, the held-out part, and both baselines."""

    what: Label
    bar: float
    opened: Estimate | None
    held: Estimate
    every_clause: float | None
    every_task: float | None
    at_most: bool = False

    @property
    def verdict(self) -> str:
        """`met`, `not met` or `few`, told by the held-out part."""
        return self.held.verdict(self.bar, at_most=self.at_most)


@dataclass(frozen=True, slots=True)
class Scored:
    """All labelled passages: the reader's counts and those of two baselines, by document."""

    reader: ByDocument
    every_clause: ByDocument
    every_task: ByDocument
    passages: list[tuple[Row, Passage]]


def score_passages(material: Material) -> Scored:
    """Counts of the reader, of every clause taken, and of every kind called `task`."""
    tables: tuple[ByDocument, ByDocument, ByDocument] = (
        defaultdict(Counter), defaultdict(Counter), defaultdict(Counter),
    )  # fmt: skip
    passages = []
    for passage in material.labelled:
        name = passage["doc"]
        rows = seen(passage, material.whole.rows(name))
        here = count(passage, rows)
        passages.append((passage, here))
        near = [row for row in rows if _near(passage, row)]
        tasks = [row | {"kind": "task"} for row in near]
        for table, one in zip(
            tables,
            (here, count(passage, _clauses(material, passage)), count(passage, tasks)),
            strict=True,
        ):
            table[name].update(one.counts)
    reader, every_clause, every_task = map(dict, tables)
    return Scored(reader, every_clause, every_task, passages)


def _near(passage: Row, row: Row) -> bool:
    low = passage["start"]
    return bool(row["start"] < low + len(passage["text"]) and row["end"] > low)


def _clauses(material: Material, passage: Row) -> list[Row]:
    """Every clause of a passage as a commitment of kind task."""
    low, high = passage["start"], passage["start"] + len(passage["text"])
    spans = [clause.span for clause in material.whole.of(passage["doc"])[1].clauses]
    return [
        {"start": s.start, "end": s.end, "text": s.text, "kind": "task"}
        for s in spans
        if low <= s.start and s.end <= high
    ]


def _ratio(name: str) -> Score:
    def share(counts: Counts) -> float:
        return counts[name, "hit"] / max(1, counts[name, "gold"])

    return share


def _named(name: str, which: int) -> Score:
    return lambda counts: precision_recall(counts, name)[which]


def _scored(name: str) -> Score:
    return lambda counts: scores(counts)[name]


def _held(documents: ByDocument, *, held: bool) -> ByDocument:
    return {name: one for name, one in documents.items() if is_held_out(name) == held}


def _cases(documents: ByDocument, name: str, side: str = "gold") -> int:
    return int(total(documents.values())[name, side])


def _line(
    what: Label, bar: float, documents: ByDocument, score: Score, key: str,
    baselines: tuple[float | None, float | None] = (None, None), *, at_most: bool = False,
) -> Line:  # fmt: skip
    parts = []
    for held in (False, True):
        mine = _held(documents, held=held)
        parts.append(estimate(mine, draws(mine), score, _cases(mine, key)))
    return Line(what, bar, parts[0], parts[1], *baselines, at_most=at_most)


_PASSAGES: tuple[tuple[Label, str, str, float], ...] = (
    (("部署 F1", "commitments F1"), "commitment F1", "commitment", 0.90),
    (("部署 F1，边界严格", "commitments F1, sharp spans"), "sharp span F1", "commitment", 0.85),
    (("类别准确率", "kind: accuracy"), "kind accuracy", "", 0.90),
    (("类别宏平均 F1", "kind: macro-F1"), "kind macro-F1", "", 0.80),
    (("指标值 F1", "targets F1"), "target F1", "target", 0.93),
    (("有日期的期限 F1", "dated deadlines F1"), "deadline F1", "deadline", 0.93),
    (("责任单位（含主语）查准率", "owners, subjects too: precision"), "owner P", "owner", 0.97),
    (("责任单位（含主语）查全率", "owners, subjects too: recall"), "owner R", "owner", 0.95),
)


def passage_lines(scored: Scored) -> Iterator[Line]:
    """The rows that the labelled passages give."""
    for what, name, key, bar in _PASSAGES:
        parts = []
        for held in (False, True):
            parts.append(_estimated(_held(scored.reader, held=held), name, key))
        plain = [
            scores(total(_held(table, held=True).values()))[name]
            for table in (scored.every_clause, scored.every_task)
        ]
        yield Line(what, bar, parts[0], parts[1], plain[0], plain[1])


@dataclass(frozen=True, slots=True)
class Lots:
    """One score of the held-out passages: of both lots, and of two labellings of some passages."""

    what: Label
    earlier: Estimate
    blind: Estimate
    agreement: Estimate


def lots(material: Material, scored: Scored) -> list[Lots]:
    """The held-out passages labelled earlier beside those labelled blind, score by score.

    The agreement takes one labelling of the passages that two people labelled as gold for the
    other: nothing that reads can be expected to agree with one of them better.
    """
    tables: tuple[ByDocument, ...] = tuple(defaultdict(Counter) for _ in range(3))
    blind = {passage["id"]: passage for passage in material.blind}
    for passage, here in scored.passages:
        if is_held_out(passage["doc"]):
            tables[passage["id"] in blind][passage["doc"]].update(here.counts)
    for other in material.second:
        low = other["start"]
        rows = [
            item | {"start": item["start"] + low, "end": item["end"] + low}
            for item in other["commitments"]
        ]
        tables[2][other["doc"]].update(count(blind[other["id"]], rows).counts)
    out = []
    for what, name, key, _ in _PASSAGES:
        out.append(Lots(what, *(_estimated(mine, name, key) for mine in tables)))
    return out


def _estimated(documents: ByDocument, name: str, key: str) -> Estimate:
    """A score with its interval; its cases are those of `key`, or all matched pairs."""
    cases = _cases(documents, key) if key else _matched(documents)
    return estimate(documents, draws(documents), _scored(name), cases)


def _matched(documents: ByDocument) -> int:
    return sum(n for key, n in total(documents.values()).items() if key[0] == "kind")


def official_lines(material: Material) -> Iterator[Line]:
    """The rows that the issuers' own brackets give."""
    counts = official.brackets(material, material.items)
    nothing = (0.0, None)
    pairs = official.bundles(material, material.items)
    yield _line(("括号责任单位 查准率", "units of brackets: precision"), 0.97, counts,
                _named("units", 0), "units", nothing)  # fmt: skip
    yield _line(("括号责任单位 查全率", "units of brackets: recall"), 0.95, counts,
                _named("units", 1), "units", nothing)  # fmt: skip
    yield _line(("牵头、配合分清 查准率", "lead and partner: precision"), 0.97, counts,
                _named("roles", 0), "roles", nothing)  # fmt: skip
    yield _line(("牵头、配合分清 查全率", "lead and partner: recall"), 0.95, counts,
                _named("roles", 1), "roles", nothing)  # fmt: skip
    yield _line(("凭空的责任单位（占任务项）", "invented owners, share of items"), 0.01, counts,
                _ratio("invented"), "invented", nothing, at_most=True)  # fmt: skip
    yield _line(("任务项至少找到一条部署", "official items with a commitment"), 0.98, counts,
                _ratio("taken"), "taken", (1.0, None))  # fmt: skip
    yield _line(("归并成事项 F1（去掉括号）", "bundles F1, brackets cut out"), 0.85, pairs,
                _named("pairs", 2), "pairs")  # fmt: skip


def labelled_lines(material: Material) -> Iterator[Line]:
    """Problems and requests, each and together: the bar is on both, and 60 of each are few."""
    problems = official.labelled(material, material.problems, problems=True)
    requests = official.labelled(material, material.requests, problems=False)
    both: ByDocument = defaultdict(Counter)
    for table in (problems, requests):
        for name, one in table.items():
            both[name].update(one)
    for what, table in (
        (("问题", "problems"), problems),
        (("请求", "requests"), requests),
        (("问题和请求合计", "problems and requests"), dict(both)),
    ):
        if table:
            for place, side in enumerate((("查准率", "precision"), ("查全率", "recall"))):
                label = (f"{what[0]} {side[0]}", f"{what[1]}: {side[1]}")
                yield _line(label, 0.80, table, _named("named", place), "named", (0.0, 0.0))


def anchor_lines(material: Material) -> Iterator[Line]:
    """Anchors in the same text and in an edited one."""
    names = sorted(path.stem for path in material.whole.folder.glob("*.txt"))
    counts = official.anchors(material, names)
    yield _line(("锚点在原文不变", "anchors in the same text"), 1.0, counts,
                _ratio("identity"), "identity")  # fmt: skip
    yield _line(("改动后重新找到", "anchors found again after edits"), 0.98, counts,
                _ratio("found again"), "found again")  # fmt: skip
    shares: ByDocument = {n: Counter({("moved", "gold"): c["identity", "gold"],
                                      ("moved", "hit"): c["moved", "hit"]})
                          for n, c in counts.items()}  # fmt: skip
    yield _line(("悄悄移位的锚点", "anchors moved silently"), 1e-9, shares,
                _ratio("moved"), "moved", at_most=True)  # fmt: skip


def by_kind(material: Material, scored: Scored) -> dict[str, Counts]:
    """Counts of the held-out passages by kind of document."""
    out: dict[str, Counts] = defaultdict(Counter)
    for name, counts in _held(scored.reader, held=True).items():
        out[material.kind_of(name)].update(counts)
    return dict(sorted(out.items()))


def worst(scored: Scored, most: int) -> list[tuple[Row, Passage]]:
    """The open passages with most misses and false findings; never one of the held-out part."""
    held = [one for one in scored.passages if not is_held_out(one[0]["doc"])]
    ranked = sorted(held, key=lambda one: -(len(one[1].missed) + len(one[1].false)))
    return [one for one in ranked if one[1].missed or one[1].false][:most]


def without_commitments(scored: Scored, material: Material) -> tuple[int, int]:
    """Labelled passages that bind nobody or tell of the past, and how many came out empty.

    With section context, done or to do is judged on these hand-labelled passages only.
    """
    empty = [row for row, _ in scored.passages if not row["commitments"]]
    right = sum(not inside(row, material.whole.rows(row["doc"])) for row in empty)
    return len(empty), right


def suggestion_lines(material: Material) -> Iterator[Line]:
    """Suggested lead units; every document is judged with itself left out, so all of them count."""
    counts = owners.suggested(material.items)
    often = _named("often", 1)(total(counts.values()))
    held = estimate(counts, draws(counts), _named("suggested", 1), _cases(counts, "suggested"))
    label = ("建议前三个里有官方牵头单位", "suggested leads: an official one in the first 3")
    yield Line(label, 2 / 3, None, held, often, None)


def lines(material: Material, scored: Scored) -> list[Line]:
    """Every row of the table, in the order of the page."""
    sources: Iterable[Callable[[], Iterator[Line]]] = (
        lambda: passage_lines(scored),
        lambda: official_lines(material),
        lambda: labelled_lines(material),
        lambda: suggestion_lines(material),
        lambda: anchor_lines(material),
    )
    return [line for source in sources for line in source()]
