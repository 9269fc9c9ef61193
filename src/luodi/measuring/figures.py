"""Figures checked once, at the door: finite, long enough, equally many; and the value "not
assessable".
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from luodi.measuring.errors import NotFinite, OutOfRange, TooFew, Uneven

Floats = NDArray[np.float64]
Figures = Sequence[float] | Floats
Direction = Literal["up", "down", "band"]

_LEAST = 1e-60

# What columns of figures are called in English messages.
_ENGLISH = {
    "序列": "the series", "时间": "the times", "数值": "the figures", "目标": "the target",
    "结构变量": "the structural variables", "名称": "the names", "标准误": "the standard errors",
    "各项": "the parts", "权重": "the weights", "数值与目标界": "the value and its goalposts",
    "取对数的数": "figures with a logarithm", "地区与产业表": "the table of places and industries",
    "期初表": "the table at the start", "期末表": "the table at the end", "规模": "the sizes",
    "纬度": "the latitudes", "经度": "the longitudes", "距离": "the distances",
    "吸引力": "the attractions", "非零数值": "the figures other than zero", "行": "the rows",
    "期": "the periods", "累计数": "the cumulative figures", "起点": "the marks of a new sum",
    "分项": "the parts", "合计": "the wholes", "单位": "the units",
    "报送值": "the reported figures",
    "相关值": "the related figures", "分组": "the groups",
}  # fmt: skip

# Reasons for which a judgement is refused, each with its words.
REASONS = {
    "too_few": ("数据点不足，无法评估", "too few points to assess"),
    "no_variation": (
        "各期变化完全相同，看不出波动，无法评估",
        "all changes are equal; there is no noise to judge by",
    ),
    "no_error_known": ("误差未知，不给出排名区间", "the error is not known; no interval of ranks"),
    "nearest_is_far": ("最近的单位也相差甚远，没有可比对象", "the nearest unit is far; no peers"),
    "past_due": ("期限已到，没有可预测的", "the date has come; nothing is left to forecast"),
    "no_distance": ("基期已达目标，无所需进度", "met at the start; no pace is needed"),
    "too_narrow": (
        "数值跨度不足三个数量级，不做数字检验",
        "the range is below three orders of magnitude; digits are not tested",
    ),
    "no_growth_rate": ("无法计算增长率", "a growth rate cannot be computed"),
}
Reason = Literal[
    "too_few", "no_variation", "no_error_known", "nearest_is_far", "past_due", "no_distance",
    "too_narrow", "no_growth_rate",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class NotAssessable:
    """A judgement that is not made, and why; `points` of `needed` where points are too few."""

    reason: Reason
    points: int = 0
    needed: int = 0

    @property
    def message_zh(self) -> str:
        return REASONS[self.reason][0] + self._counted("（{}个，至少需要{}个）")

    @property
    def message_en(self) -> str:
        return REASONS[self.reason][1] + self._counted(" ({}, at least {} are needed)")

    def _counted(self, words: str) -> str:
        return words.format(self.points, self.needed) if self.needed else ""


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with the two ends of its interval at a level of confidence."""

    value: float
    low: float
    high: float
    level: float


def in_english(name: str) -> str:
    """What a column is called in an English message; k, n and words of a file stay as they are."""
    return _ENGLISH.get(name, name)


def vector(values: Figures, name: str, least: int = 1) -> Floats:
    """The figures as floats, shape (n,).

    Raises NotFinite for one that is missing or infinite, OutOfRange for one beyond 1e60 or (but
    for 0) below 1e-60, TooFew for less than `least`.
    """
    found = np.asarray(values, dtype=np.float64)
    if found.ndim != 1:
        raise Uneven(f"{name}应是一列数", f"{in_english(name)} should be one column of figures")
    if len(found) < least:
        raise TooFew(
            f"{name}只有{len(found)}个数，至少需要{least}个",
            f"{len(found)} in {in_english(name)}; at least {least} are needed",
        )
    bad = np.flatnonzero(~np.isfinite(found))
    if len(bad):
        raise NotFinite(
            f"{name}第{bad[0] + 1}个不是有效的数",
            f"figure {bad[0] + 1} of {in_english(name)} is not a number",
        )
    return _of_this_world(found, name)


def matrix(values: Sequence[Figures] | Floats, name: str, least: int = 1) -> Floats:
    """The figures as floats, shape (rows, columns); raises as `vector` does, Uneven for ragged
    rows.
    """
    if len({len(row) for row in values}) > 1:
        raise Uneven(
            f"{name}各行的列数不同", f"the rows of {in_english(name)} are not equally long"
        )
    found = np.asarray(values, dtype=np.float64)
    if found.ndim != 2 or found.shape[1] == 0 or len(found) < least:
        raise TooFew(
            f"{name}至少需要{least}行、1列",
            f"at least {least} rows and one column are needed in {in_english(name)}",
        )
    bad = np.argwhere(~np.isfinite(found))
    if len(bad):
        row, column = bad[0] + 1
        raise NotFinite(
            f"{name}第{row}行第{column}列不是有效的数",
            f"row {row}, column {column} of {in_english(name)} is not a number",
        )
    return _of_this_world(found, name)


def _of_this_world(found: Floats, name: str) -> Floats:
    """The same figures; OutOfRange for one so large or small that its square cannot be told any
    more.
    """
    sizes = np.abs(found)
    bad = (sizes > 1 / _LEAST) | ((sizes < _LEAST) & (sizes > 0))
    if bad.any():
        value = f"{found[bad][0]:g}"
        raise OutOfRange(
            f"{name}中的{value}超出可测算的范围", f"{value} in {in_english(name)} is beyond measure"
        )
    return found


def even(*given: tuple[str, Sequence[Any] | NDArray[Any]]) -> None:
    """Refuse with Uneven columns that are not equally long."""
    (first, values), *others = given
    for name, other in others:
        if len(other) != len(values):
            raise Uneven(
                f"{first}有{len(values)}个，{name}有{len(other)}个，应当一样多",
                f"{len(values)} in {in_english(first)}, {len(other)} in {in_english(name)}; "
                "they should be equally many",
            )


def not_negative(values: Floats, name: str) -> Floats:
    """The same figures; OutOfRange for a negative one."""
    bad = np.flatnonzero(values.ravel() < 0)
    if len(bad):
        raise OutOfRange(f"{name}不能为负数", f"{in_english(name)} must not be negative")
    return values


def positive(values: Floats, name: str) -> Floats:
    """The same figures; OutOfRange for one that is zero or negative."""
    if bool((values <= 0).any()):
        raise OutOfRange(f"{name}须大于零", f"{in_english(name)} must be above zero")
    return values


def frozen(found: Floats) -> Floats:
    """The same array, which nobody can write into any more."""
    found.setflags(write=False)
    return found


def level_checked(level: float) -> float:
    """The level of confidence; OutOfRange unless strictly between 0 and 1."""
    if not (math.isfinite(level) and 0 < level < 1):
        raise OutOfRange("置信水平须在0与1之间", "the level of confidence lies between 0 and 1")
    return level
