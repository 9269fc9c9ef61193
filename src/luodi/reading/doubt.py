"""Sentences that section and grammar leave open: done or to do is then asked of the model."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from luodi.reading.clauses import Sentence
from luodi.reading.found import Context
from luodi.reading.lexicon import DUTY
from luodi.reading.parts import Part

# Texts that tell and order by turns; rules and guides do not tell of the past.
_TELLING = frozenset({"report", "speech", "plan", "unknown"})
_MAY_BE_DONE = re.compile(
    r"已|了|获|累计|首次|达到?|超过?|完成|建成|居|增长|同比|以来|实现|突破|新增"
)
_IS_TO_DO = re.compile(r"要|将|拟|力争|以上|左右|确保|年内|底前|到20|推进|加快")
# Below these probabilities of "to do" a sentence is taken as done. On reports left out of the
# training 1 % of what was to do would be lost at the first, nothing at the second.
_WITHOUT_SECTION: Final = 0.03
_UNDER_A_PLAN: Final = 0.01


def sounds_done(context: Context, sentence: Sentence, role: str, parts: Iterable[Part]) -> bool:
    """Whether a sentence that may tell of the past, and orders nothing, sounds done."""
    limit = _limit(context.kind, role)
    if not limit:
        return False
    start, end = sentence.pieces[0].start, sentence.end
    if not _MAY_BE_DONE.search(context.text, start, end):
        return False
    if _IS_TO_DO.search(context.text, start, end) or any(part.head.modal in DUTY for part in parts):
        return False
    from luodi.reading.linear import model

    return model().to_do(context.text[start:end].strip()) < limit


def _limit(kind: str, role: str) -> float:
    if kind not in _TELLING:
        return 0.0
    if role == "unknown":
        return _WITHOUT_SECTION
    return _UNDER_A_PLAN if role == "plan" and kind in {"report", "speech"} else 0.0
