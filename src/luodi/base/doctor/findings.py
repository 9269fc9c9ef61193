"""What the doctor says of one thing."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """How good a thing is."""

    OK = "ok", _("In order")
    WARN = "warn", _("Look at it")
    BAD = "bad", _("Act now")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a check answers: how good it is, what is the case, what to do (empty: nothing)."""

    level: Level
    said: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was examined, with its name, in the language of the page."""

    code: str
    title: str
    level: Level
    said: str
    advice: str = ""

    @property
    def role(self) -> str:
        """Return the colour of the level."""
        return {Level.OK: "good", Level.WARN: "warn", Level.BAD: "bad"}[self.level]
