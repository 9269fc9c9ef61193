"""Changes of state of plans and rows; each asks, checks, writes and records."""

from .carrying import carry_over
from .correspondence import answer_clause, renew_correspondence, start_correspondence
from .plans import (
    approve_plan,
    close_consultation,
    close_plan,
    create_plan,
    edit_plan,
    open_consultation,
    start_amendment,
    withdraw_amendment,
)
from .rows import (
    cancel_row,
    edit_row,
    join_rows,
    move_row,
    reinstate_row,
    remove_row,
    shift_row,
    split_row,
)
from .taking import Taken, take_document, take_findings

__all__ = [
    "Taken",
    "answer_clause",
    "approve_plan",
    "cancel_row",
    "carry_over",
    "close_consultation",
    "close_plan",
    "create_plan",
    "edit_plan",
    "edit_row",
    "join_rows",
    "move_row",
    "open_consultation",
    "reinstate_row",
    "remove_row",
    "renew_correspondence",
    "shift_row",
    "split_row",
    "start_amendment",
    "start_correspondence",
    "take_document",
    "take_findings",
    "withdraw_amendment",
]
