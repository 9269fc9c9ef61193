"""The links of the ledger: digests, and appending under the lock of the head row."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives import hashes
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from .errors import LuodiError
from .ids import uuid7
from .models import ChainHead, Event

ALGORITHMS = {"sha256": hashes.SHA256, "sm3": hashes.SM3}
FIRST = "0" * 64
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Pending:
    """An event that waits for the end of its transaction."""

    name: str
    at: datetime
    operation: uuid.UUID
    subject_type: str
    subject_id: str
    actor_id: str
    behalf_id: str
    data: dict[str, Any]


class LedgerBroken(LuodiError):
    """The ledger cannot take another event: its head is missing though it holds events."""

    status = 500


def digest(algorithm: str, *parts: str) -> str:
    """Return the hexadecimal digest of the parts, each led by its length so that no two lists
    read alike."""
    raw = b"".join(b"%d:%b" % (len(part), part) for part in map(str.encode, parts))
    if algorithm == "sha256":
        return hashlib.sha256(raw).hexdigest()
    state = hashes.Hash(ALGORITHMS[algorithm]())
    state.update(raw)
    return state.finalize().hex()


def payload_of(event: Pending) -> str:
    """Return the canonical JSON of what an event says: actor and data."""
    return canonical({"actor": event.actor_id, "behalf_of": event.behalf_id, "data": event.data})


def canonical(content: object) -> str:
    """Return JSON with sorted keys and no blanks; refuses what is no JSON, such as NaN."""
    text = json.dumps(
        content,
        cls=DjangoJSONEncoder,
        ensure_ascii=False,
        allow_nan=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    # Half a surrogate pair (from a file name, say) is no UTF-8: its escape is.
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def rows_digest(rows: Iterable[object]) -> str:
    """Return the digest of the rows of a bulk operation, for its one event."""
    return digest(settings.LEDGER_HASH, *map(canonical, rows))


def link_hash(event: Event) -> str:
    """Return the hash that an event's row must bear, from its header, digest and predecessor."""
    return digest(
        event.algorithm,
        event.algorithm,
        str(event.seq),
        str(event.id),
        event.name,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        str(event.operation),
        event.subject_type,
        event.subject_id,
        event.payload_digest,
        event.previous,
    )


def append(events: Sequence[Pending]) -> None:
    """Chain the events to the head, inside the caller's transaction; takes the head row's lock."""
    head = ChainHead.objects.select_for_update().filter(pk=1).first() or _first_head()
    rows = []
    for pending in events:
        row = _link(pending, head)
        head.seq, head.hash = row.seq, row.hash
        rows.append(row)
    Event.objects.bulk_create(rows)
    head.save(update_fields=["seq", "hash"])


def _first_head() -> ChainHead:
    # Another process may be writing the first event at this moment: then this waits for it.
    _head, is_new = ChainHead.objects.get_or_create(pk=1, defaults={"seq": 0, "hash": FIRST})
    if is_new and Event.objects.exists():
        raise LedgerBroken(
            "台账的链首记录缺失，系统已停止写入。请立即联系系统管理员运行 ./run verify。",
            "The head of the ledger is missing, so nothing more is written. "
            "Please ask the system administrator to run ./run verify at once.",
        )
    return ChainHead.objects.select_for_update().get(pk=1)


def _link(pending: Pending, head: ChainHead) -> Event:
    payload, salt = payload_of(pending), secrets.token_hex(16)
    row = Event(
        seq=head.seq + 1,
        id=uuid7(),
        name=pending.name,
        at=pending.at,
        operation=pending.operation,
        subject_type=pending.subject_type,
        subject_id=pending.subject_id,
        actor_id=pending.actor_id,
        behalf_id=pending.behalf_id,
        salt=salt,
        payload=payload,
        payload_digest=digest(settings.LEDGER_HASH, salt, payload),
        algorithm=settings.LEDGER_HASH,
        previous=head.hash,
    )
    row.hash = link_hash(row)
    return row
