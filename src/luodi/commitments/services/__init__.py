"""Changes of state of plans and rows; each asks, checks, writes and records."""

from .carrying import carry_over
from .consulting import (
    ReadBack,
    close_consultation,
    open_consultation,
    read_letter,
    read_table,
    record_reply,
)
from .correspondence import answer_clause, renew_correspondence, start_correspondence
from .deciding import accept_change, decide_opinion, decline_change
from .issuing import attach_scan, draft_notice, drop_notice, sign_out, withdraw_paper
from .plans import (
    approve_plan,
    close_plan,
    create_plan,
    edit_plan,
    start_amendment,
    withdraw_amendment,
)
from .purging import purge_document
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
from .templates import drop_template, set_template, written

__all__ = [
    "ReadBack",
    "Taken",
    "accept_change",
    "answer_clause",
    "approve_plan",
    "attach_scan",
    "cancel_row",
    "carry_over",
    "close_consultation",
    "close_plan",
    "create_plan",
    "decide_opinion",
    "decline_change",
    "draft_notice",
    "drop_notice",
    "drop_template",
    "edit_plan",
    "edit_row",
    "join_rows",
    "move_row",
    "open_consultation",
    "purge_document",
    "read_letter",
    "read_table",
    "record_reply",
    "reinstate_row",
    "remove_row",
    "renew_correspondence",
    "set_template",
    "shift_row",
    "sign_out",
    "split_row",
    "start_amendment",
    "start_correspondence",
    "take_document",
    "take_findings",
    "withdraw_amendment",
    "withdraw_paper",
    "written",
]
