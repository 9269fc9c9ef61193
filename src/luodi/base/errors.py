"""What a service may refuse, each with the HTTP status a page answers with.

LuodiError
├── NotAllowed    403   the actor may not do this
├── NotFound      404   no such thing, or none that the actor may see
├── Conflict      409   somebody else changed it first; carries both versions
└── Invalid       400   the input cannot be taken; names the field where there is one
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language


class LuodiError(Exception):
    """Root of the errors that people see: a sentence in both languages and what to do next."""

    status = 400

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en

    @property
    def sentence(self) -> str:
        """Return the sentence in the language of the page."""
        return self.en if (get_language() or "").startswith("en") else self.zh


class NotAllowed(LuodiError):
    """The actor may not do this."""

    status = 403


class NotFound(LuodiError):
    """No such thing, or none that the actor may see."""

    status = 404


class Conflict(LuodiError):
    """Somebody else changed it first."""

    status = 409

    def __init__(self, zh: str, en: str, *, theirs: Mapping[str, Any] | None = None) -> None:
        super().__init__(zh, en)
        self.theirs = dict(theirs or {})


class Invalid(LuodiError):
    """The input cannot be taken."""

    def __init__(self, zh: str, en: str, *, field: str = "") -> None:
        super().__init__(zh, en)
        self.field = field
