"""Figures as they are given and how each is answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from .models import Indicator
from .vocabularies import FigureKind

LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of one place (by code) or body (by public id) as somebody gives it: `value`, or
    `k` of `n`; of an official rank `k` is the rank and `n` out of how many."""

    indicator: Indicator
    period: str
    place: str = ""
    body: UUID | str = ""
    value: Decimal | None = None
    k: int | None = None
    n: int | None = None
    error: Decimal | None = None
    kind: str = FigureKind.LEVEL
    reported_on: date | None = None
    evidence: str = ""
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a figure: new, revised, unchanged or refused; `at` counts from 0, `before` is
    what stood there, `flags` name what looks odd (jump: ten thousand times the figure before)."""

    at: int
    outcome: str
    observation: UUID | None = None
    before: Decimal | None = None
    flags: tuple[str, ...] = ()
    refusal_zh: str = ""
    refusal_en: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many figures were new, revised, and there already; the answers in the order given."""

    new: int
    revised: int
    unchanged: int
    answers: tuple[Answer, ...]
