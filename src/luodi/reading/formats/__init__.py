"""Files in, text out: text, web pages, Word, PDF, OFD, workbooks; offsets point into the text."""

from __future__ import annotations

from luodi.reading.formats.extraction import (
    ENDINGS,
    PICTURE_ENDINGS,
    extract,
    extract_isolated,
    is_plain,
)
from luodi.reading.formats.isolation import run_limited
from luodi.reading.formats.limits import Limits
from luodi.reading.formats.names import base_name

__all__ = [
    "ENDINGS",
    "PICTURE_ENDINGS",
    "Limits",
    "base_name",
    "extract",
    "extract_isolated",
    "is_plain",
    "run_limited",
]
