"""Words as people type them, made fit to be stored."""

from __future__ import annotations


def one_line(text: str, longest: int) -> str:
    """Return the text without line breaks and control characters, cut to the length."""
    clean = "".join(c if c.isprintable() or c.isspace() else "" for c in text)
    return " ".join(clean.split())[:longest]
