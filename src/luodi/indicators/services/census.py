"""Loading the shipped census: every row answered, and loading it again changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from luodi.base import clock
from luodi.base.actors import Actor
from luodi.base.permissions import ask
from luodi.places.models import Division

from .. import census, permissions
from ..census import CensusRow, Definition
from ..figures import Figure
from ..models import Indicator
from .definitions import define_indicator, settle_indicator
from .figures import examine_figures, record_observations

Words = tuple[str, str]
TOTAL: Words = ("合计行，不是一个地区", "a total, no place of its own")
UNKNOWN: Words = (
    "现行区划和已收录的沿革中没有这个代码",
    "no division bears or bore this code",
)
NAMELESS: Words = ("没有区划代码", "it bears no code")
RENAMED: Words = ("这个代码现为“{0}”，不能确定是同一地区", "the code is of “{0}” now")


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """Why a row of the file was not taken; `number` is its line."""

    number: int
    year: str
    code: str
    name: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class CensusLoaded:
    """What loading did: indicators defined, figures new, revised and there already, rows taken, and
    the rows that were not."""

    defined: int
    new: int
    revised: int
    unchanged: int
    rows: int
    refused: tuple[RowAnswer, ...]


def load_census(*, within: str = "", actor: Actor) -> CensusLoaded:
    """Return what loading the shipped census changed, of all places or of those whose codes begin
    with `within`; a row that is no place of our divisions is answered and left out."""
    ask(actor, permissions.DEFINE_INDICATOR)
    rows = [row for row in census.census_rows() if row.code.startswith(within)]
    taken, refused = _sorted_out(rows)
    before = Indicator.objects.filter(code__startswith="census.").count()
    indicators = _indicators(actor)
    figures = [figure for row in taken for figure in _figures(row, indicators)]
    answers = examine_figures(figures, actor=actor)
    bad = {figures[answer.at].evidence: answer for answer in answers if answer.refusal_zh}
    good = [
        figure for figure, answer in zip(figures, answers, strict=True) if not answer.refusal_zh
    ]
    done = record_observations(good, actor=actor, source=census.SOURCE)
    late = [
        _answer(row, (bad[_evidence(row)].refusal_zh, bad[_evidence(row)].refusal_en))
        for row in taken
        if _evidence(row) in bad
    ]
    return CensusLoaded(
        len(indicators) - before, done.new, done.revised, done.unchanged, len(taken) - len(late),
        tuple(sorted((*refused, *late), key=lambda answer: answer.number)),
    )  # fmt: skip


def _sorted_out(rows: Iterable[CensusRow]) -> tuple[list[CensusRow], list[RowAnswer]]:
    names = dict(Division.objects.values_list("code", "name"))
    taken: list[CensusRow] = []
    refused: list[RowAnswer] = []
    for row in rows:
        words = _refusal(row, names)
        if words:
            refused.append(_answer(row, words))
        else:
            taken.append(row)
    return taken, refused


def _refusal(row: CensusRow, names: dict[str, str]) -> Words | None:
    if row.is_nameless_total:
        return TOTAL
    if not row.place:
        return NAMELESS
    name = names.get(row.place)
    if name is None:
        return UNKNOWN
    return None if row.is_of(name) else (RENAMED[0].format(name), RENAMED[1].format(name))


def _answer(row: CensusRow, words: Words) -> RowAnswer:
    return RowAnswer(row.number, row.year, row.code, row.name, *words)


def _figures(row: CensusRow, indicators: dict[str, Indicator]) -> Iterable[Figure]:
    for column, value in row.figures.items():
        yield Figure(
            indicators[census.COLUMNS[column]], census.DAYS[row.year], place=row.place,
            value=value, issuer=census.CENSUSES[row.year], evidence=_evidence(row),
        )  # fmt: skip


def _evidence(row: CensusRow) -> str:
    return f"census.csv:{row.number} {row.code} {row.name}"


def _indicators(actor: Actor) -> dict[str, Indicator]:
    """Return the indicators of the data set by code; those that are missing are defined and settled
    by what the source says they are."""
    found = {row.code: row for row in Indicator.objects.filter(code__startswith="census.")}
    for one in census.DEFINITIONS:
        if one.code not in found:
            made = define_indicator(_given(one, found), actor=actor)
            found[one.code] = settle_indicator(
                made, words=census.SETTLED_BY, on=clock.today(), actor=actor
            )
    return found


def _given(one: Definition, known: dict[str, Indicator]) -> dict[str, object]:
    return {
        "code": one.code, "name": one.name, "unit": one.unit, "definition": one.definition,
        "source": census.SOURCE, "licence": census.LICENCE, "direction": one.direction,
        "frequency": one.frequency, "formula": one.formula,
        "part": known.get(one.part), "whole": known.get(one.whole),
    }  # fmt: skip
