"""Names as people write them: units under many names, accounts and mobile numbers."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from uuid import UUID

_BLANKS = re.compile(r"\s+")
_PUNCTUATION = re.compile(r"[()〔〕\[\]【】「」“”\"'·.,、。:]+")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_ACCOUNT = re.compile(r"[a-z0-9][a-z0-9._-]{1,58}[a-z0-9]")
_PLACES = ("city", "county")
_SHORTEST_CORE = 2


def fold(text: str) -> str:
    """Return the text with full-width folded and all blanks and brackets dropped, for comparing."""
    return _nfkc(_PUNCTUATION.sub("", _BLANKS.sub("", _nfkc(text))))


def clean_name(text: str) -> str:
    """Return a name as it is stored: full-width folded, no blank but single ones between words."""
    folded = _BLANKS.sub(" ", _nfkc(text)).strip()
    # A blank inside a Chinese name is layout ("张 三"), not part of it.
    return re.sub(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])", "", folded)


def clean_login(text: str) -> str:
    """Return what was typed to sign in as it is stored: folded, lower case, +86 dropped."""
    folded = _nfkc(_BLANKS.sub("", _nfkc(text)).lower())
    digits = re.sub(r"[-()]", "", folded)
    bare = re.sub(r"^(\+86|0086)", "", digits)
    return bare if _MOBILE.fullmatch(bare) else folded


def clean_mobile(text: str) -> str | None:
    """Return the eleven digits of a mobile number, or None when it is not one."""
    cleaned = clean_login(text)
    return cleaned if _MOBILE.fullmatch(cleaned) else None


def is_account(text: str) -> bool:
    """Return whether the text can be an account: 3 to 60 of a-z, 0-9, dot, hyphen, underscore."""
    return bool(_ACCOUNT.fullmatch(text))


def _nfkc(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


class Found(Enum):
    """How a name was answered."""

    ONE = "one"
    AMBIGUOUS = "ambiguous"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class UnitNames:
    """A unit and every name it goes by; `place` is set on bodies that name their subtree."""

    uuid: UUID
    name: str
    short_name: str
    path: str
    kind: str
    aliases: tuple[str, ...] = ()
    active: bool = True
    successor: UUID | None = None

    @property
    def all(self) -> tuple[str, ...]:
        """Return every name, the full one first."""
        return (self.name, *((self.short_name,) if self.short_name else ()), *self.aliases)


@dataclass(frozen=True, slots=True)
class Match:
    """The answer to a name: one unit, several that bear it, or none; never a guess."""

    state: Found
    unit: UnitNames | None = None
    candidates: tuple[UnitNames, ...] = ()


NO_MATCH = Match(Found.NONE)


@dataclass
class NameIndex:
    """Every name of every unit, ready for many questions."""

    units: dict[UUID, UnitNames]
    exact: dict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    derived: dict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    local: dict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    tops: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, units: Iterable[UnitNames]) -> NameIndex:
        """Return the index of these units; names of a closed unit lead to its successor."""
        index = cls({unit.uuid: unit for unit in units})
        for unit in index.units.values():
            index.put(unit)
        return index

    def put(self, unit: UnitNames) -> None:
        """Add a unit, or further names of one that is known."""
        self.units[unit.uuid] = unit
        if unit.path.count("/") == 1:
            fronts = {*self.tops, *(front for front in _fronts(unit) if len(front) > 1)}
            self.tops = sorted(fronts, key=lambda front: (-len(front), front))
        target = self._in_force(unit)
        if target is not None:
            self._add(unit, target.uuid)

    def find(self, name: str, within: str = "") -> Match:
        """Return the match of a name among active units whose path begins with `within`."""
        key = fold(name)
        if not key:
            return NO_MATCH
        for table in (self.exact, self.derived, self.local):
            for form in self._forms(key):
                match = self._answer(table.get(form, set()), within)
                if match.state is not Found.NONE:
                    return match
        return NO_MATCH

    def _forms(self, key: str) -> Iterator[str]:
        """Yield the key, then the key without the name of the whole city in front."""
        yield key
        for front in self.tops:
            if len(core := _core(key, [front])) < len(key):
                yield core

    def _answer(self, found: set[UUID], within: str) -> Match:
        hits = [self.units[uuid] for uuid in found if self.units[uuid].path.startswith(within)]
        if len(hits) == 1:
            return Match(Found.ONE, hits[0], (hits[0],))
        if hits:
            return Match(Found.AMBIGUOUS, None, tuple(sorted(hits, key=lambda unit: unit.path)))
        return NO_MATCH

    def _in_force(self, unit: UnitNames) -> UnitNames | None:
        seen = {unit.uuid}
        while not unit.active:
            if unit.successor is None or unit.successor in seen:
                return None
            unit = self.units[unit.successor]
            seen.add(unit.uuid)
        return unit

    def _add(self, unit: UnitNames, target: UUID) -> None:
        explicit = {fold(name) for name in unit.all}
        for name in explicit:
            self.exact[name].add(target)
        place = self._place_of(unit)
        if place is not None:
            fronts = _fronts(place)
            for name in _derived(explicit, fronts):
                self.derived[name].add(target)
            # "市X局" is the city's; a county-level city says so too, but only among its own.
            if place.kind == "county":
                for name in _derived(explicit, fronts | {"市"}):
                    self.local[name].add(target)

    def _place_of(self, unit: UnitNames) -> UnitNames | None:
        """Return the nearest city or county above the unit."""
        for uuid in reversed(unit.path.split("/")[:-2]):
            above = self.units.get(UUID(uuid))
            if above is not None and above.kind in _PLACES:
                return above
        return None


def _fronts(place: UnitNames) -> set[str]:
    """Return the words that mean "of this place": its names, and 市, 县 or 区 alone."""
    names = {re.sub("(人民)?政府$", "", fold(name)) for name in place.all} - {""}
    fronts = names | {name[:-1] for name in names if len(name) > 2 and name[-1] in "市县区"}
    generic = "市" if place.kind == "city" else "县区"
    return fronts | {name[-1] for name in names if name[-1] in generic}


def _derived(explicit: set[str], fronts: set[str]) -> set[str]:
    """Return further forms: without the place in front, and with each way to name the place."""
    # The longest front goes: without 东湖 alone, 东湖市财政局 would read as the city's.
    longest = sorted(fronts, key=len, reverse=True)
    cores = explicit | {_core(name, longest) for name in explicit}
    return (cores | {front + core for front in fronts for core in cores}) - explicit


def _core(name: str, fronts: list[str]) -> str:
    for front in fronts:
        if name.startswith(front) and len(name) - len(front) >= _SHORTEST_CORE:
            return name.removeprefix(front)
    return name
