"""`luodi measure plausibility`: whether reported figures can be true."""

from __future__ import annotations

from luodi.measuring.commands.answers import Answer, Both, Cell, Code
from luodi.measuring.commands.options import Order
from luodi.measuring.commands.table import Table
from luodi.measuring.commands.words import NAME, TIME, VALUE
from luodi.measuring.plausibility.examine import Reported, examine
from luodi.measuring.plausibility.remarks import CHECK_WORDS
from luodi.measuring.plausibility.revisions import WINDOW, Revision


def plausibility(table: Table, order: Order) -> Answer:
    """Remarks by weight, and which checks were made."""
    found = examine(_reported(table, order))
    made = [CHECK_WORDS[check] for check in found.made]
    facts: dict[str, Cell] = {
        "remarks": len(found.remarks),
        "made": Both(
            "、".join(zh for zh, _ in made) or "-", ", ".join(en for _, en in made) or "-"
        ),
    }
    if found.not_made:
        reasons = [(CHECK_WORDS[check], why) for check, why in found.not_made]
        facts["not_made"] = Both(
            "；".join(f"{words[0]}：{why.message_zh}" for words, why in reasons),
            "; ".join(f"{words[1]}: {why.message_en}" for words, why in reasons),
        )
    rows: list[tuple[Cell, ...]] = [
        (Code(one.check), Code(one.voice), one.where, Both(one.message_zh, one.message_en))
        for one in found.remarks
    ]
    return Answer(facts, ("check", "voice", "name", "says"), rows)


def _reported(table: Table, order: Order) -> Reported:
    name = (
        table.find(order["name"], (*TIME, *NAME))
        if order["name"] or table.has((*TIME, *NAME))
        else ""
    )
    where = table.texts(name) if name else tuple(str(line) for line in table.lines)
    value = table.find(order["value"], VALUE)
    parts = [table.decimals(table.find(one, ())) for one in order["parts"] or ()]
    return Reported(
        where,
        table.decimals(value),
        tuple(zip(*parts, strict=True)),
        order["in_time"] or order["cumulative"],
        order["cumulative"],
        (),
        _revisions(table, order, where, value),
        table.decimals(table.find(order["goal"], ())) if order["goal"] else (),
        order["better"] or "up",
        table.decimals(table.find(order["related"], ())) if order["related"] else (),
        order["window"] if order["window"] is not None else WINDOW,
    )


def _revisions(
    table: Table, order: Order, where: tuple[str, ...], value: str
) -> tuple[Revision, ...]:
    """Rows whose figure was another before; an empty cell there means that it was not revised."""
    if not order["was"]:
        return ()
    day, due = order.needed("on", "due")
    was, on = table.find(order["was"], ()), table.find(day, ())
    revised = table.only(was)
    goals = revised.decimals(order["goal"]) if order["goal"] else (None,) * len(revised.rows)
    names = table.kept(where, was)
    columns = revised.dates(on), revised.decimals(was), revised.decimals(value), goals
    return tuple(
        Revision(name, when, due, before, after, goal, order["better"] or "up")
        for name, when, before, after, goal in zip(names, *columns, strict=True)
    )
