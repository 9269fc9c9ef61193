"""What can go wrong while measuring.

MeasuringError
├── BadFigures           the figures cannot be measured; says which and what to do
│   ├── NotFinite        a figure is missing, not a number or infinite
│   ├── Uneven           figures that belong together are not equally many
│   ├── TooFew           fewer figures than the method needs
│   └── OutOfRange       a figure or a choice lies outside what the method allows
└── BadTable             a table cannot be read
    ├── MissingColumn
    ├── NotANumber       a cell that should hold a number does not; names row and column
    └── NotADate
"""

from __future__ import annotations


class MeasuringError(Exception):
    """Root of the package; `message_zh` and `message_en`: what is wrong, where, what to do."""

    def __init__(self, message_zh: str, message_en: str) -> None:
        super().__init__(message_en)
        self.message_zh = message_zh
        self.message_en = message_en


class BadFigures(MeasuringError):
    """The figures cannot be measured."""


class NotFinite(BadFigures):
    """A figure is missing, not a number or infinite."""


class Uneven(BadFigures):
    """Figures that belong together are not equally many."""


class TooFew(BadFigures):
    """Fewer figures than the method needs."""


class OutOfRange(BadFigures):
    """A figure or a choice lies outside what the method allows."""


class BadTable(MeasuringError):
    """The table cannot be read."""


class MissingColumn(BadTable):
    """The table has no such column."""


class NotANumber(BadTable):
    """A cell that should hold a number does not."""


class NotADate(BadTable):
    """A cell that should hold a date does not."""
