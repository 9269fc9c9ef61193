"""What a paper is made of: frozen values, words in, no formatting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from struct import unpack
from typing import Literal

from luodi.base.errors import Invalid

Align = Literal["left", "center", "right"]
Level = Literal[1, 2, 3, 4]
PNG_MARK = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of body text; `link` is where its figures come from."""

    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4, numbered 一、（一）1.（1）; `text` runs on beside it."""

    level: Level
    words: str
    text: str = ""
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a table's cell; a line break starts a new paragraph; `link` is its source."""

    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `width` is its share, 0 lets it follow its contents."""

    title: str
    width: float = 0
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A row over the whole width that names the rows below it."""

    text: str


Row = Sequence[Cell | str] | GroupRow


@dataclass(frozen=True, slots=True)
class Table:
    """A table; a landscape one stands on pages of its own, its header row on every page."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    unit: str = ""
    note: str = ""
    landscape: bool = True
    points: float = 12

    def __post_init__(self) -> None:
        for at, row in enumerate(self.rows, start=1):
            if not isinstance(row, GroupRow) and len(row) != len(self.columns):
                raise Invalid(
                    f"第{at}行有{len(row)}格，表头有{len(self.columns)}列。请补齐或删去多余的格。",
                    f"Row {at} has {len(row)} cells, the header {len(self.columns)}. Mend that.",
                    field="rows",
                )


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as PNG, with what it shows in words for those who do not see it; `caption` stands
    below it."""

    png: bytes
    alt: str
    caption: str = ""

    def __post_init__(self) -> None:
        if self.png[:8] != PNG_MARK or len(self.png) < 24:
            raise Invalid("图不是 PNG 格式。", "The picture is no PNG.", field="png")

    @property
    def steepness(self) -> float:
        """Return height by width."""
        width, height = unpack(">II", self.png[16:24])
        return float(height / width)


@dataclass(frozen=True, slots=True)
class Pictures:
    """Up to two pictures side by side; a single one takes the whole width."""

    pictures: tuple[Picture, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.pictures) <= 2:
            raise Invalid(
                "一行放一幅或两幅图。", "A row has one or two pictures.", field="pictures"
            )


Block = Text | Heading | Table | Pictures


@dataclass(frozen=True, slots=True)
class Signature:
    """Who issues the paper and when; `sealed` keeps room for the stamp over both lines."""

    unit: str
    day: date
    sealed: bool = True


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment, named below the text; printed on a page of its own when it has a body."""

    title: str
    body: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """An official paper in the layout of GB/T 9704-2012; what is left empty is left out.

    `title` may hold line breaks, else its lines are broken between words. `signers` are printed
    with the number, as papers to superiors have it. `contact` is 承办人及电话. `copies` 抄送.
    """

    title: str
    body: tuple[Block, ...]
    issuer: str = ""
    number: str = ""
    copy_number: str = ""
    urgency: str = ""
    signers: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    signature: Signature | None = None
    contact: str = ""
    copies: tuple[str, ...] = ()
    printer: str = ""
    printed: date | None = None

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise Invalid("公文须有标题。", "A paper needs a title.", field="title")


@dataclass(frozen=True, slots=True)
class BriefRow:
    """One of the vital few: the matter, its measure, its deadline, who leads."""

    matter: str
    measure: str
    deadline: str
    lead: str


@dataclass(frozen=True, slots=True)
class Brief:
    """A one-page 呈阅件: what is asked, the vital few, what is asked of whom, room for 批示."""

    title: str
    unit: str
    day: date
    gist: tuple[str, ...]
    vital: tuple[BriefRow, ...]
    asks: tuple[str, ...]
    number: str = ""
    to: str = ""
    contact: str = ""


Value = str | int | Decimal | date | datetime | bool | None


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a sheet; `choices` are offered in the cell, `strict` refuses anything else."""

    title: str
    choices: tuple[str, ...] = ()
    strict: bool = True
    width: float = 0
    align: Align = "left"
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A value that leads to where it comes from."""

    value: Value
    target: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook; `spare` rows below the last one also offer the choices."""

    name: str
    fields: tuple[Field, ...]
    rows: tuple[Sequence[Value | Link], ...]
    title: str = ""
    spare: int = 200


@dataclass(frozen=True, slots=True)
class Fault:
    """A departure from the layout: its code, where it is, and a sentence in both languages."""

    code: str
    where: str
    zh: str
    en: str


def chinese_date(day: date) -> str:
    """Return a date as papers write it: Arabic figures without leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def paper_number(mark: str, year: int, serial: int) -> str:
    """Return a number 文号 such as 望政督〔2026〕3号; refuses no mark and a serial below 1."""
    if not mark.strip() or serial < 1:
        raise Invalid(
            "文号要有机关代字，顺序号从1起。",
            "A number needs the body's mark, and a serial from 1.",
            field="number",
        )
    return f"{mark.strip()}〔{year:04d}〕{serial}号"
