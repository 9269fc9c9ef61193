"""Reads of documents and findings: typed rows, never more than the actor may see."""

from .accepted import AcceptedFilter, AcceptedRow, accepted_findings, documents_with_accepted
from .documents import (
    DocumentFilter,
    DocumentPage,
    DocumentRow,
    document_page,
    documents,
    get_document,
    original_of,
    waiting_for,
)
from .findings import Card, Counts, card_of, counts_of, documents_of_findings, get_finding
from .history import HistoryLine, history_of
from .readings import Progress, progress_of, text_to_read
from .review import (
    Group,
    Review,
    ReviewFilter,
    ReviewState,
    acceptable_above,
    cards_around,
    more_cards,
    review_of,
    review_state,
)

__all__ = [
    "AcceptedFilter",
    "AcceptedRow",
    "Card",
    "Counts",
    "DocumentFilter",
    "DocumentPage",
    "DocumentRow",
    "Group",
    "HistoryLine",
    "Progress",
    "Review",
    "ReviewFilter",
    "ReviewState",
    "acceptable_above",
    "accepted_findings",
    "card_of",
    "cards_around",
    "counts_of",
    "document_page",
    "documents",
    "documents_of_findings",
    "documents_with_accepted",
    "get_document",
    "get_finding",
    "history_of",
    "more_cards",
    "original_of",
    "progress_of",
    "review_of",
    "review_state",
    "text_to_read",
    "waiting_for",
]
