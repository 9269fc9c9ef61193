"""Changes of state of documents, readings and findings; each asks, checks, writes and records."""

from .describing import edit_document, set_release
from .learning import Outcome, learn, refresh_spot_checks, take_model_back
from .purging import purge_document
from .reading import is_soon_read, record_reading, start_reading
from .registering import Scan, register_words
from .review import (
    Accepted,
    accept_finding,
    accept_findings_above,
    edit_finding,
    reject_finding,
    restore_finding,
    undo_decision,
)
from .scans import can_recognise, dismiss_scan, give_scan, retry_scan
from .second_reading import record_second_reading
from .spans import add_finding, change_span, merge_findings, split_finding
from .spot_checks import answer_spot_check, draw
from .storing import Details, Scanned, Stored, paste_document, store_document
from .versions import NewVersion, add_version, settle_match

__all__ = [
    "Accepted",
    "Details",
    "NewVersion",
    "Outcome",
    "Scan",
    "Scanned",
    "Stored",
    "accept_finding",
    "accept_findings_above",
    "add_finding",
    "add_version",
    "answer_spot_check",
    "can_recognise",
    "change_span",
    "dismiss_scan",
    "draw",
    "edit_document",
    "edit_finding",
    "give_scan",
    "is_soon_read",
    "learn",
    "merge_findings",
    "paste_document",
    "purge_document",
    "record_reading",
    "record_second_reading",
    "refresh_spot_checks",
    "register_words",
    "reject_finding",
    "restore_finding",
    "retry_scan",
    "set_release",
    "settle_match",
    "split_finding",
    "start_reading",
    "store_document",
    "take_model_back",
    "undo_decision",
]
