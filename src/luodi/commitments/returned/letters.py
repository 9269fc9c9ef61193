"""A reply in Word: its opinions one by one, or that there is none."""

from __future__ import annotations

import re

_ITEM = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}[.、．])\s*"
)
_NONE = re.compile(r"无(?:修改|不同)?意见|没有(?:修改)?意见|无异议|同意.{0,20}(?:内容|方案|分工)")
_NO_MORE = re.compile(
    rf"(?:我.{{0,2}}对?)?(?:其他|其余|除此之外)?[^，。；]{{0,6}}?(?:{_NONE.pattern})"
)
_NAMED = re.compile(r"第\s*(\d{1,4})\s*(?:号事项|项|号)|序号\s*(\d{1,4})")
_FURNITURE = re.compile(
    r"^(?:关于.{2,60}(?:函|复函|意见|反馈)|.{2,40}[：:]|.{2,30}(?:局|委|办|室|厅|府|公司|中心)|"
    r"\d{4}年\d{1,2}月\d{1,2}日|特此(?:函复|复函|回复|反馈)。?|此复。?|附件.*|联系人.*)$"
)


def opinions_in(text: str) -> list[str]:
    """Return the opinions of a letter: its numbered items, else its paragraphs without salutation,
    signature and date; none when it says that there is none."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    items = _items(lines)
    if items:
        return items
    body = [line for line in lines if not _FURNITURE.match(line)]
    if not body or any(_NONE.search(line) for line in body):
        return []
    return body


def _items(lines: list[str]) -> list[str]:
    """A line below an item that is no item itself and no furniture carries it on."""
    found: list[str] = []
    for line in lines:
        if match := _ITEM.match(line):
            found.append(line[match.end() :])
        elif found and not _FURNITURE.match(line):
            found[-1] = f"{found[-1]}{line}"
    return [item for item in found if item and not _NO_MORE.fullmatch(item.rstrip("。"))]


def row_named(opinion: str) -> int | None:
    """Return the number of the one row that an opinion names (第3项); None for none or several."""
    found = {int(first or second) for first, second in _NAMED.findall(opinion)}
    return found.pop() if len(found) == 1 else None
