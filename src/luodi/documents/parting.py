"""Fields of findings that are put together, parted, or stand in a text that has changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .fields import Fields

Run = tuple[int, int]
_NAMED = ("named",)  # there only where another reader proposed names
Finder = Callable[[int, int], Run | None]


def together(parts: Sequence[Fields]) -> Fields:
    """Return the fields of findings merged in this order: each owner and place once, the first
    deadline with a day; kind, cause and body of the first."""
    due = [part["deadline"] for part in parts if part["deadline"]]
    due.sort(key=lambda deadline: not deadline["by"])
    owners = {
        (o["text"], o["role"]): o for part in reversed(parts) for o in reversed(part["owners"])
    }
    places = {p["text"]: p for part in reversed(parts) for p in reversed(part["places"])}
    named = {n["text"]: n for part in reversed(parts) for n in reversed(part.get("named", []))}
    return {
        **({"named": list(reversed(named.values()))} if named else {}),
        "kind": parts[0]["kind"],
        "targets": [target for part in parts for target in part["targets"]],
        "deadline": due[0] if due else None,
        "owners": list(reversed(owners.values())),
        "places": list(reversed(places.values())),
        "cause": next((part["cause"] for part in parts if part["cause"]), None),
        "body": next((part["body"] for part in parts if part["body"]), None),
    }


def apart(fields: Fields, part: Run, other: Run) -> Fields:
    """Return the fields of one of two parts: what stands in the other goes; owners hold for both,
    and a figure without a place stays with the first part."""
    is_first = part < other

    def stays(row: Fields | None) -> bool:
        if row is None or row["start"] is None:
            return is_first
        return not other[0] <= row["start"] < other[1]

    due = fields["deadline"]
    return {
        **fields,
        "targets": [row for row in fields["targets"] if stays(row)],
        "places": [row for row in fields["places"] if stays(row)],
        "deadline": due if due and (due["start"] is None or stays(due)) else None,
        **{name: [row for row in fields[name] if stays(row)] for name in _NAMED if name in fields},
    }


def relocated(fields: Fields, find: Finder) -> Fields:
    """Return the fields with the places that `find` gives; what it does not find keeps its words
    and has no place."""

    def moved(row: Fields | None) -> Fields | None:
        if row is None or row["start"] is None:
            return row
        start, end = find(row["start"], row["end"]) or (None, None)
        return {**row, "start": start, "end": end}

    lists = ("targets", "owners", "places", *_NAMED)
    rows = {name: [moved(row) for row in fields[name]] for name in lists if name in fields}
    single = {name: moved(fields[name]) for name in ("deadline", "cause", "body")}
    return {**fields, **rows, **single}
