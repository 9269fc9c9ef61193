"""Charts as JSON and back, for the queue of jobs, and the digest that names a drawing."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from . import types
from .types import KINDS, Chart

# Raised when drawings of the same values come out otherwise.
EDITION = 5
_TYPE, _VALUE = "is", "value"


def packed(value: Any) -> Any:
    """Return the value as JSON holds it: dataclasses by name, decimals and dates as text."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {
            item.name: packed(getattr(value, item.name)) for item in dataclasses.fields(value)
        }
        return {_TYPE: type(value).__name__, **fields}
    if isinstance(value, tuple | list):
        return [packed(item) for item in value]
    if isinstance(value, Decimal):
        return {_TYPE: "Decimal", _VALUE: str(value)}
    if isinstance(value, date):
        return {_TYPE: "date", _VALUE: value.isoformat()}
    return value


def unpacked(value: Any) -> Any:
    """Return what was packed; refuses a name that is none of a chart's parts."""
    if isinstance(value, list):
        return tuple(unpacked(item) for item in value)
    if not isinstance(value, dict):
        return value
    name = value[_TYPE]
    if name == "Decimal":
        return Decimal(value[_VALUE])
    if name == "date":
        return date.fromisoformat(value[_VALUE])
    kind = getattr(types, name)
    return kind(**{key: unpacked(item) for key, item in value.items() if key != _TYPE})


def chart_of(value: Any) -> Chart:
    """Return the packed chart; refuses anything else."""
    chart = unpacked(value)
    if type(chart).__name__ not in KINDS:
        raise ValueError("no chart")
    return chart


def digest(chart: Chart, language: str) -> str:
    """Return the SHA-256 that names the drawing of these values in that language."""
    said = json.dumps([EDITION, language, packed(chart)], ensure_ascii=False, sort_keys=True)
    return sha256(said.encode()).hexdigest()
