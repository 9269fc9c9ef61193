"""Changes of state: what an indicator means, what is observed of it, what is aimed at."""

from .census import CensusLoaded, load_census
from .definitions import (
    declare_peers,
    define_indicator,
    edit_indicator,
    mark_break,
    open_definition,
    retire_indicator,
    settle_indicator,
)
from .figures import (
    check_observation,
    dispute_observation,
    examine_figures,
    record_observations,
)
from .importing import drop_table, settle_columns, take_table, write_table
from .outlooks import record_outlook_tests
from .standings import ask_for_standings, keep_standings
from .targets import drop_target, edit_target, set_target

__all__ = [
    "CensusLoaded",
    "ask_for_standings",
    "check_observation",
    "declare_peers",
    "define_indicator",
    "dispute_observation",
    "drop_table",
    "drop_target",
    "edit_indicator",
    "edit_target",
    "examine_figures",
    "keep_standings",
    "load_census",
    "mark_break",
    "open_definition",
    "record_observations",
    "record_outlook_tests",
    "retire_indicator",
    "set_target",
    "settle_columns",
    "settle_indicator",
    "take_table",
    "write_table",
]
