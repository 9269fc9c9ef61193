"""Changes of state of the base's own: having the ledger verified, and recording what was found."""

from __future__ import annotations

from .actors import Actor
from .changes import Subject, change
from .events import declare_event
from .jobs import enqueue
from .ledger import Verification
from .models import Job
from .permissions import RECORD_VERIFICATION, VERIFY_LEDGER, ask

VERIFY_JOB = "base.verify"
# The key of every periodic job, so that one asked for and one that is due are one.
VERIFY_KEY = "periodic"

VERIFIED = declare_event(
    "base.ledger.verified",
    "{actor}校验了台账：共 {checked} 条，{result_zh}",
    "{actor} verified the ledger, {checked} entries: {result_en}",
)
LEDGER = Subject("base.ledger", "chain")


def start_verification(*, actor: Actor) -> Job:
    """Return the job that walks along the whole chain, the one under way if there is one."""
    ask(actor, VERIFY_LEDGER)
    return enqueue(VERIFY_JOB, key=VERIFY_KEY, actor=actor)


def record_verification(seen: Verification, *, actor: Actor) -> None:
    """Record what a walk along the whole chain found; for the job alone."""
    ask(actor, RECORD_VERIFICATION)
    with change(actor) as record:
        record(
            VERIFIED,
            LEDGER,
            checked=seen.checked,
            purged=seen.purged,
            head=str(seen.head),
            broken=seen.broken.seq if seen.broken else 0,
            code=seen.broken.code if seen.broken else "",
            result_zh=_result_zh(seen),
            result_en=_result_en(seen),
        )


def _result_zh(seen: Verification) -> str:
    if seen.broken:
        return f"第 {seen.broken.seq} 条断开，{seen.broken.zh.rstrip('。')}"
    return "链条完整"


def _result_en(seen: Verification) -> str:
    if seen.broken:
        return f"broken at entry {seen.broken.seq}, {seen.broken.en.rstrip('.').lower()}"
    return "the chain is whole"
