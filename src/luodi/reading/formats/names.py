"""File names as given by strangers."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 120


def base_name(filename: str) -> str:
    """Return the last part of a name, without folders or control characters; never empty."""
    name = re.split(r"[/\\]", filename)[-1]
    name = "".join(c for c in name if unicodedata.category(c) not in {"Cc", "Cf", "Cs"}).strip()
    if name.strip(". ") == "":
        return "unnamed"
    stem, dot, extension = name.rpartition(".")
    if len(name) <= _LONGEST or not dot or len(extension) > 10:
        return name[:_LONGEST]
    return stem[: _LONGEST - len(extension) - 1] + dot + extension


def extension_of(filename: str) -> str:
    """Return the extension in lower case with its dot, empty for none."""
    dot, extension = base_name(filename).rpartition(".")[1:]
    return f".{extension.lower()}" if dot else ""
