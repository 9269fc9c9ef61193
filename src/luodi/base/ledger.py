"""The ledger as a whole: does the chain hold, where does it end, and what was erased lawfully."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db import connections, models, transaction
from django.db.models import Q

from .actors import Actor
from .chain import ALGORITHMS, FIRST, digest, link_hash
from .changes import Subject, change, subject_of
from .errors import Invalid, LuodiError, NotAllowed
from .events import declare_event
from .models import ChainHead, Event

PAGE = 2000
TAIL = 1000

Tell = Callable[[int], None]

PURGED = declare_event(
    "base.ledger.purged",
    "{actor}与{second}依规清除了 {count} 条记录的内容，理由：{reason}",
    "{actor} and {second} lawfully erased the content of {count} entries: {reason}",
)

REASONS = {
    "gap": ("此处缺少一条记录。", "An entry is missing here."),
    "order": ("与前一条记录不相连。", "It does not follow the entry before it."),
    "algorithm": ("摘要算法未知。", "Its digest algorithm is unknown."),
    "header": (
        "记录的名称、时间、对象或序号被改动。",
        "Its name, time, subject or place was changed.",
    ),
    "payload": ("记录的内容被改动。", "Its content was changed."),
    "actor": ("操作人一栏与内容不符。", "Its actor column does not agree with its content."),
    "remains": ("标为已清除，却仍有内容。", "It is marked as purged and still holds content."),
    "unlawful": (
        "内容已清除，但台账中没有相应的清除记录。",
        "It was purged without a purge in the ledger.",
    ),
    "head_missing": ("链首记录缺失。", "The row of the chain's head is missing."),
    "head_hash": ("链首记录与最后一条记录不符。", "The chain's head differs from the last entry."),
    "head_behind": ("链首之后还有记录。", "There are entries beyond the chain's head."),
    "cut": (
        "给定的链首在台账中不存在：末尾被截去。",
        "The given head is not there: the tail was cut.",
    ),
    "rewritten": (
        "与给定的链首不符：台账被整体改写。",
        "It is not the given head: the chain was rewritten.",
    ),
}


@dataclass(frozen=True, slots=True)
class Head:
    """The last link, as it stands in backups and circulars: `SEQ:HASH`."""

    seq: int
    hash: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"

    @classmethod
    def parse(cls, text: str) -> Head:
        """Return the head that `SEQ:HASH` names; refuses anything else."""
        seq, _, value = text.strip().partition(":")
        if not seq.isdecimal() or len(value) != 64:
            raise Invalid("链首应写作“序号:摘要”。", "A head is written SEQ:HASH.", field="head")
        return cls(int(seq), value.lower())


@dataclass(frozen=True, slots=True)
class Break:
    """The first link that does not hold, and why."""

    seq: int
    code: str

    @property
    def zh(self) -> str:
        """Return the reason in Chinese."""
        return REASONS[self.code][0]

    @property
    def en(self) -> str:
        """Return the reason in English."""
        return REASONS[self.code][1]

    @property
    def sentence(self) -> str:
        """Return the reason in the language of the page."""
        return LuodiError(self.zh, self.en).sentence


@dataclass(frozen=True, slots=True)
class Verification:
    """What a walk along the whole chain found."""

    checked: int
    purged: int
    head: Head
    broken: Break | None

    @property
    def ok(self) -> bool:
        """Return whether every link holds."""
        return self.broken is None


@dataclass
class _Walk:
    """How far the walk came; `erased` are purged entries whose purge has not been met yet, `tell`
    hears of each page."""

    seq: int = 0
    hash: str = FIRST
    purged: int = 0
    erased: set[int] = field(default_factory=set)
    tell: Tell = field(default=lambda seq: None)


def head(*, using: str = "default") -> Head:
    """Return the head of the chain; an empty ledger has the head 0."""
    row = ChainHead.objects.using(using).filter(pk=1).first()
    return Head(row.seq, row.hash) if row else Head(0, FIRST)


def verify(
    known: Head | None = None, *, using: str = "default", tell: Tell | None = None
) -> Verification:
    """Return what a walk along the chain found, up to its first broken link.

    `known` is a head from a backup or a circular: only it can show that the tail was cut or the
    whole chain rewritten. Writers may go on meanwhile; `tell` hears how far the walk is.
    """
    walk = _Walk(tell=tell) if tell else _Walk()
    broken = _walk(walk, known, using) or _end(walk, known, using)
    return Verification(walk.seq, walk.purged, Head(walk.seq, walk.hash), broken)


def verify_tail(count: int = TAIL) -> Verification:
    """Return what a walk along the last entries found: quick on any ledger, and says nothing of
    those before."""
    start = Event.objects.filter(seq=head().seq - count).first()
    walk = _Walk(start.seq, start.hash) if start else _Walk()
    before = walk.seq
    broken = _walk(walk, None, "default") or _end(walk, None, "default")
    return Verification(walk.seq - before, walk.purged, Head(walk.seq, walk.hash), broken)


def check_entry(event: Event) -> Break | None:
    """Return why one entry does not hold in its place, or None; cheap, for its page."""
    before = Event.objects.filter(seq=event.seq - 1).values_list("seq", "hash").first()
    code = _fault(event, _Walk(*(before or (0, FIRST))))
    return Break(event.seq, code) if code else None


def _walk(walk: _Walk, known: Head | None, using: str) -> Break | None:
    for event in _events(walk, using):
        if code := _fault(event, walk):
            return Break(walk.seq + 1, code)
        walk.seq, walk.hash = event.seq, event.hash
        _count_purge(event, walk)
        if known and known.seq == event.seq and known.hash != event.hash:
            return Break(event.seq, "rewritten")
    return None


def _events(walk: _Walk, using: str) -> Iterator[Event]:
    """Yield the events after the walk's place, page by page, until none is left. (A cursor of the
    database would have to live longer than a pooled connection allows.)"""
    rows = Event.objects.using(using).order_by("seq")
    while page := list((rows.filter(seq__gt=walk.seq) if walk.seq else rows)[:PAGE]):
        yield from page
        walk.tell(walk.seq)


def _fault(event: Event, walk: _Walk) -> str:
    if event.seq != walk.seq + 1:
        return "gap"
    if event.algorithm not in ALGORITHMS:
        return "algorithm"
    if event.previous != walk.hash:
        return "order"
    if link_hash(event) != event.hash:
        return "header"
    return _purged_fault(event) if event.purged else _payload_fault(event)


def _purged_fault(event: Event) -> str:
    return "remains" if event.payload or event.salt or event.actor_id or event.behalf_id else ""


def _payload_fault(event: Event) -> str:
    if digest(event.algorithm, event.salt, event.payload) != event.payload_digest:
        return "payload"
    try:
        content = json.loads(event.payload)
        said = content["actor"], content["behalf_of"]
        if event.name == PURGED.name:
            list(spread(content["data"]["seqs"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return "payload"
    return "" if said == (event.actor_id, event.behalf_id) else "actor"


def _count_purge(event: Event, walk: _Walk) -> None:
    if event.purged:
        walk.purged += 1
        walk.erased.add(event.seq)
    elif event.name == PURGED.name:
        walk.erased.difference_update(spread(json.loads(event.payload)["data"]["seqs"]))


def _end(walk: _Walk, known: Head | None, using: str) -> Break | None:
    """Compare the end of the walk with the head row and with the head known from outside."""
    row = ChainHead.objects.using(using).filter(pk=1).first()
    while row and row.seq > walk.seq:
        # Written since the last page, or cut off.
        before = walk.seq
        if broken := _walk(walk, known, using):
            return broken
        if walk.seq == before:
            return Break(walk.seq + 1, "gap")
        row = ChainHead.objects.using(using).get(pk=1)
    return _head_fault(row, walk) or _outside_fault(walk, known)


def _head_fault(row: ChainHead | None, walk: _Walk) -> Break | None:
    if row is None:
        return Break(walk.seq, "head_missing") if walk.seq else None
    if row.seq < walk.seq:
        return Break(row.seq + 1, "head_behind")
    if row.hash != walk.hash:
        return Break(walk.seq, "head_hash")
    return None


def _outside_fault(walk: _Walk, known: Head | None) -> Break | None:
    if walk.erased:
        return Break(min(walk.erased), "unlawful")
    if known and known.seq > walk.seq:
        return Break(walk.seq + 1, "cut")
    return None


@dataclass(frozen=True, slots=True)
class Purge:
    """What a purge erased."""

    count: int
    seqs: str


def purge(
    subjects: models.Model | Subject | Iterable[models.Model | Subject],
    actors: Sequence[Actor],
    reason: str,
) -> Purge:
    """Erase what the events about these subjects say, and return how many.

    Refuses unless a system administrator and a security administrator act together, with a reason.
    The chain still verifies; the purge itself is an event and is never erased. Joins the change
    under way, so an area erases its own rows in the same transaction.
    """
    given = [subjects] if isinstance(subjects, models.Model | Subject) else subjects
    keys: dict[str, list[str]] = {}
    for kind, key in map(subject_of, given):
        keys.setdefault(kind, []).append(key)
    wanted = Q(pk=None)
    for kind, ids in keys.items():
        wanted |= Q(subject_type=kind, subject_id__in=ids)
    return _purge(wanted, actors, reason)


def purge_person(person: str, actors: Sequence[Actor], reason: str) -> Purge:
    """Erase what a person's events say: those by, on behalf of and about the person of this opaque
    id; returns and refuses as `purge` does, but a person may have none: the purge of the account
    is recorded all the same."""
    if not person:
        raise Invalid("请指明人员。", "Please name the person.", field="person")
    wanted = Q(actor_id=person) | Q(behalf_id=person) | Q(subject_id=person)
    return _purge(wanted, actors, reason, may_be_none=True)


def _purge(wanted: Q, actors: Sequence[Actor], reason: str, *, may_be_none: bool = False) -> Purge:
    first, second = _two_roles(actors)
    if not reason.strip():
        raise Invalid("请写明清除的理由。", "Please give the reason.", field="reason")
    with change(first) as record:
        rows = Event.objects.filter(wanted, purged=False).exclude(name=PURGED.name)
        seqs = list(rows.order_by("seq").values_list("seq", flat=True))
        if not seqs and not may_be_none:
            raise Invalid("台账中没有可清除的内容。", "The ledger holds nothing to purge.")
        rows.update(payload="", salt="", actor_id="", behalf_id="", purged=True)
        done = Purge(len(seqs), ranges(seqs))
        record(
            PURGED,
            Subject("base.ledger", "purge"),
            second=second.id,
            reason=reason.strip(),
            count=done.count,
            seqs=done.seqs,
        )
        transaction.on_commit(scrub, robust=True)
    return done


def _two_roles(actors: Sequence[Actor]) -> tuple[Actor, Actor]:
    for first, second in (actors, actors[::-1]) if len(actors) == 2 else ():
        if first.id == second.id:
            break
        if first.has("system_admin") and second.has("security_admin"):
            return first, second
    raise NotAllowed(
        "清除须由系统管理员和安全管理员两人共同办理。",
        "A purge needs a system administrator and a security administrator, two persons together.",
    )


def scrub() -> None:
    """Have the database let go of erased content: SQLite's write-ahead log and PostgreSQL's old
    row versions. Backups made before still hold it."""
    connection = connections["default"]
    statement = {
        "sqlite": "PRAGMA wal_checkpoint(TRUNCATE)",
        "postgresql": f"VACUUM {Event._meta.db_table}",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(statement)


def ranges(seqs: Sequence[int]) -> str:
    """Return ascending numbers as `1-3,7`."""
    runs: list[list[int]] = []
    for seq in seqs:
        if runs and runs[-1][1] == seq - 1:
            runs[-1][1] = seq
        else:
            runs.append([seq, seq])
    return ",".join(f"{a}" if a == b else f"{a}-{b}" for a, b in runs)


def spread(text: str) -> Iterator[int]:
    """Yield the numbers of `1-3,7`."""
    for part in text.split(",") if text else ():
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)
