"""Files in, text out: txt, Markdown, web pages and docx; offsets point into what comes out."""

from __future__ import annotations

from luodi.reading.formats.extraction import extract, extract_isolated, is_plain
from luodi.reading.formats.isolation import run_limited
from luodi.reading.formats.limits import Limits
from luodi.reading.formats.names import base_name

__all__ = ["Limits", "base_name", "extract", "extract_isolated", "is_plain", "run_limited"]
