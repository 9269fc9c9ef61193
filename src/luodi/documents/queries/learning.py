"""What a deployment can learn from, and how good its reader is here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from luodi.base import files
from luodi.base.actors import Actor
from luodi.base.permissions import ask
from luodi.reading.learning import ENOUGH, Row, Sampled, decide, is_enough, quality
from luodi.reading.learnt import Case, Learnt, from_bytes
from luodi.reading.reader import VERSION
from luodi.reading.second import REASON as SECOND

from .. import permissions
from ..fields import Fields
from ..models import Finding, ReaderModel, SpotCheck
from ..vocabularies import ROLES, FindingState, ModelState, RejectReason, SpotAnswer

# Other reasons for a rejection say nothing about whether the sentence is a commitment.
_WRONG = (RejectReason.NOT_A_COMMITMENT, RejectReason.ALREADY_DONE)
SHOWN = 12
_MISSING = (SpotAnswer.NONE, SpotAnswer.UNSURE)


def model_in_use() -> ReaderModel | None:
    """Return the model that has its say in readings, or None for the reader as it ships."""
    return (
        ReaderModel.objects.filter(state=ModelState.IN_USE)
        .select_related("file", "follows")
        .first()
    )


def learnt_model() -> Learnt | None:
    """Return the model in use, ready for readings; refuses a damaged file."""
    row = model_in_use()
    return from_bytes(files.read(row.file)) if row else None


def training_rows(until: datetime | None = None) -> list[Row]:
    """Return the single decisions made in reviews, those up to a time when one is given.

    What was accepted in bulk, added or cut by people, or proposed by a second reader teaches
    nothing, nor does a rejection for another reason than that nothing is asked for.
    """
    rows = _decisions()
    if until:
        rows = rows.filter(decided_at__lte=until)
    found = rows.values_list(
        "version__document_id",
        "exact",
        "fields_read",
        "reason",
        "section_path",
        "state",
    )
    return [
        Row(str(document), _case(exact, fields, reason, path), state == FindingState.ACCEPTED)
        for document, exact, fields, reason, path, state in found.iterator(2000)
    ]


def _decisions() -> QuerySet[Finding]:
    decided = Q(state=FindingState.ACCEPTED)
    decided |= Q(state=FindingState.REJECTED, reject_reason__in=_WRONG)
    return (
        Finding.objects.filter(
            decided,
            superseded=False,
            decided_in_bulk=False,
            decided_by__isnull=False,
            reading__isnull=False,
        )
        .exclude(reason__in=("added", SECOND))
        .order_by("pk")
    )


def trained_until() -> datetime | None:
    """Return the time of the last single decision, or None when there is none."""
    last: datetime | None = _decisions().aggregate(last=Max("decided_at"))["last"]
    return last


def _case(exact: str, fields: Fields, reason: str, path: list[str]) -> Case:
    due = fields["deadline"] or {}
    measured = any(target["value"] for target in fields["targets"]) or bool(due.get("by"))
    return Case(exact, fields["kind"], reason, measured, path[-1] if path else "")


def sample() -> list[Sampled]:
    """Return the clauses of the random sample that people could tell, with what the grammar of
    today said of each."""
    rows = SpotCheck.objects.filter(reader_version=VERSION).exclude(
        answer__in=("", SpotAnswer.UNSURE)
    )
    found = rows.order_by("pk").values_list("version__document_id", "said", "answer")
    return [_sampled(document, said, answer) for document, said, answer in found.iterator(2000)]


def _sampled(document: int, said: Fields, answer: str) -> Sampled:
    wanted = answer not in _MISSING
    if not said["kind"]:
        return Sampled(str(document), None, said["confidence"], wanted)
    case = Case(said["text"], said["kind"], said["reason"], said["measured"], said["heading"])
    return Sampled(str(document), case, 0.0, wanted, said["kind"] == answer)


def next_number() -> int:
    """Return the number that a new model gets."""
    last: int | None = ReaderModel.objects.aggregate(last=Max("n"))["last"]
    return (last or 0) + 1


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its interval and its cases, as a page and a command show it."""

    value: float
    low: float
    high: float
    n: int

    @property
    def words(self) -> str:
        """Return it in percent with the interval in square brackets."""
        if not self.n:
            return "—"
        return f"{self.value * 100:.1f}% [{self.low * 100:.1f}, {self.high * 100:.1f}]"


@dataclass(frozen=True, slots=True)
class Figures:
    """How good a reader is on a sample; `error` is the expected calibration error."""

    accuracy: Share
    precision: Share
    recall: Share
    kinds: Share
    error: float
    bins: tuple[tuple[int, float, float], ...]


def figures_of(told: Mapping[str, Any]) -> Figures:
    """Return the figures of a stored quality."""
    shares = {name: Share(**told[name]) for name in ("accuracy", "precision", "recall", "kinds")}
    bins = tuple((one["n"], one["said"], one["right"]) for one in told["bins"])
    return Figures(**shares, error=told["error"], bins=bins)


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model that was trained here, with what it was before and after."""

    n: int
    state: str
    state_role: str
    made_at: datetime
    rows: int
    documents: int
    sampled: int
    before: Figures
    after: Figures
    gain: Share


def models() -> tuple[ModelRow, ...]:
    """Return the models trained here, the newest first."""
    return tuple(_model_row(row) for row in ReaderModel.objects.order_by("-n")[:SHOWN])


def _model_row(row: ReaderModel) -> ModelRow:
    told = row.report
    return ModelRow(
        n=row.n,
        state=str(ModelState(row.state).label),
        state_role=ROLES[ModelState(row.state)],
        made_at=row.made_at,
        rows=row.rows,
        documents=row.documents,
        sampled=told["n"],
        before=figures_of(told["before"]),
        after=figures_of(told["after"]),
        gain=Share(**told["gain"]),
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document of which sampled clauses wait for an answer."""

    uuid: UUID
    title: str
    open: int


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How good the reader is here; without figures the sample is too small to tell."""

    drawn: int
    answered: int
    counted: int
    documents: int
    needed: int
    figures: Figures | None
    models: tuple[ModelRow, ...]
    decisions: int
    waiting: tuple[Waiting, ...]

    @property
    def percent(self) -> int:
        """Return how much of the sample that is needed is there, in whole percent."""
        return min(100, self.counted * 100 // self.needed)


def accuracy_here(actor: Actor) -> Accuracy:
    """Return how good the reader is on the random sample of this deployment; refuses those who may
    not see all documents."""
    ask(actor, permissions.VIEW_ACCURACY)
    rows = sample()
    measured = quality(rows, decide(rows, [None] * len(rows))) if is_enough(rows) else None
    counts = SpotCheck.objects.aggregate(drawn=Count("pk"), answered=Count("answered_at"))
    return Accuracy(
        drawn=counts["drawn"],
        answered=counts["answered"],
        counted=len(rows),
        documents=len({one.document for one in rows}),
        needed=ENOUGH,
        figures=figures_of(asdict(measured)) if measured else None,
        models=models(),
        decisions=_decisions().count(),
        waiting=_waiting(actor),
    )


def _waiting(actor: Actor) -> tuple[Waiting, ...]:
    mine = permissions.reviewable(actor, "version__document__")
    rows = (
        SpotCheck.objects.filter(mine, answer="", version__latest=True)
        .order_by()
        .values_list("version__document__uuid", "version__document__title")
        .annotate(open=Count("pk"))
        .order_by("-open", "version__document__title")[:SHOWN]
    )
    return tuple(Waiting(*row) for row in rows)
