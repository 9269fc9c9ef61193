"""What the people of the invented city did with their documents, act by act, from January on.

Every act calls the services that pages call, under the clock of its day. A step that speaks of
words of a text is passed over where the reader finds nothing there, so that a better reader needs
no other play; a test demands that every kind of decision is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from luodi.base import jobs
from luodi.base.actors import Actor
from luodi.documents import services as documents
from luodi.documents.models import Document, Finding
from luodi.documents.queries import acceptable_above
from luodi.documents.vocabularies import FindingState, RejectReason, Release

from . import aiming, planning

FOLDER = Path(__file__).parent / "documents"
Cast = Callable[[str], Actor]


@dataclass(frozen=True, slots=True)
class Act:
    """Something done at a moment of the city's time; `play` is given who can act."""

    at: datetime
    play: Callable[[Cast], None]


def _store(file: str, account: str, release: str = Release.INTERNAL) -> Callable[[Cast], None]:
    """Return the act of an account that stores a document, which is then read."""

    def play(cast: Cast) -> None:
        data = (FOLDER / file).read_bytes()
        details = documents.Details(release=release)
        documents.store_document(data, file, actor=cast(account), details=details)
        jobs.drain()

    return play


def _document(file: str) -> Document:
    return Document.objects.get(versions__filename=file)


def _proposed(file: str) -> list[Finding]:
    """Return the findings of a document that wait for a decision, in the order of the text."""
    rows = Finding.objects.filter(version__document=_document(file), superseded=False)
    return list(rows.filter(state=FindingState.PROPOSED).order_by("start", "end"))


def _about(file: str, words: str) -> Iterable[Finding]:
    """Return the first finding that waits and has these words, if there is one."""
    return [finding for finding in _proposed(file) if words in finding.exact][:1]


def _accept(file: str, actor: Actor, most: int | None = None) -> None:
    for finding in _proposed(file)[:most]:
        documents.accept_finding(finding, actor=actor)


def _reject(file: str, words: str, reason: str, actor: Actor, note: str = "") -> None:
    for finding in _about(file, words):
        documents.reject_finding(finding, reason, note=note, actor=actor)


def _mend(file: str, words: str, actor: Actor, **fields: Any) -> None:
    """Edit the finding with these words, then accept it."""
    for finding in _about(file, words):
        edited = documents.edit_finding(
            finding, fields, actor=actor, expected_revision=finding.revision
        )
        documents.accept_finding(edited, actor=actor)


def _accept_above(file: str, confidence: float, actor: Actor) -> None:
    """Accept as the page does: look at the list, then accept what stood on it."""
    document, cards = acceptable_above(actor, _document(file).uuid, confidence)
    listed = {card.uuid: card.revision for card in cards}
    documents.accept_findings_above(document, confidence, listed, actor=actor)


def _lead(*units: str) -> list[Mapping[str, str]]:
    return [{"text": unit, "role": "lead"} for unit in units]


REPORT = "report-2026.txt"
MINUTES = "minutes-2026-02.txt"
RIVERS = "notice-rivers.txt"
SPEECH = "speech-county.txt"
REMARK = "remark-01.txt"
DRAINAGE = "plan-drainage.txt"
LETTER = "letter-yunling.txt"


def _review_report(cast: Cast) -> None:
    """One by one: the goals, three mended, two rejected and one of these taken up again."""
    actor = cast("duchashi")
    _reject(REPORT, "自觉接受人大法律监督", RejectReason.NOT_A_COMMITMENT, actor)
    _reject(REPORT, "深化“一网通办”改革", RejectReason.REPEATED, actor)
    _mend(REPORT, "根治欠薪", actor, owners=_lead("市人社局"))
    _mend(REPORT, "水质异常", actor, deadline={"by": "2026-06-30"})
    _mend(REPORT, "省级乡村振兴示范县", actor, kind="project", deadline={"by": "2026-12-31"})
    _accept(REPORT, actor, 11)
    rejected = Finding.objects.filter(
        version__document=_document(REPORT), reject_reason=RejectReason.REPEATED
    )
    for finding in rejected:
        documents.restore_finding(finding, actor=actor)


def _finish_report(cast: Cast) -> None:
    _accept_above(REPORT, 0.9, cast("duchashi2"))


def _review_minutes(cast: Cast) -> None:
    """The whole of it: nothing of this document waits."""
    actor = cast("duchashi2")
    _reject(MINUTES, "抓住有利时节", RejectReason.NOT_A_COMMITMENT, actor)
    _mend(MINUTES, "统筹安排资金", actor, deadline={"by": "2026-03-31"})
    _accept(MINUTES, actor)


def _review_rivers(cast: Cast) -> None:
    """A hasty step is taken back; the end of the text is left for another day."""
    actor = cast("duchashi")
    _accept(RIVERS, actor, 9)
    _reject(RIVERS, "要限期整改", RejectReason.OTHER, actor, note="责任单位不明，待核实后另行交办")
    _reject(RIVERS, "将管护经费列入年度预算", RejectReason.WRONG_SPAN, actor)
    documents.undo_decision(_document(RIVERS), actor=actor)
    _accept(RIVERS, actor, 3)


def _review_speech(cast: Cast) -> None:
    actor = cast("duchashi2")
    _reject(SPEECH, "找准定位", RejectReason.NOT_A_COMMITMENT, actor)
    _mend(SPEECH, "盘活5000亩", actor, owners=_lead("各县"), deadline={"by": "2026-06-30"})
    _accept(SPEECH, actor, 4)


def _review_drainage(cast: Cast) -> None:
    _accept(DRAINAGE, cast("zhujianju"), 4)


def _act(month: int, day: int, hour: int, play: Callable[[Cast], None]) -> Act:
    return Act(datetime(2026, month, day, hour, 30), play)


ACTS = (
    _act(1, 16, 16, _store(REPORT, "duchashi", Release.PUBLIC)),
    _act(1, 19, 9, _review_report),
    _act(1, 19, 15, _finish_report),
    _act(2, 13, 9, _store(MINUTES, "duchashi")),
    _act(2, 13, 10, _review_minutes),
    _act(3, 3, 9, _store(RIVERS, "duchashi", Release.PUBLIC)),
    _act(3, 5, 14, _review_rivers),
    _act(3, 20, 17, _store(SPEECH, "mishu")),
    _act(3, 23, 9, _review_speech),
    _act(3, 24, 9, planning.begin),
    _act(3, 25, 9, planning.send_round),
    _act(3, 31, 17, planning.take_replies),
    _act(4, 1, 9, planning.decide),
    _act(4, 3, 15, planning.approve),
    _act(4, 7, 9, aiming.define),
    _act(4, 7, 10, aiming.history),
    _act(4, 7, 14, aiming.aim),
    # The remark waits for the follow-up office, the letter for the county that wrote it.
    _act(4, 8, 11, _store(REMARK, "mishu")),
    _act(4, 16, 9, aiming.months),
    _act(4, 16, 10, aiming.tables),
    _act(4, 17, 10, aiming.check),
    _act(4, 17, 16, _store(DRAINAGE, "zhujianju", Release.WORK_SECRET)),
    _act(4, 20, 9, _review_drainage),
    _act(4, 28, 10, _store(LETTER, "yunling")),
    _act(4, 29, 9, planning.amend),
    _act(4, 29, 15, planning.answer),
)
