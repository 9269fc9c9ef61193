"""How it goes: jobs, the worker, the ledger, backups."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from luodi.base import clock, ledger
from luodi.base.backup import last_backup
from luodi.base.models import Job, JobState, Timetable
from luodi.base.queries import last_verification
from luodi.base.templatetags.parts import moment

from .findings import Answer, Level

WAITS_TOO_LONG = timedelta(minutes=10)
FAILED_LATELY = timedelta(days=7)
WALK_IS_OLD = timedelta(days=21)
BACKUP_IS_OLD, BACKUP_IS_TOO_OLD = timedelta(days=2), timedelta(days=14)


def jobs() -> Answer:
    """Return how many jobs wait, are stuck, and failed lately."""
    now = clock.now()
    waiting = Job.objects.filter(state=JobState.QUEUED)
    late = waiting.filter(queued_at__lt=now - WAITS_TOO_LONG).count()
    running = Job.objects.filter(state=JobState.RUNNING)
    lost = running.filter(lease_until__lt=now - WAITS_TOO_LONG).count()
    failed = Job.objects.filter(state=JobState.FAILED, finished_at__gt=now - FAILED_LATELY).count()
    parts = {"waiting": waiting.count(), "running": running.count(), "failed": failed}
    said = _("%(waiting)s waiting, %(running)s running, %(failed)s failed in seven days") % parts
    if late or lost:
        said = f"{said}; {_('%(count)s stuck') % {'count': late + lost}}"
        advice = _("No worker takes them. Start luodi, or run ./run work beside the server.")
        return Answer(Level.BAD, said, advice)
    if failed:
        advice = _("The status page lists them with their reasons.")
        return Answer(Level.WARN, said, advice)
    return Answer(Level.OK, said)


def worker() -> Answer:
    """Return whether a worker ticks: what is due regularly is not overdue."""
    oldest = Timetable.objects.order_by("due_at").first()
    if oldest is None:
        advice = _("It starts with luodi; on a server of its own, run ./run work.")
        return Answer(Level.WARN, _("has never run here"), advice)
    if oldest.due_at < clock.now() - WAITS_TOO_LONG:
        said = _("has not run since %(when)s") % {"when": moment(oldest.due_at)}
        advice = _("Start luodi, or run ./run work beside the server.")
        return Answer(Level.WARN, said, advice)
    return Answer(Level.OK, _("what comes regularly is on time"))


def ledger_tail() -> Answer:
    """Return the chain's head and whether the last entries hold."""
    seen = ledger.verify_tail()
    if seen.broken:
        return _broken(seen.broken)
    parts = {"count": seen.checked, "head": ledger.head()}
    said = _("the last %(count)s entries hold; head %(head)s") % parts
    return Answer(Level.OK, said)


def last_walk() -> Answer:
    """Return what the last walk along the whole chain found."""
    seen = last_verification()
    if seen is None:
        advice = _("The worker verifies it every week; the status page has it done now.")
        return Answer(Level.OK, _("not verified yet"), advice)
    if seen.fault:
        return _broken(seen.fault)
    said = _("whole on %(when)s, %(count)s entries")
    said %= {"when": moment(seen.at), "count": seen.checked}
    if seen.at < clock.now() - WALK_IS_OLD:
        advice = _("Have it verified on the status page, and see that the worker runs.")
        return Answer(Level.WARN, said, advice)
    return Answer(Level.OK, said)


def _broken(fault: ledger.Break) -> Answer:
    said = _("broken at entry %(seq)s: %(reason)s")
    advice = _(
        "Somebody wrote past luodi. Change nothing, make a backup, run ./run verify --head with "
        "the head of an older backup, and tell the auditor."
    )
    parts = {"seq": fault.seq, "reason": fault.sentence}
    return Answer(Level.BAD, said % parts, advice)


def backups() -> Answer:
    """Return the age of the last backup and what was missing in it."""
    done = last_backup()
    if done is None:
        advice = _("Run ./run backup FILE every night and keep the file on another machine.")
        return Answer(Level.WARN, _("none yet"), advice)
    age = clock.now() - done.at
    said = f"{moment(done.at)}, {done.path}, {done.size / 2**20:.1f} MB"
    if done.missing:
        advice = _("%(count)s stored files were missing or damaged in it. Take them from an older.")
        return Answer(Level.BAD, said, advice % {"count": len(done.missing)})
    if age > BACKUP_IS_OLD:
        advice = _("It is %(days)s days old. Run ./run backup FILE every night.")
        level = Level.BAD if age > BACKUP_IS_TOO_OLD else Level.WARN
        return Answer(level, said, advice % {"days": age.days})
    return Answer(Level.OK, said)
