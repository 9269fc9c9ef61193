"""Facts of a row in words of the page's language; the same for living rows and frozen ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luodi.base.papers import chinese_date
from luodi.documents.vocabularies import FindingKind
from luodi.documents.words import target_words

from .facts import Facts
from .vocabularies import Rhythm, RowGap, RowMode, RowState


@dataclass(frozen=True, slots=True)
class Anchor:
    """A finding that a row answers to: its exact words and where they stand."""

    uuid: str
    document: str
    title: str
    section: str
    kind: str
    kind_words: str
    exact: str
    recognised: bool = False  # recognised from page images


@dataclass(frozen=True, slots=True)
class MeasureView:
    """A measure in words; `finding` is the public id of where it comes from, empty when typed, or
    not for the reader to see."""

    uuid: str
    words: str
    figure: str
    finding: str
    document: str
    is_typed: bool = False

    @property
    def said(self) -> str:
        """Return the measure in one phrase: as the text says it, else its name with the figure."""
        says_it = _SAYS_LEVEL.search(self.words) is not None
        return self.words if says_it else f"{self.words}：{self.figure}"


# Words that tell the level themselves: a figure, or what others reach.
_SAYS_LEVEL = re.compile(r"\d|中位|平均|均值")


@dataclass(frozen=True, slots=True)
class StepView:
    """A milestone."""

    words: str
    due: date | None


@dataclass(frozen=True, slots=True)
class RowView:
    """All that pages and papers show of a row."""

    uuid: str
    number: int
    heading: str
    words: str
    mode: str
    mode_words: str
    goal: str
    rhythm_words: str
    theme: str
    is_key: bool
    lead: str
    lead_uuid: str
    partners: tuple[str, ...]
    leader: str
    due: date | None
    due_words: str
    measures: tuple[MeasureView, ...]
    milestones: tuple[StepView, ...]
    anchors: tuple[Anchor, ...]
    state: str
    state_words: str
    state_reason: str
    gaps: tuple[str, ...]
    gap_words: tuple[str, ...]
    is_carried: bool

    @property
    def is_live(self) -> bool:
        """Return whether the row is in force."""
        return self.state == RowState.LIVE


def row_view(facts: Facts, day: date | None = None) -> RowView:
    """Return the view of a row's facts; with a day, a deadline before it is told among the gaps."""
    missing = gaps_of(facts, day)
    documents = {finding["uuid"]: finding["document"] for finding in facts["findings"]}
    return RowView(
        uuid=facts["uuid"],
        number=facts["number"],
        heading=facts["heading"],
        words=facts["words"],
        mode=facts["mode"],
        mode_words=str(RowMode(facts["mode"]).label),
        goal=facts["goal"],
        rhythm_words=rhythm_words(facts),
        theme=facts["theme"],
        is_key=facts["is_key"],
        lead=facts["lead"]["name"] if facts["lead"] else "",
        lead_uuid=facts["lead"]["uuid"] if facts["lead"] else "",
        partners=tuple(unit["name"] for unit in facts["partners"]),
        leader=facts["leader"]["name"] if facts["leader"] else "",
        due=day_of(facts["due"]),
        due_words=facts["due_words"],
        measures=tuple(_measure(item, documents) for item in facts["measures"]),
        milestones=tuple(StepView(s["words"], day_of(s["due"])) for s in facts["milestones"]),
        anchors=tuple(map(_anchor, facts["findings"])),
        state=facts["state"],
        state_words=str(RowState(facts["state"]).label),
        state_reason=facts["state_reason"],
        gaps=tuple(gap.value for gap in missing),
        gap_words=tuple(str(gap.label) for gap in missing),
        is_carried=facts["carried_from"] is not None,
    )


def gaps_of(facts: Facts, day: date | None = None) -> tuple[RowGap, ...]:
    """Return what a row in force does not say, or asks for before that day: a row for the record
    needs nothing, a standing one no date."""
    if facts["state"] != RowState.LIVE or facts["mode"] == RowMode.RECORD:
        return ()
    standing = facts["mode"] == RowMode.STANDING
    due = day_of(facts["due"])
    said = {
        RowGap.LEAD: bool(facts["lead"]),
        RowGap.DUE: standing or due is not None,
        RowGap.PAST: standing or day is None or due is None or due >= day,
        RowGap.MEASURE: bool(facts["measures"] or facts["goal"] or (standing and facts["least"])),
    }
    return tuple(gap for gap, there in said.items() if not there)


def rhythm_words(facts: Facts) -> str:
    """Return how often a standing row is judged, in words."""
    if facts["mode"] != RowMode.STANDING:
        return ""
    rhythm = str(Rhythm(facts["rhythm"]).label)
    if not facts["least"]:
        return rhythm
    least = ngettext("at least %(n)d time", "at least %(n)d times", facts["least"])
    return _("%(rhythm)s, %(least)s") % {
        "rhythm": rhythm,
        "least": least % {"n": facts["least"]},
    }


def day_of(text: str | None) -> date | None:
    """Return the day of an ISO date."""
    return date.fromisoformat(text) if text else None


def _measure(facts: Facts, documents: dict[str, str]) -> MeasureView:
    return MeasureView(
        uuid=facts["uuid"],
        words=facts["words"],
        figure=target_words(facts),
        finding=facts["finding"] or "",
        document=documents.get(facts["finding"] or "", ""),
        is_typed=not facts["finding"] and not facts.get("hidden"),
    )


def _anchor(facts: Facts) -> Anchor:
    return Anchor(
        uuid=facts["uuid"],
        document=facts["document"],
        title=facts["title"],
        section=facts["section"],
        kind=facts["kind"],
        kind_words=str(FindingKind(facts["kind"]).label),
        exact=facts["exact"],
        recognised=facts.get("recognised", False),
    )


def measure_words(row: RowView) -> str:
    """Return the goal and the measures of a row, as papers write them."""
    parts = [row.goal] if row.goal else []
    parts += [measure.said for measure in row.measures]
    if row.rhythm_words:
        parts.append(row.rhythm_words)
    return "；".join(parts)


def due_words(row: RowView) -> str:
    """Return the deadline as papers write it."""
    if row.due:
        return chinese_date(row.due)
    if row.mode == RowMode.STANDING:
        return "长期坚持"
    return row.due_words
