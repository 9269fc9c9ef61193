"""Of whom figures are: places by code or name, units by any of their names, asked many times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from luodi.people.models import Unit
from luodi.people.names import Found, NameIndex
from luodi.people.queries import name_index
from luodi.places.codes import is_total, short_code, tidy
from luodi.places.models import Division

from ..access import is_uuid

Words = tuple[str, str]
LEVELS = ("province", "city", "county", "street")
TOTAL: Words = ("合计行，不能与其组成部分一起登记", "a total does not stand among its parts")


@dataclass(frozen=True, slots=True)
class Subject:
    """A place by code or a body by public id, or the reason why it is neither."""

    place: str = ""
    body: str = ""
    name: str = ""
    problem: Words | None = None


class Subjects:
    """The places and units that tables can name; every answer is kept."""

    def __init__(self, kind: str, level: str = "") -> None:
        self._kind, self._level = kind, level
        self._kept: dict[tuple[str, str, date | None], Subject] = {}
        self._units: NameIndex | None = None
        self._names: dict[str, tuple[str, str]] = {}
        self._by_name: dict[str, list[tuple[str, date | None, date | None]]] = {}
        if kind == "places":
            self._read_places()

    def _read_places(self) -> None:
        rows = Division.objects.values_list("code", "name", "level", "valid_from", "valid_to")
        for code, name, level, first, last in rows:
            self._names[code] = (name, level)
            self._by_name.setdefault(name, []).append((code, first, last))

    def find(self, text: str, name: str = "", on: date | None = None) -> Subject:
        """Return whom a cell means, `name` being what stands beside a code, in force on a day."""
        key = (text, name, on)
        if key not in self._kept:
            self._kept[key] = self._find(text, name, on)
        return self._kept[key]

    def _find(self, text: str, name: str, on: date | None) -> Subject:
        if not text:
            return Subject(problem=("没有写明地区或单位", "it names no place or unit"))
        if self._kind == "bodies" or is_uuid(text):
            return TOTAL_ROW if is_total(text) else self._body(text)
        if is_total(name or text):
            return TOTAL_ROW
        code = self._code(text)
        found = self._by_code(code, name) if code else self._by_written_name(text, on)
        return self._of_level(found)

    def _code(self, text: str) -> str:
        """Return the code that a cell gives, as it stands in our divisions: 421000 is 4210. A city
        without counties has a county of its own under the long code: the rows' level decides."""
        short = short_code(text)
        known = self._names.get(text)
        if known and (short not in self._names or known[1] == self._level):
            return text
        return short

    def _of_level(self, found: Subject) -> Subject:
        """Refuse what stands above or below the level that the rows are of."""
        if found.problem or not self._level:
            return found
        level = self._names[found.place][1]
        if level == self._level:
            return found
        if LEVELS.index(level) < LEVELS.index(self._level):
            return TOTAL_ROW
        return Subject(
            problem=(f"{found.name}不是这一级的地区", f"{found.name} is of a lower level")
        )

    def level_of(self, text: str) -> str:
        """Return the level of the place that a cell names, for guesses; nothing where none."""
        found = self.find(text)
        return self._names[found.place][1] if found.place else ""

    def _by_code(self, code: str, name: str) -> Subject:
        if code not in self._names:
            return Subject(problem=(f"没有区划代码{code}", f"there is no division {code}"))
        known = self._names[code][0]
        if name and _stem(tidy(name)) != _stem(known):
            return Subject(
                problem=(f"代码{code}是{known}，不是{name}", f"{code} is {known}, not {name}")
            )
        return Subject(place=code, name=known)

    def _by_written_name(self, text: str, on: date | None) -> Subject:
        known = self._by_name.get(tidy(text), [])
        in_force = [one for one in known if _holds(one, on)] or known
        of_level = [one for one in in_force if self._names[one[0]][1] == self._level]
        in_force = of_level or in_force
        if len(in_force) == 1:
            return Subject(place=in_force[0][0], name=tidy(text))
        if in_force:
            codes = "、".join(sorted(one[0] for one in in_force)[:4])
            return Subject(
                problem=(
                    f"“{text}”不止一处（{codes}等），请用区划代码",
                    f"“{text}” is several places ({codes} …): use its code",
                )
            )
        return Subject(problem=(f"没有名为“{text}”的地区", f"there is no place called “{text}”"))

    def _body(self, text: str) -> Subject:
        if is_uuid(text):
            unit = Unit.objects.filter(uuid=UUID(text)).first()
            if unit is not None:
                return Subject(body=str(unit.uuid), name=str(unit))
        self._units = self._units or name_index()
        match = self._units.find(text)
        if match.state is Found.ONE and match.unit is not None:
            return Subject(body=str(match.unit.uuid), name=match.unit.short_name or match.unit.name)
        if match.state is Found.AMBIGUOUS:
            return Subject(problem=(f"“{text}”不止一个单位", f"several units are called “{text}”"))
        return Subject(problem=(f"没有名为“{text}”的单位", f"there is no unit called “{text}”"))


TOTAL_ROW = Subject(problem=TOTAL)


def _stem(name: str) -> str:
    return name[:-1] if len(name) > 2 and name[-1] in "县市区" else name


def _holds(one: tuple[str, date | None, date | None], on: date | None) -> bool:
    _code, first, last = one
    if on is None:
        return last is None
    return (first is None or first <= on) and (last is None or on <= last)
