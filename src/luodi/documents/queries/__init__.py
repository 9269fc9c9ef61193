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
from .spans import (
    Surroundings,
    next_finding,
    place_for_finding,
    place_in_document,
    surroundings_of,
    undo_moves_spans,
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
    "Surroundings",
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
    "next_finding",
    "original_of",
    "place_for_finding",
    "place_in_document",
    "progress_of",
    "review_of",
    "review_state",
    "surroundings_of",
    "text_to_read",
    "undo_moves_spans",
    "waiting_for",
]
