"""Page numbers and what every page repeats at its head or foot."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from luodi.reading.formats.glyphs import Sheet
from luodi.reading.formats.page_columns import Region
from luodi.reading.formats.page_lines import Line

_MARGIN = 0.16  # of the height: where page numbers stand
_EDGE = 0.095  # of the height: where lines that every page repeats stand; the body begins lower
_OUTER = 3  # lines from either end that are looked at
_DASHES = "[-—–－―─_·.~～ \t]*"
_PAGE_NUMBER = re.compile(
    rf"{_DASHES}(?:第?{_DASHES}[0-9０-９]{{1,4}}{_DASHES}页?|[ivxIVX]{{1,6}}){_DASHES}"
    rf"(?:[/／(（共,，]?{_DASHES}(?:共|of)?{_DASHES}[0-9０-９]{{1,4}}{_DASHES}页?[)）]?)?{_DASHES}"
)
_DIGITS = re.compile("[0-9０-９]+")


@dataclass(slots=True)
class Page:
    """A sheet and what stands on it, in reading order."""

    sheet: Sheet
    regions: list[Region]

    def outer_lines(self) -> Iterator[Line]:
        """The lines nearest to the head and the foot that stand in the margins."""
        lines = [i for region in self.regions for i in region.items if isinstance(i, Line)]
        ordered = sorted(lines, key=lambda line: line.base)
        for line in {id(x): x for x in (*ordered[:_OUTER], *ordered[-_OUTER:])}.values():
            if self.depth(line) < _MARGIN:
                yield line

    def depth(self, line: Line) -> float:
        """How far from the nearer end of the page a line stands, as a share of the height."""
        share = (line.base - line.size / 2) / self.sheet.height
        return min(share, 1 - share)

    def drop(self, lines: Sequence[Line]) -> None:
        """Take these very lines out."""
        dropped = {id(line) for line in lines}
        for region in self.regions:
            region.items = [item for item in region.items if id(item) not in dropped]


def drop_page_furniture(pages: Sequence[Page]) -> list[str]:
    """Take page numbers and repeated lines out; return the words of what was repeated."""
    places: dict[tuple[str, int, int], list[tuple[Page, Line]]] = defaultdict(list)
    for page in pages:
        for line in page.outer_lines():
            if _PAGE_NUMBER.fullmatch(line.text):
                page.drop([line])
            elif page.depth(line) < _EDGE:
                places[_place(line)].append((page, line))
    enough = max(2, round(len(pages) / 3))
    repeated = [found for found in places.values() if len(found) >= enough]
    for page, line in chain.from_iterable(repeated):
        page.drop([line])
    return list(dict.fromkeys(line.text for found in repeated for _, line in found))


def _place(line: Line) -> tuple[str, int, int]:
    """What and where a line is; numbers may count from page to page."""
    return _DIGITS.sub("#", line.text), round(line.base / 6), round(line.size)
