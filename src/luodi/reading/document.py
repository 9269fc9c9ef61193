"""Walks a document line by line: headings, paragraphs, lists, brackets, problems."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from luodi.reading.assigned import REASON as ASSIGNED
from luodi.reading.assigned import finding_of, main_clause
from luodi.reading.clauses import Sentence, split
from luodi.reading.deadlines import find_deadlines
from luodi.reading.decide import is_past_paragraph, looks_back
from luodi.reading.found import Context, Found, Gathered, Looked, OwnerFound, Setting
from luodi.reading.gazetteer import find_places
from luodi.reading.kind_weights import settle_kinds
from luodi.reading.lines import Line, opens_point
from luodi.reading.owners import Bracket, is_unit
from luodi.reading.problems import Problem, announces, find_problems, opens_problems
from luodi.reading.second_look import SecondLook
from luodi.reading.sections import gives_conditions
from luodi.reading.sentences import read_sentence
from luodi.reading.types import Section
from luodi.reading.weighing import Around

_SHORT_TOPIC = 16
_IMPRINT = 40  # what may still stand on the line behind the bracket that closes the last item
_ROSTER = re.compile(
    r"(?:组\s*长|成\s*员|主\s*任|召集人|总指挥|委\s*员|联络员)[：:]\s*[\u4e00-\u9fff]{1,4}"
)
_LISTS = re.compile(
    r"(?:条件|情形|材料|资料|要件|范围|对象|人员|行为|情况|如下标准|内容|类型|方式)(?:之一)?(?:的|如下|包括)?[^，。；：]{0,12}：$|"
    r"(?:下列|以下)[^，。；：]{0,16}(?:条件|情形|材料|资料|行为|人员|费用|对象|情况|机构|范围)[^。：]{0,20}：$|"
    r"(?:下列|以下)[^，。；：]{0,16}(?:事项|情形|情况|行为)之一的?，[^。：]{0,80}：$"
)


# A document that praises what others have done lists it by place.
_PRAISES = re.compile(r"典型经验做法|典型案例|予以(?:通报)?表扬|通报表扬")
_HEAD, _PLACE_WITHIN = 400, 12
_SECTION_LEVELS = frozenset({3, 4})
_ANNOUNCES_DUTIES = re.compile(r"(?:职责|任务|工作|事项|义务)(?:是|如下|包括|为)?：$")
_CHARGES = re.compile(
    r"[ 　]*(?P<body>[^，。；：的]{2,24}?)"
    r"(?:的?(?:主要|具体|工作)*职责|[依按根]|主要|具体|应|要|须|承担|履行|负责|在)"
    r"[^。；]*?(?:职责|任务|工作|事项|义务)(?:是|如下|包括|为)?：$"
)


@dataclass(frozen=True, slots=True)
class _Charge:
    """The body whose duties the numbered lines of a level list: 管委会履行下列职责：."""

    level: int
    subject: tuple[int, int] | None


_NOBODY = _Charge(0, None)


class DocumentWalk:
    """Walks the lines of a document with the section each stands in."""

    def __init__(
        self, context: Context, lines: tuple[Line, ...], sections: tuple[Section, ...]
    ) -> None:
        self.context = context
        self.lines = lines
        self.sections = sections
        self.starts = [section.start for section in sections]
        self.sentences = split(context.text)
        self.sentence_starts = [sentence.pieces[0].start for sentence in self.sentences]
        self.conditions: dict[int, bool] = {}
        self.announced = False
        self.out = Gathered()
        self.second_look = SecondLook(context)
        self.item_from = 0
        self.listing = 0
        self.charge = _NOBODY
        self.praises = _PRAISES.search(context.text, 0, _HEAD) is not None

    def _names_place(self, line: Line) -> bool:
        """Whether a numbered line begins with the place whose practice it tells of."""
        near = self.context.text[line.number_end : line.number_end + _PLACE_WITHIN]
        return any(place.start == 0 for place in find_places(near))

    def read(self) -> Gathered:
        for place, line in enumerate(self.lines):
            if line.is_heading and not self._is_leaf(place):
                self.out.looked.append(Looked(line.start, line.end, "heading"))
                self.announced = False
                self.item_from = len(self.out.found)
            else:
                self._read_line(line)
        if self.second_look.keep is None:
            settle_kinds(self.context.text, self.out.found, self.context.kind)
        return self.out

    def _is_leaf(self, place: int) -> bool:
        """A numbered line in a list of such lines, with nothing under it."""
        line = self.lines[place]
        closed = self.context.text[line.end - 1] in "。；"
        if line.level < (3 if closed else 4):
            return False
        if place + 1 >= len(self.lines):
            return closed
        following = self.lines[place + 1]
        if closed:
            article = following.level == 0 and following.number_end > following.start
            article = article and self.context.text.startswith("第", following.start)
            return article or following.level in range(1, line.level + 1)
        return (
            following.level in {line.level, *range(1, line.level)}
            and following.is_heading
            and following.level > 0
        )

    def _section(self, at: int) -> Section | None:
        place = bisect_right(self.starts, at) - 1
        return self.sections[place] if place >= 0 else None

    def _read_line(self, line: Line) -> None:
        text = self.context.text
        if _is_furniture(text, line):
            self.out.looked.append(Looked(line.start, line.end, "furniture"))
            return
        sentences = self._sentences(line)
        if line.level == 0 or line.level < self.charge.level:
            self.charge = _NOBODY
        setting = self._setting(line)
        opens = line.level in _SECTION_LEVELS and len(sentences) > 2
        subject = self.charge.subject
        for place, sentence in enumerate(sentences):
            here = setting
            if self._may_be_topic(place, sentences):
                here = replace(setting, topic_first=True, titled=opens and place == 0)
            subject = read_sentence(self.context, sentence, here, subject, self.out)
            subject = self.charge.subject or subject
        self.second_look.settle(self.out, self._around(line, setting))
        self._problems(line, sentences, setting.role)
        self._bind(line)
        self._announce_list(line)
        if text[line.end - 1] == "：":
            self._charge(line, subject)

    def _around(self, line: Line, setting: Setting) -> Around:
        section = self._section(line.start)
        return Around(self.context.kind, setting.role, section.path if section else ())

    def _charge(self, line: Line, subject: tuple[int, int] | None) -> None:
        """A line that names a body and announces its duties: the lines after it are its own."""
        named = _CHARGES.match(self.context.text, line.number_end, line.end)
        if named and is_unit(named["body"]):
            subject = named.span("body")
        elif not (subject and _ANNOUNCES_DUTIES.search(self.context.text, line.start, line.end)):
            return
        self.charge = _Charge(line.level + 1, subject)

    def _setting(self, line: Line) -> Setting:
        text, section = self.context.text, self._section(line.start)
        role = section.role if section else "unknown"
        told = self.context.kind in {"report", "speech", "unknown", "letter"}
        past = role == "unknown" and is_past_paragraph(text, line.start, line.end, counted=told)
        past = past or (role == "plan" and told and looks_back(text, line.start, line.end))
        past = past or (self.praises and line.level == 5 and self._names_place(line))
        ends_list = line.level == 0 or line.level < self.listing
        if ends_list:
            self.listing = 0
        titled = section is not None and self._gives_conditions(section)
        names = text.find("：", line.start, line.end) >= 0
        roster = names and _ROSTER.search(text, line.start, line.end) is not None
        listing = self.listing > 0 or titled
        charged = self.charge.level > 0
        return Setting(
            role, past, topic_first=False, listing=listing, charged=charged, roster=roster
        )

    def _gives_conditions(self, section: Section) -> bool:
        if section.start not in self.conditions:
            self.conditions[section.start] = gives_conditions(section.path)
        return self.conditions[section.start]

    def _announce_list(self, line: Line) -> None:
        """A line that announces conditions or papers: the numbered lines after it are no deeds."""
        announces = self.context.text[line.end - 1] == "："
        if announces and _LISTS.search(self.context.text, line.start, line.end):
            self.listing = line.level + 1 if line.level else 1

    def _may_be_topic(self, place: int, sentences: tuple[Sentence, ...]) -> bool:
        """The first sentence of a paragraph, or 一是…。, when others can spell it out."""
        text = self.context.text
        start = sentences[place].pieces[0].start
        if self.context.kind in {"rule", "letter"} and sentences[place].end - start > _SHORT_TOPIC:
            return False
        if place == 0:
            return any(not text.startswith("（", item.start) for item in sentences[1:])
        return place + 1 < len(sentences) and opens_point(text, start)

    def _sentences(self, line: Line) -> tuple[Sentence, ...]:
        low = bisect_left(self.sentence_starts, line.start)
        high = bisect_left(self.sentence_starts, line.end)
        return self.sentences[low:high]

    def _problems(self, line: Line, sentences: tuple[Sentence, ...], role: str) -> None:
        text = self.context.text
        if role in {"plan", "guarantee"} and not opens_problems(text, line.start, line.end):
            return
        if not (self.announced or opens_problems(text, line.start, line.end)):
            return
        found = list(find_problems(text, sentences, announced=self.announced))
        self.announced = bool(self.announced and found) or text[line.end - 1] == "："
        if not found:
            self.announced = self.announced or announces(text, line.start, line.end)
            return
        low = line.start
        self.out.found = [
            item for item in self.out.found if item.start < low or not _inside(item, found)
        ]
        self.out.looked = [
            Looked(item.start, item.end, "problem")
            if item.start >= low and _inside(item, found)
            else item
            for item in self.out.looked
        ]
        for item in found:
            self.out.found.append(
                Found(
                    item.start,
                    item.end,
                    "problem",
                    "problem",
                    0.7,
                    cause=item.cause,
                    body=item.body,
                )
            )

    def _bind(self, line: Line) -> None:
        """Responsibility brackets bind what they close: the item before them on the line."""
        low = line.start
        for bracket in _within(self.context.brackets, line.start, line.end):
            owners = tuple(
                OwnerFound(owner.start, owner.end, owner.role, "bracket")
                for owner in bracket.owners
            )
            whens = find_deadlines(
                self.context.text, bracket.start, bracket.end, today=self.context.today
            )
            when = next((when for when in whens if when.by), None)
            alone = bracket.start <= line.number_end + 1 and bracket.end >= line.end - _IMPRINT
            since = (
                self.out.found[self.item_from].start
                if alone and self.item_from < len(self.out.found)
                else low
            )
            if owners:
                self._take_one(since if alone else low, bracket.start)
            self.out.bind(since, owners, when)
            low = bracket.end
            self.item_from = len(self.out.found)

    def _take_one(self, low: int, high: int) -> None:
        """Of an item that closes with who is responsible, one clause where none was taken."""
        if any(low <= item.start < high for item in self.out.found):
            return
        place = main_clause(self.out.looked, low, high)
        if place is not None:
            clause = self.out.looked[place]
            self.out.looked[place] = Looked(clause.start, clause.end, ASSIGNED)
            self.out.found.append(finding_of(self.context, clause))


def _inside(item: Found | Looked, problems: list[Problem]) -> bool:
    return any(problem.start <= item.start < problem.end for problem in problems)


def _within(brackets: tuple[Bracket, ...], start: int, end: int) -> Iterator[Bracket]:
    low = bisect_left(brackets, start, key=lambda bracket: bracket.start)
    for bracket in brackets[low:]:
        if bracket.start >= end:
            return
        yield bracket


_SALUTATION = (
    "各位代表",
    "同志们",
    "尊敬的",
    "各县",
    "各市",
    "各省",
    "各区",
    "各旗",
    "各乡镇",
    "各有关",
    "附件",
    "附：",
    "抄送",
    "来源",
    "责任编辑",
    "（此件",
    "(此件",
    "发布时间",
    "发表时间",
    "时间：",
    "信息来源",
    "索引号",
    "文号",
    "**",
)


_TITLE = re.compile(
    r"[^。，；]{0,60}(?:关于|印发|转发)[^。；]{2,120}的?(?:通知|复函|函|批复|意见|公告|通告|决定|答复|报告|请示)(?:（[^）]{1,30}）)?"
)


_ORDERS = re.compile("应当?|必须|须|要|负责|可以|下列|以下")


def _is_furniture(text: str, line: Line) -> bool:
    words = text[line.start : line.end]
    if line.level == 0 and _TITLE.fullmatch(words):
        return True
    if words.startswith(_SALUTATION) and len(words) < 120 and "。" not in words:
        return True
    return (
        len(words) < 60
        and words.endswith("：")
        and ("人民政府" in words or "部门" in words or "单位" in words)
        and _ORDERS.search(words) is None
    )
