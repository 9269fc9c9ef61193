"""Clauses that only say who leads or helps: A牵头, B、C配合."""

from __future__ import annotations

import re

from luodi.reading.acting import acting_units
from luodi.reading.lexicon import number_end
from luodi.reading.owners import parse
from luodi.reading.parts import Part

_PART_IN = re.compile(
    r"由?(?P<units>[^，。；：]{2,120}?)"
    r"(?:按职责)?(?:密切|积极|协同|共同|做好)*"
    r"(?P<role>牵头(?:负责)?|配合|参与|参加|协助|协办)(?:做好|落实|推进)?(?:工作)?$"
)


_SHARES = ("牵头", "负责", "配合", "参与", "参加", "协助", "协办", "做好", "落实", "推进", "工作")
SHARE_ENDS = frozenset(word[-1] for word in _SHARES)


def sharing(text: str, part: Part) -> tuple[str, list[tuple[int, int]]]:
    """The role and the units of a clause that only says who leads or helps; no units otherwise."""
    if not text.endswith(_SHARES, part.start, part.end):
        return "", []
    told = _PART_IN.fullmatch(text, number_end(text, part.start, part.end), part.end)
    if told is None:
        return "", []
    leads, partners = acting_units(text, *told.span("units"))
    units = leads + partners
    whole = told["units"].endswith(("等部门", "等单位"))
    if not whole and len(units) != len(parse(text, *told.span("units"))):
        return "", []
    return told["role"], units
