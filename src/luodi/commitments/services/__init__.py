"""Changes of state of plans and rows; each asks, checks, writes and records."""

from .carrying import carry_over
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
    "shift_row",
    "split_row",
    "start_amendment",
    "take_document",
    "take_findings",
    "withdraw_amendment",
]
