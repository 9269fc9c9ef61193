"""Full text over every area, in the database itself: two-character words, phrases, highlights.

A service that changes what can be found says so in the same transaction:

    search.index("document", key, title, body, unit=..., day=..., access="business")
    search.forget("document", key)
    search.erase("document", key)          # a purge: no trace of the words stays in the index

and a page asks with the labels of its actor; a row with another label is not there for it:

    search.search("城区 “排水防涝”", labels={"business", "unit:0192..."}, kinds=["document"])

Words are found as they stand in the text, whatever their width, case and blanks; several words
must all be there; words in quotes are one. First comes what has the words in its title, then the
newest. SQLite finds by FTS5, PostgreSQL by a GIN index, both over pairs of characters: its own
parsers find no Chinese words, and SQLite's trigram index finds none of two characters.
"""

from .finding import EVERYTHING, Filter, Found, Hit, Labels, search
from .snippets import Marked
from .store import (
    Entry,
    erase,
    forget,
    forget_many,
    index,
    index_many,
    keys_of,
    rebuild,
    redescribe,
)

__all__ = [
    "EVERYTHING",
    "Entry",
    "Filter",
    "Found",
    "Hit",
    "Labels",
    "Marked",
    "erase",
    "forget",
    "forget_many",
    "index",
    "index_many",
    "keys_of",
    "rebuild",
    "redescribe",
    "search",
]
