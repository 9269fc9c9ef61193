"""Names of events: declared once, each with its sentence in both languages."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .models import Event

_PART = re.compile(r"\{\w+\}")
_TYPES: dict[str, EventType] = {}
_SYSTEM = {"zh": "系统", "en": "The system"}
_UNKNOWN = {"zh": "（未知）", "en": "(unknown)"}
_UNREADABLE = {"zh": "（内容无法读取）", "en": "(content that cannot be read)"}
_ERASED = {"zh": "（内容已依规清除）", "en": "(content lawfully erased)"}
_FOR = {"zh": "{actor}（代{person}）", "en": "{actor} (for {person})"}


@dataclass(frozen=True, slots=True)
class EventType:
    """A dotted name and its sentence; `{actor}` and the keys of the payload may stand in it."""

    name: str
    zh: str
    en: str

    def label(self, language: str) -> str:
        """Return the sentence with its parts left open, as the name of its kind in a list."""
        tongue = "en" if language.lower().startswith("en") else "zh"
        return _PART.sub("…", self.in_language(tongue)).strip("…：:，, ") or self.name

    def in_language(self, language: str) -> str:
        """Return the sentence, still with its places to fill."""
        return self.en if language == "en" else self.zh


def declare_event(name: str, zh: str, en: str) -> EventType:
    """Return the declared type; refuses a name declared before with other words."""
    kind = EventType(name, zh, en)
    if _TYPES.setdefault(name, kind) != kind:
        raise ValueError(f"event declared twice: {name}")
    return kind


def event_type(name: str) -> EventType:
    """Return the type of that name; one that is no longer declared reads as its bare name."""
    return _TYPES.get(name) or EventType(name, name, name)


def all_event_types() -> list[EventType]:
    """Return every declared type by name."""
    return [_TYPES[name] for name in sorted(_TYPES)]


def sentence(event: Event, language: str, names: Mapping[str, str] | None = None) -> str:
    """Return what happened as a sentence in `zh` or `en` (anything that begins so will do).

    `names` gives the names of opaque ids; an id without one, and a part that was not recorded,
    read as unknown. A purged event says so, and so does one whose content was tampered with.
    """
    tongue = "en" if language.lower().startswith("en") else "zh"
    content = _content(event)
    if content is None:
        blank = _Parts({}, (_ERASED if event.purged else _UNREADABLE)[tongue])
        return event_type(event.name).in_language(tongue).format_map(blank)
    names = {"system": _SYSTEM[tongue], **(names or {})}
    parts = {key: _shown(value, names) for key, value in content["data"].items()}
    parts["actor"] = _actor(content, names, tongue)
    return event_type(event.name).in_language(tongue).format_map(_Parts(parts, _UNKNOWN[tongue]))


def ids_in(event: Event) -> set[str]:
    """Return every text in an event that may be the opaque id of a person."""
    content = _content(event)
    if content is None:
        return set()
    texts = [content["actor"], content["behalf_of"], *content["data"].values()]
    return {text for text in texts if isinstance(text, str) and 0 < len(text) <= 64}


def data_in(event: Event) -> dict[str, Any]:
    """Return what an event tells beside who acted; empty when it was erased or tampered with."""
    content = _content(event)
    return dict(content["data"]) if content else {}


def _content(event: Event) -> dict[str, Any] | None:
    """Return what an event says; None when it was erased or is no event's content any more."""
    try:
        content = json.loads(event.payload)
        content["actor"], content["behalf_of"], content["data"].keys()
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return dict(content)


def _actor(content: Mapping[str, Any], names: Mapping[str, str], tongue: str) -> str:
    actor = names.get(content["actor"], _UNKNOWN[tongue])
    if not content["behalf_of"]:
        return actor
    person = names.get(content["behalf_of"], _UNKNOWN[tongue])
    return _FOR[tongue].format(actor=actor, person=person)


def _shown(value: object, names: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return "、".join(_shown(item, names) for item in value)
    return names.get(value, value) if isinstance(value, str) else str(value)


class _Parts(dict[str, str]):
    """The parts of a sentence; one that is missing reads as told."""

    def __init__(self, parts: Mapping[str, str], missing: str) -> None:
        super().__init__(parts)
        self.missing = missing

    def __missing__(self, key: str) -> str:
        return self.missing
