"""What a clause is to the clause behind it: a subject, an occasion, a ground, a thing described."""

from __future__ import annotations

import re

from luodi.reading.lexicon import number_end
from luodi.reading.parts import Part
from luodi.reading.subjects import MODAL_INSIDE

_NEXT_DESCRIBES = re.compile(r"(?:也|都|均|就)?是(?!否)|属于|构成")


def describes_next(text: str, part: Part, following: Part | None) -> bool:
    """Whether the clause behind the comma only describes this one, or gives to whom it names."""
    if following is None:
        return False
    return _is_description(text, following) or _is_ground(text, part, following)


def _is_description(text: str, part: Part) -> bool:
    described = text[part.start] in "也都均就是属构"
    return described and _NEXT_DESCRIBES.match(text, part.start, part.end) is not None


_GIVES_TO = re.compile(
    r"(?:分档|分类|适当|按[^，。；]{0,24}|依法|一次性|分别|优先|可|再|最高)*(?:给予|予以|加大|采取|实行|安排|奖励|补助|补贴标准|补助标准|奖励标准)"
)
_GROUND = re.compile(
    r"(?:对于?|凡|针对|(?:个人)?(?:购买|报废|更换))(?![^，。；]*(?:进行|予以|给予|实行|开展))"
)


def _is_ground(text: str, part: Part, following: Part) -> bool:
    """Whether 对X， only says to whom the next clause gives: 对更换电池的，给予补贴."""
    if part.head.modal or text.find("，", part.start, part.end) >= 0:
        return False
    begin = number_end(text, part.start, part.end)
    return text[begin] in "对凡针" and bool(
        _GROUND.match(text, begin, part.end)
        and _GIVES_TO.match(text, following.start, following.end)
    )


_TOLD_NEXT = re.compile(r"(?:均|都|原则上)?(?:应当|必须|须|应(?!急|用))")


def names_next(text: str, part: Part, following: Part | None) -> bool:
    """Whether a clause is the subject or occasion of the duty after it: 编制目录，应当…."""
    if following is None or part.mark != "，" or part.head.modal or following.head.subject:
        return False
    if (
        text[following.start] not in "均都原应必须"
        or part.head.subject
        or part.head.at - number_end(text, part.start, part.end) > 2
    ):
        return False
    if MODAL_INSIDE.search(text, part.start, part.end):
        return False
    return bool(_TOLD_NEXT.match(text, following.start, following.end))
