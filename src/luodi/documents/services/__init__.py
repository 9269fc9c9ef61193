"""Changes of state of documents, readings and findings; each asks, checks, writes and records."""

from .describing import edit_document, set_release
from .purging import purge_document
from .reading import record_reading, start_reading
from .review import (
    Accepted,
    accept_finding,
    accept_findings_above,
    edit_finding,
    reject_finding,
    restore_finding,
    undo_decision,
)
from .spans import add_finding, change_span, merge_findings, split_finding
from .storing import Details, Stored, paste_document, store_document

__all__ = [
    "Accepted",
    "Details",
    "Stored",
    "accept_finding",
    "accept_findings_above",
    "add_finding",
    "change_span",
    "edit_document",
    "edit_finding",
    "merge_findings",
    "paste_document",
    "purge_document",
    "record_reading",
    "reject_finding",
    "restore_finding",
    "set_release",
    "split_finding",
    "start_reading",
    "store_document",
    "undo_decision",
]
