"""`luodi measure peers`, `region` and `hdi`: units side by side."""

from __future__ import annotations

from luodi.measuring import hdi as development
from luodi.measuring.commands.answers import Answer, Cell, Chance, Code
from luodi.measuring.commands.options import Order, WrongUse, said
from luodi.measuring.commands.table import Table, read_table
from luodi.measuring.commands.words import NAME, VALUE
from luodi.measuring.errors import BadTable
from luodi.measuring.figures import NotAssessable
from luodi.measuring.peers import NoPeers, neighbours, standing
from luodi.measuring.ranks import in_first
from luodi.measuring.region import growth, inequality, sizes, structure


def peers(table: Table, order: Order) -> Answer:
    """The units like one (`--by`), where it stands (`--value`), who is among the first
    (`--first`).
    """
    names = table.texts(table.find(order["name"], NAME))
    if order["first"] is not None:
        return _first(table, order, names)
    (unit,) = order.needed("unit")
    if order["by"] is None and order["value"] is None:
        raise WrongUse(said("need", order.english, "--by / --value"))
    answer = Answer({"unit": unit})
    if order["by"]:
        _like(table, order, names, unit, answer)
    if order["value"]:
        _stands(table, order, names, unit, answer)
    return answer


def region(table: Table, order: Order) -> Answer:
    """What the method asked for says of the places of the table."""
    return _METHODS[order["method"] or "quotient"](table, order)


def hdi(table: Table, order: Order) -> Answer:
    """Dimension indices and index of every row."""
    name = order["name"] or next((one for one in NAME if one in table.columns), None)
    names = table.texts(table.find(name, ())) if name else [str(line) for line in table.lines]
    usual = {"life": "le", "expected": "eys", "mean": "mys", "income": "gnipc"}
    columns = [table.numbers(table.find(order[key], (column,))) for key, column in usual.items()]
    answer = Answer(keys=("name", "life", "education", "income", "hdi"))
    for unit, *figures in zip(names, *columns, strict=True):
        found = development.hdi(*figures)
        answer.rows.append((unit, found.life, found.education, found.income, found.index))
    return answer


def _like(table: Table, order: Order, names: tuple[str, ...], unit: str, answer: Answer) -> None:
    columns = [table.find(one, ()) for one in order["by"]]
    structural = list(zip(*(table.numbers(one) for one in columns), strict=True))
    found = neighbours(
        names, structural, unit, order["count"] or 5, order["metric"] or "standardised", columns
    )
    answer.keys = ("name", "distance")
    answer.facts["far"] = found.far
    if isinstance(found, NoPeers):
        answer.facts["peers"] = found.because
        answer.rows.append((found.nearest.name, found.nearest.distance))
    else:
        answer.rows.extend((one.name, one.distance) for one in found.nearest)


def _stands(table: Table, order: Order, names: tuple[str, ...], unit: str, answer: Answer) -> None:
    errors = table.numbers(table.find(order["error"], ())) if order["error"] else None
    values = table.numbers(table.find(order["value"], ()))
    level = float(order["level"] or 0.95)
    found = standing(names, values, unit, order["better"] or "up", errors, level)
    answer.facts |= {
        "value": found.value,
        "rank": found.rank,
        "of": found.of,
        "percentile": found.percentile,
        "median": found.median,
        "to_median": found.to_median,
        "in_ranges": found.in_ranges,
    }


def _first(table: Table, order: Order, names: tuple[str, ...]) -> Answer:
    """Who is surely or possibly among the first; the plain ranking too where no error is known."""
    errors = table.numbers(table.find(order["error"], ())) if order["error"] else None
    values = table.numbers(table.find(order["value"], VALUE))
    level = float(order["level"] or 0.95)
    found = in_first(names, values, errors, order["first"], order["better"] or "up", level)
    if isinstance(found, NotAssessable):
        return Answer({"first": order["first"], "ranking": found})
    rows: list[tuple[Cell, ...]] = [
        (
            one.bounds.name, one.bounds.rank, one.bounds.best, one.bounds.worst,
            Chance(one.probability), Code(one.place),
        )
        for one in found.units
    ]  # fmt: skip
    return Answer(
        {"first": found.first, "of": found.of},
        ("name", "rank", "best", "worst", "probability", "place"),
        rows,
    )


def _industries(table: Table, order: Order) -> tuple[tuple[str, ...], list[str], list[list[float]]]:
    """Names of the places, names of the industries, and the table of figures."""
    name = table.find(order["name"], NAME)
    columns = [
        table.find(one, ()) for one in order["columns"] or [c for c in table.columns if c != name]
    ]
    by_column = [table.numbers(one) for one in columns]
    return table.texts(name), columns, [list(row) for row in zip(*by_column, strict=True)]


def _quotient(table: Table, order: Order) -> Answer:
    names, industries, figures = _industries(table, order)
    found = structure.location_quotients(figures).tolist()
    return Answer(
        keys=("name", *industries), rows=[(n, *row) for n, row in zip(names, found, strict=True)]
    )


def _concentration(table: Table, order: Order) -> Answer:
    names, _, figures = _industries(table, order)
    columns = structure.herfindahl(figures).tolist(), structure.krugman(figures).tolist()
    return Answer(
        keys=("name", "herfindahl", "krugman"), rows=list(zip(names, *columns, strict=True))
    )


def _shift(table: Table, order: Order) -> Answer:
    (after,) = order.needed("after")
    names, industries, before = _industries(table, order)
    later = read_table(after)
    place = table.find(order["name"], NAME)
    if later.texts(later.find(place, ())) != names:
        raise BadTable("两张表的地区或次序不同", "the two tables differ in places or their order")
    columns = [later.numbers(later.find(one, ())) for one in industries]
    found = growth.shift_share(before, [list(row) for row in zip(*columns, strict=True)])
    rows: list[tuple[Cell, ...]] = [
        (name, one.change, one.national, one.mix, one.regional)
        for name, one in zip(names, found, strict=True)
    ]
    return Answer(keys=("name", "change", "national", "mix", "regional"), rows=rows)


def _size(table: Table, order: Order) -> Answer:
    values = table.numbers(table.find(order["value"], VALUE))
    first, line = sizes.primacy(values), sizes.rank_size(values)
    return Answer(
        {
            "two_city": first.two_city,
            "four_city": first.four_city,
            "share": first.share,
            "slope": line.slope,
            "error": line.error,
            "points": line.n,
        }
    )


def _inequality(table: Table, order: Order) -> Answer:
    values = table.numbers(table.find(order["value"], VALUE))
    weights = table.numbers(table.find(order["weight"], ())) if order["weight"] else None
    facts: dict[str, Cell] = {"gini": inequality.gini(values)}
    if order["group"]:
        groups = table.texts(table.find(order["group"], ()))
        parts = inequality.theil_by_group(values, groups, weights)
        facts |= {"theil": parts.total, "between": parts.between, "within": parts.within}
    else:
        facts["theil"] = inequality.theil(values, weights)
    return Answer(facts)


_METHODS = {
    "quotient": _quotient,
    "concentration": _concentration,
    "shift": _shift,
    "size": _size,
    "inequality": _inequality,
}
