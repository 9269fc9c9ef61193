"""The reader learns from the reviews of this deployment; what it learnt can be taken back."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from luodi.base import clock, files
from luodi.base.actors import Actor
from luodi.base.changes import Subject, change
from luodi.base.errors import Conflict
from luodi.base.permissions import ask
from luodi.reading.learning import Comparison, Row, compare, fit, is_enough
from luodi.reading.learnt import Learnt, to_bytes
from luodi.reading.reader import VERSION, read

from .. import events, permissions
from ..models import DocumentVersion, ReaderModel, SpotCheck
from ..queries import learning as queries
from ..vocabularies import ModelState
from .spot_checks import said_of

MEDIA_TYPE = "application/json"
_AS_SHIPPED = ("随附的读取器", "the reader as it ships")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one round of learning came to; without a comparison there was too little to tell."""

    rows: int
    sampled: int
    comparison: Comparison | None = None
    model: ReaderModel | None = None

    @property
    def taken(self) -> bool:
        """Return whether a new model is in use."""
        return self.model is not None and self.model.state == ModelState.IN_USE


@dataclass(frozen=True, slots=True)
class _Trained:
    """A model that is ready to be written down, and what it was weighed against."""

    learnt: Learnt
    rows: list[Row]
    until: datetime
    before: ReaderModel | None
    comparison: Comparison


def learn(*, actor: Actor) -> Outcome:
    """Train on the single decisions of reviews and take the model up when the random sample shows
    it surely better than the one in use; with too small a sample nothing changes."""
    ask(actor, permissions.TRAIN_READER)
    refresh_spot_checks(actor=actor)
    rows, sample = queries.training_rows(), queries.sample()
    until = queries.trained_until()
    if not rows or until is None or not is_enough(sample):
        return Outcome(len(rows), len(sample))
    before = queries.model_in_use()
    if _knows(until, len(rows), len(sample)):
        return Outcome(len(rows), len(sample))
    comparison = compare(sample, _rows_of(before), rows)
    trained = _Trained(fit(rows, queries.next_number()), rows, until, before, comparison)
    model = _write(trained, actor)
    return Outcome(len(rows), len(sample), comparison, model)


def _knows(until: datetime, rows: int, sampled: int) -> bool:
    """Whether nothing new can come of it: the newest model was trained on these very decisions, and
    was taken up, or weighed on this very sample."""
    newest = ReaderModel.objects.order_by("-n").first()
    if newest is None or (newest.trained_until, newest.rows) != (until, rows):
        return False
    return newest.state != ModelState.NOT_TAKEN or newest.report["n"] == sampled


def _rows_of(model: ReaderModel | None) -> list[Row] | None:
    return queries.training_rows(model.trained_until) if model else None


def _write(trained: _Trained, actor: Actor) -> ReaderModel:
    """Write the model down, in use when it is better; refuses when another came first."""
    data = to_bytes(trained.learnt)
    files.put(data)
    better = trained.comparison.is_better
    with change(actor) as record:
        now = ReaderModel.objects.select_for_update().filter(state=ModelState.IN_USE).first()
        if (now and now.pk) != (trained.before and trained.before.pk):
            raise _changed()
        if better and now:
            _set_state(now, ModelState.RETIRED)
        row = ReaderModel.objects.create(
            n=trained.learnt.number,
            file=files.store(data, MEDIA_TYPE),
            state=ModelState.IN_USE if better else ModelState.NOT_TAKEN,
            made_at=clock.now(),
            trained_until=trained.until,
            rows=len(trained.rows),
            documents=len({one.document for one in trained.rows}),
            report=asdict(trained.comparison),
            follows=now,
        )
        record(
            events.MODEL_TAKEN if better else events.MODEL_NOT_TAKEN,
            row,
            n=row.n,
            rows=row.rows,
            sample=trained.comparison.n,
            sha256=row.file.sha256,
        )
    return row


def take_model_back(*, actor: Actor) -> ReaderModel | None:
    """Return what is in use again after the model in use is taken back: the one before it, or None
    for the reader as it ships; refuses when no model is in use."""
    ask(actor, permissions.TRAIN_READER)
    with change(actor) as record:
        rows = ReaderModel.objects.select_for_update().filter(state=ModelState.IN_USE)
        now = rows.first()
        if now is None:
            raise Conflict(
                "没有启用中的自学模型，无可退回。",
                "No model that was trained here is in use; there is nothing to take back.",
            )
        _set_state(now, ModelState.TAKEN_BACK)
        before = now.follows
        if before:
            _set_state(before, ModelState.IN_USE)
        zh, en = (f"第{before.n}号模型", f"model {before.n}") if before else _AS_SHIPPED
        record(events.MODEL_TAKEN_BACK, now, n=now.n, back_zh=zh, back_en=en)
    return before


def _set_state(row: ReaderModel, state: str) -> None:
    row.state = state
    row.save(update_fields=["state"])


def _changed() -> Conflict:
    return Conflict(
        "训练期间启用的模型已变，请重新运行。",
        "Another model came into use meanwhile. Please run it again.",
    )


def refresh_spot_checks(*, actor: Actor) -> int:
    """Ask the reader of today about sampled clauses that an older one was asked about, and return
    how many it knows; a clause that it cuts otherwise is not counted any more."""
    ask(actor, permissions.TRAIN_READER)
    old = SpotCheck.objects.exclude(reader_version=VERSION)
    stale = old.exclude(answer="")
    versions = DocumentVersion.objects.filter(spot_checks__in=stale).distinct()
    found = [row for version in versions.select_related("document") for row in _asked_anew(version)]
    if not found:
        return 0
    with change(actor) as record:
        SpotCheck.objects.bulk_update(found, ["said", "reader_version"], batch_size=200)
        subject = Subject("documents.spot_check", "all")
        record(events.SPOT_CHECKS_REFRESHED, subject, count=len(found), reader=VERSION)
    return len(found)


def _asked_anew(version: DocumentVersion) -> list[SpotCheck]:
    answer = read(version.text, date=version.document.date)
    clauses = {(clause.span.start, clause.span.end): clause for clause in answer.clauses}
    known = []
    for row in version.spot_checks.exclude(reader_version=VERSION):
        if clause := clauses.get((row.start, row.end)):
            row.said, row.reader_version = said_of(clause, answer.findings), VERSION
            known.append(row)
    return known
