"""What a document says of itself: title, issuer, number, date, kind, and its sections."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
_ASCII_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
# From when a rule holds, till when it does, since when somebody counts: no day of issue.
_OTHER_DAY_BEFORE = re.compile(
    r"(?:[自从至到]|[\d日][—～-]|截[至止]|有效期|"
    r"(?:施行|实施|执行|生效|起算|截止|终止|废止)(?:日期|时间)?)[为：: ]*$"
)
_OTHER_DAY_AFTER = re.compile(
    r"日?\s*(?:（[^）]{1,6}）)?(?:[之以]?[起前后]|以来|[至到止—～-]|施行|实施|执行|生效|废止|开始|截止|出生)"
)
_DAY_IN_SENTENCE = re.compile(r"(?<!印发)[。；]$")
_IMPRINT = re.compile(r"(?:政府|办公[厅室]|委员会|委|厅|局|部|院|室)\s*$")
_IMPRINT_END = re.compile(r"日?\s*(?:印发)?\s*(?:（[^（）]{2,20}）)?。?$")
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
_REPORT_TITLE = re.compile(
    r"(?:(?:19|20)\d\d年)?(?P<body>国务院|(?![我本全])[\u4e00-\u9fff]{1,20}?[省市县区旗州盟镇乡])"
    r"(?:(?:19|20)\d\d年)?(?:人民)?政府工作报告(?:[（(—].*)?"
)
_CONGRESS = re.compile(
    r"在(?P<body>[\u4e00-\u9fff]{1,20}[省市县区旗州盟镇乡])?第?[一二三四五六七八九十百\d]{1,4}届(?P<nation>全国)?"
    r"(?:人民代表大会|人大)"
)
_HEAD_OF_GOVERNMENT = re.compile(
    r"^((?!自治[区州县]人民)[\u4e00-\u9fff]{2,20}人民政府)(?:代理?)?(?:[省市县区州旗盟镇乡]长|主席)",
    re.MULTILINE,
)
_CONGRESS_WITHIN = 600
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
_IMPRINT_WITHIN = 80  # characters at the end of a line


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
    if _WORK_REPORT.search(title) and (body := _reporting(title, text)):
        return body
    for line in (*lines[:_HEAD_LINES], *reversed(lines[-12:])):
        words = text[line.start : line.end]
        if _ISSUER_LINE.match(words):
            return words
    return ""


def _reporting(title: str, text: str) -> str:
    """Who gives a work report: the government of the congress it is given to, or of its title."""
    congress = _CONGRESS.search(text, 0, _CONGRESS_WITHIN)
    if congress and congress["nation"]:
        return "国务院"
    told = congress if congress and congress["body"] else None
    told = told or _REPORT_TITLE.fullmatch(title.translate(_ASCII_DIGITS))
    if told:
        return "国务院" if told["body"] == "国务院" else f"{told['body']}人民政府"
    signed = _HEAD_OF_GOVERNMENT.search(text, 0, _CONGRESS_WITHIN)
    return signed[1] if signed else ""


def _date(text: str, lines: tuple[Line, ...]) -> date | None:
    """A date that stands alone on a line counts most, then one in the head or at the end, then one
    behind the name of a body at the very end of a line; never a day from or till which it holds."""
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
    return next(filter(None, (_imprint(text[line.start : line.end]) for line in tail)), None)


def _date_in(text: str, line: Line) -> date | None:
    words = text[line.start : line.end].translate(_ASCII_DIGITS)
    if _DAY_IN_SENTENCE.search(words):
        return None
    return next(filter(None, (_day(words, found) for found in _dates(words))), None)


def _imprint(words: str) -> date | None:
    """The day behind the name of a body with which a line ends: ……办公厅2026年4月17日印发."""
    words = words[-_IMPRINT_WITHIN:].translate(_ASCII_DIGITS)
    for found in _dates(words):
        if _IMPRINT.search(words[: found.start()]) and _IMPRINT_END.match(words, found.end()):
            return _day(words, found)
    return None


def _dates(words: str) -> Iterator[re.Match[str]]:
    yield from _FULL_DATE.finditer(words)
    yield from _CJK_DATE.finditer(words)


def _day(words: str, found: re.Match[str]) -> date | None:
    if _OTHER_DAY_BEFORE.search(words[: found.start()]):
        return None
    if _OTHER_DAY_AFTER.match(words, found.end()):
        return None
    try:
        if found.re is _CJK_DATE:
            return _from_cjk(found)
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _from_cjk(found: re.Match[str]) -> date:
    year = "".join(
        str("〇一二三四五六七八九".index(sign))
        for sign in found[1].replace("○", "〇").replace("零", "〇")
    )
    return date(int(year), int(number_of(found[2])), int(number_of(found[3])))
