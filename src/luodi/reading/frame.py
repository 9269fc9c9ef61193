"""What a document says of itself: title, issuer, number, date, kind, and its sections."""

from __future__ import annotations

import re
from datetime import date

from luodi.reading.lines import Line, read_lines
from luodi.reading.numerals import number_of
from luodi.reading.sections import sections_of
from luodi.reading.types import Frame

_FULL_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*(?:年|[-./])\s*(1[0-2]|0?[1-9])\s*(?:月|[-./])\s*(3[01]|[12]\d|0?[1-9])(?!\d)"
)
_CJK_DATE = re.compile(
    r"([二一][〇○零九][〇○零一二三四五六七八九]{2})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_NUMBER = re.compile(
    r"(?<![（(])(?:(?<=通知)|(?<=的函)|(?<=意见)|(?<=方案)|(?<=决定)|(?<=批复)|(?<![\u4e00-\u9fff]))"
    r"[\u4e00-\u9fff]{1,12}[〔\[（(【]((?:19|20)\d\d)[〕\])）】]\s*第?\s*\d{1,4}\s*号|[\u4e00-\u9fff]{2,12}令(?:（)?第\s*\d{1,4}\s*号"
)
_NUMBER_SURE = re.compile(
    r"[〔\[（(【令](?:(?<!令)(?:19|20)\d\d[〕\])）】]\s*第?\s*\d{1,4}\s*号|(?<=令)（?第)"
)
_NUMBER_WITHIN, _NUMBER_PREFIX = 3000, 12
_ISSUER_LINE = re.compile(
    r"^[\u4e00-\u9fff（）·、 ]{2,40}(?:人民政府(?:办公[厅室])?|国务院(?:办公厅)?|"
    r"委员会(?:办公[厅室])?|"
    r"厅|局|部|中共中央|党委|市委|省委|县委|办公[厅室])$"
)
_ISSUER_TITLE = re.compile(
    r"^((?:中共中央|国务院|[\u4e00-\u9fff]{2,24}?(?:人民政府|委员会|厅|局|部|委|办))"
    r"(?:[ 　]?(?:国务院|办公[厅室]|等[\u4e00-\u9fff\d]{1,4}部门))?)(?:关于|印发|转发|批转|对)"
)
_WORK_REPORT = re.compile(r"政府工作报告")
_KINDS = (
    ("政府工作报告", "report"),
    ("工作报告", "report"),
    ("讲话", "speech"),
    ("会议纪要", "minutes"),
    ("批示", "remark"),
    ("问答|解答|详解|指南|指引|须知|公告|解读|您想|哪些|清单(?!.*通知)", "guide"),
    ("批复|复函|的函$|答复", "letter"),
    ("令$", "rule"),
    ("办法|规定|细则|条例|规则|规程|预案|准则|章程", "rule"),
    ("方案|规划|计划|要点|措施|意见|行动|分工|政策", "plan"),
    ("通知|决定|通告", "notice"),
)
_TITLE_WORDS = re.compile(
    r"关于|通知|意见|方案|安排|规划|报告|办法|规定|计划|措施|条例|讲话|纪要|细则|决定|批复|函$|要点|公告|规则|预案|答复|清单|标准|解答|详解|指引"
)
# A line that ends, or holds, a sentence, or begins as an item, is text.
_SENTENCE = re.compile(r"。|[：；]$|^\s*(?:\d+[.、．]|[（(][一二三四五六七八九十\d]+[）)])")
_HEAD_LINES = 30


def frame(text: str, *, date: date | None = None) -> Frame:
    """What the text says of itself; a given `date` wins over the one found."""
    lines = read_lines(text)
    return frame_of(text, lines, date)


def frame_of(text: str, lines: tuple[Line, ...], given: date | None) -> Frame:
    """The frame of a text whose lines are known already."""
    title = _title(text, lines)
    number = _number(text)
    kind = _kind(title, text)
    return Frame(
        title=title,
        issuer=_issuer(title, text, lines),
        number=number.group() if number else "",
        date=given or _date(text, lines),
        document_kind=kind,
        sections=sections_of(text, lines, report=kind == "report"),
    )


def _number(text: str) -> re.Match[str] | None:
    """The first document number; its sure part is looked for first, its open beginning then."""
    stop = min(len(text), _NUMBER_WITHIN)
    sure = _NUMBER_SURE.search(text, 0, stop)
    if sure is None:
        return None
    return _NUMBER.search(text, max(0, sure.start() - _NUMBER_PREFIX), stop)


def _title(text: str, lines: tuple[Line, ...]) -> str:
    for line in lines[:8]:
        words = text[line.start : line.end]
        if _TITLE_WORDS.search(words) and len(words) <= 120 and not _SENTENCE.search(words):
            return words
    return text[lines[0].start : lines[0].end][:120] if lines else ""


def _kind(title: str, text: str) -> str:
    if _WORK_REPORT.search(title) or _WORK_REPORT.search(text[:400]):
        return "report"
    inner = re.findall(r"《([^》]+)》", title)
    for words in ([inner[-1]] if inner else []) + [title]:
        for pattern, kind in _KINDS:
            if re.search(pattern, words):
                return kind
    return "unknown"


def _issuer(title: str, text: str, lines: tuple[Line, ...]) -> str:
    found = _ISSUER_TITLE.match(title)
    if found:
        return found.group(1)
    for line in (*lines[:_HEAD_LINES], *reversed(lines[-12:])):
        words = text[line.start : line.end]
        if _ISSUER_LINE.match(words):
            return words
    return ""


def _date(text: str, lines: tuple[Line, ...]) -> date | None:
    """A date that stands alone on a line counts most, then one in the head, then one at the end."""
    head, tail = lines[:_HEAD_LINES], lines[-15:]
    for line in (*head, *tail):
        if line.end - line.start <= 24:
            found = _date_in(text, line)
            if found:
                return found
    for line in (*head[:12], *tail):
        if line.end - line.start <= 60:
            found = _date_in(text, line)
            if found:
                return found
    return None


def _date_in(text: str, line: Line) -> date | None:
    found = _FULL_DATE.search(text, line.start, line.end)
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
        cjk = _CJK_DATE.search(text, line.start, line.end)
        return _from_cjk(cjk) if cjk else None
    except ValueError:
        return None


def _from_cjk(found: re.Match[str]) -> date:
    year = "".join(
        str("〇一二三四五六七八九".index(sign))
        for sign in found[1].replace("○", "〇").replace("零", "〇")
    )
    return date(int(year), int(number_of(found[2])), int(number_of(found[3])))
