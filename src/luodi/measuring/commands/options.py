"""The command line of `luodi measure`: which options each measure has, read and checked."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from luodi.measuring.commands.table import decimal, last_day
from luodi.measuring.commands.words import WHATS
from luodi.measuring.plausibility.revisions import WINDOW


@dataclass(frozen=True, slots=True)
class Option:
    """One option: what it takes (`""` for none), its choices, and what it does."""

    flag: str
    takes: str
    zh: str
    en: str
    choices: tuple[str, ...] = ()


_NAME = Option("--name", "COLUMN", "名称所在列", "column of names")
_TIME = Option("--time", "COLUMN", "时间所在列", "column of times")
_VALUE = Option("--value", "COLUMN", "数值所在列", "column of figures")
_TARGET = Option(
    "--target", "NUMBER", "目标值；区间目标的下限", "the target; of a band its lower end"
)
_UPPER = Option("--upper", "NUMBER", "区间目标的上限", "upper end of a band")
_DUE = Option("--due", "DATE", "期限", "when it is due")
_DIRECTION = Option(
    "--direction", "", "up越高越好（默认）、down越低越好、band落在区间内",
    "up (default), down or band",
    ("up", "down", "band"),
)  # fmt: skip
_BETTER = Option(
    "--better", "", "up越高越好（默认）、down越低越好", "up (default) or down", ("up", "down")
)

COMMON = (
    Option("--format", "", "输出格式：table表格（默认）、json", "table (default) or json",
        ("table", "json")),
    Option("--lang", "", "输出语言 zh 或 en（默认取 LUODI_LANG）", "zh or en", ("zh", "en")),
)  # fmt: skip
OPTIONS: dict[str, tuple[Option, ...]] = {
    "trajectory": (
        _TIME, _VALUE, _TARGET, _UPPER, _DUE, _DIRECTION,
        Option("--start", "DATE", "起始日（基期）", "day of the baseline, or first day of a sum"),
        Option("--baseline", "NUMBER", "基期值（默认0）", "the baseline (0)"),
        Option("--shape", "",
            "进度：straight直线（默认）、stepped分步、s先慢后快再慢、quarters按季度",
               "straight (default), stepped, s or quarters", ("straight", "stepped", "s",
                   "quarters")),
        Option("--steps", "LIST", "分步：日期:数值，用逗号隔开", "steps: DATE:NUMBER, with commas"),
        Option("--quarters", "LIST", "各季度的百分比，如15,25,25,35",
            "percent due in each quarter"),
        Option("--cumulative", "", "累计指标：从0累加", "figures add up from nothing"),
        Option("--places", "WHOLE", "计划值的小数位数（4）",
            "decimal places of planned values (4)"),
    ),
    "control": (
        _TIME, _VALUE, Option("--target", "NUMBER", "目标值", "the target"),
        Option("--better", "", "up越高越好（默认）、down越低越好、neutral不论",
               "up (default), down or neutral",
               ("up", "down", "neutral")),
        Option("--keep-outliers", "", "计算界限时不剔除大的跳动",
            "large jumps count for the limits too"),
        Option("--base-points", "WHOLE", "只用前几点计算界限",
            "limits from the first so many points"),
    ),
    "trend": (
        _TIME, _VALUE, _TARGET, _UPPER, _DUE, _DIRECTION,
        Option("--series", "COLUMN", "序列名所在列（多个序列一起回测）",
            "column of series, tested together"),
        Option("--share", "", "数值是比重，按增减量比较",
            "figures are shares: compare differences"),
        Option("--recent", "NUMBER", "SDSN只看最近几年的步伐",
            "pace of the last so many years for SDSN"),
        Option("--level", "NUMBER", "区间的置信水平（0.8）", "level of the intervals (0.8)"),
    ),
    "peers": (
        _NAME, Option("--unit", "NAME", "哪个单位", "which unit"),
        Option("--by", "LIST", "结构变量所在各列，用逗号隔开", "columns of structural variables"),
        Option("--count", "WHOLE", "找几个可比单位（5）", "how many peers (5)"),
        Option("--metric", "", "距离：standardised（默认）、mahalanobis",
            "standardised or mahalanobis",
               ("standardised", "mahalanobis")),
        _VALUE, Option("--error", "COLUMN", "标准误所在列", "column of standard errors"), _BETTER,
        Option("--first", "WHOLE", "目标：前几名", "target: among the first so many"),
        Option("--level", "NUMBER", "区间的置信水平（0.95）", "level of the intervals (0.95)"),
    ),
    "region": (
        _NAME,
        Option("--method", "",
            "quotient区位商（默认）、concentration集中度、shift偏离份额、size首位度、inequality差距",
               "quotient (default), concentration, shift, size or inequality",
               ("quotient", "concentration", "shift", "size", "inequality")),
        Option("--columns", "LIST", "产业所在各列（默认除名称外全部）",
            "columns of industries (all others)"),
        Option("--after", "FILE", "期末的表，用于shift", "the later table, for shift"),
        _VALUE, Option("--group", "COLUMN", "分组所在列，用于inequality", "column of groups"),
        Option("--weight", "COLUMN", "权重（人口）所在列，用于inequality",
            "column of weights (people)"),
    ),
    "plausibility": (
        _NAME, _VALUE, Option("--parts", "LIST", "分项所在各列，其和应等于数值",
            "columns that sum to the value"),
        Option("--in-time", "", "各行按时间先后排列", "rows are periods in order"),
        Option("--cumulative", "", "累计数，不应下降", "cumulative figures, which may not fall"),
        Option("--was", "COLUMN", "修订前数值所在列", "column of the figure before its revision"),
        Option("--on", "COLUMN", "修订日期所在列", "column of the day of the revision"),
        _DUE, Option("--window", "WHOLE", f"期限前后几天算临近（{WINDOW}）",
            f"days that are near ({WINDOW})"),
        Option("--goal", "COLUMN", "目标值所在列", "column of targets"), _BETTER,
        Option("--related", "COLUMN", "相关指标所在列", "column of a related figure"),
    ),
    "hdi": (
        _NAME, Option("--life", "COLUMN", "预期寿命（年）所在列（le）", "years of life (le)"),
        Option("--expected", "COLUMN", "预期受教育年限所在列（eys）", "expected schooling (eys)"),
        Option("--mean", "COLUMN", "平均受教育年限所在列（mys）", "mean schooling (mys)"),
        Option("--income", "COLUMN", "人均国民总收入（2017年购买力平价美元）所在列（gnipc）",
            "income (gnipc)"),
    ),
}  # fmt: skip

_SAID = {
    "usage": ("用法：luodi measure 测算 文件.csv [选项]", "luodi measure WHAT FILE.csv [options]"),
    "about": ("用CSV表测算，不用数据库，不联网。文件名写 - 表示标准输入。",
              "Measures figures of a CSV table; no database, no network. - is standard input."),
    "foot": ("数字有误或不足时退出码为1，用法有误为2。",
        "Exit code 1: figures refused; 2: wrong use."),
    "wrong": ("参数有误：{}。用法见 luodi measure --help", "{}; see luodi measure --help"),
    "number": ("应是数", "should be a number"), "whole": ("应是整数", "should be a whole number"),
    "date": ("日期请写成2026-12-31", "write the date as 2026-12-31"),
    "help": ("显示本说明", "show this help"), "common": ("共同选项", "for all"),
    "unknown": ("没有这种测算：{}", "no such measure: {}"), "need": ("请给出{}", "{} is needed"),
    "file": ("请给出一个CSV文件", "name one CSV file"),
}  # fmt: skip
_ARGPARSE = (
    (r"unrecognized arguments: (.*)", r"没有这个选项 \1"),
    (r"the following arguments are required: .*", "请给出一个CSV文件"),
    (r"argument (\S+): invalid choice: (\S+) \(choose from (.*)\)", r"\1 没有 \2，可选 \3"),
    (r"argument (\S+): expected one argument", r"\1 后面缺少内容"),
    (r"argument (\S+): ", r"\1 "),
    (r"ambiguous option: (\S+) could match (.*)", r"\1 不明确，可能是 \2"),
)


class WrongUse(Exception):
    """The command line cannot be carried out; the message is in the language asked for."""


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for; options that were not given are None or False."""

    what: str
    file: str
    english: bool
    given: argparse.Namespace

    def __getitem__(self, name: str) -> Any:
        return getattr(self.given, name)

    def needed(self, *names: str) -> tuple[Any, ...]:
        """The values of options that this measure cannot do without; WrongUse."""
        for name in names:
            if self[name] is None:
                raise WrongUse(said("need", self.english, f"--{name}"))
        return tuple(self[name] for name in names)


def said(key: str, english: bool, *facts: str) -> str:
    return _SAID[key][english].format(*facts)


def is_english(words: list[str]) -> bool:
    """Whether English was asked for, known before anything is checked."""
    for at, word in enumerate(words):
        if word.startswith("--lang"):
            after = word.partition("=")[2] or (words[at + 1] if at + 1 < len(words) else "")
            return after == "en"
    return os.environ.get("LUODI_LANG", "").lower().startswith("en")


def order(words: list[str]) -> Order:
    """The order in the words of a command line; WrongUse."""
    english = is_english(words)
    if not words or words[0] not in OPTIONS:
        raise WrongUse(said("unknown", english, words[0]) if words else said("file", english))
    parser = _Parser(words[0], english)
    given = parser.parse_args(words[1:])
    return Order(words[0], given.file, english, given)


class _Parser(argparse.ArgumentParser):
    """Of one measure; says what is wrong in the language asked for."""

    def __init__(self, what: str, english: bool) -> None:
        super().__init__("luodi measure", add_help=False, allow_abbrev=False)
        self.english = english
        self.add_argument("file")
        for option in (*OPTIONS[what], *COMMON):
            self._add(option)

    def _add(self, option: Option) -> None:
        if not option.takes and not option.choices:
            self.add_argument(option.flag, action="store_true")
        elif option.choices:
            self.add_argument(option.flag, choices=option.choices)
        else:
            self.add_argument(option.flag, type=_reader(option.takes, self.english))

    def error(self, message: str) -> NoReturn:
        if not self.english:
            for pattern, chinese in _ARGPARSE:
                message = re.sub(pattern, chinese, message)
        raise WrongUse(message)


def _reader(takes: str, english: bool) -> Callable[[str], Any]:
    """How the text of an option becomes its value."""

    def checked(text: str) -> Any:
        value = _READERS.get(takes, str)(text)
        if value is None:
            raise argparse.ArgumentTypeError(said(takes.lower(), english))
        return value

    return checked


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,9}", text) else None


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split("[,，]", text) if part.strip())


_READERS: dict[str, Callable[[str], Any]] = {
    "NUMBER": decimal, "DATE": last_day, "WHOLE": _whole, "LIST": _list,
}  # fmt: skip


def help_text(english: bool) -> str:
    """All measures with their options."""
    lines = [said("usage", english), "", said("about", english)]
    for what, (zh, en) in WHATS.items():
        lines += ["", f"{what}  {en if english else zh}", *map(_line(english), OPTIONS[what])]
    lines += ["", said("common", english), *map(_line(english), COMMON)]
    lines += [f"  {'-h, --help':<24}{said('help', english)}", "", said("foot", english)]
    return "\n".join(lines)


def _line(english: bool) -> Callable[[Option], str]:
    return lambda one: f"  {one.flag + ' ' + one.takes:<24}{one.en if english else one.zh}"
