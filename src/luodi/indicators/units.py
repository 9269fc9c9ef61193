"""Units of measure as factor and base: 万人 is 10,000 人, 亿元 is 100,000,000 元."""

from __future__ import annotations

from dataclasses import dataclass

from luodi.base.errors import Invalid

from .vocabularies import Formula

FACTORS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
# Units whose first sign is no factor.
_WHOLE = frozenset({"千瓦", "千瓦时", "千克", "千米", "百分点"})
PERCENT = frozenset({"%", "％", "百分点"})
COUNTS = frozenset(
    [
        "人",
        "户",
        "个",
        "家",
        "所",
        "件",
        "项",
        "次",
        "座",
        "条",
        "辆",
        "张",
        "名",
        "处",
        "台",
        "套",
        "例",
        "宗",
        "起",
        "栋",
        "间",
        "亩",
    ]
)


@dataclass(frozen=True, slots=True)
class Scaled:
    """A unit taken apart."""

    factor: int
    base: str


def taken_apart(unit: str) -> Scaled:
    """Return the factor before a unit and the unit itself; 万亩 is 10,000 亩, 千米 stays."""
    factor, base = 1, unit.strip()
    while len(base) > 1 and base not in _WHOLE and base[0] in FACTORS:
        factor, base = factor * FACTORS[base[0]], base[1:]
    return Scaled(factor, base)


def is_percent(unit: str) -> bool:
    """Return whether figures in the unit are percentages."""
    return unit.strip() in PERCENT


def is_count(unit: str) -> bool:
    """Return whether figures in the unit are counts, which are never negative."""
    return taken_apart(unit).base in COUNTS


def resulting_unit(formula: str, part: str, whole: str) -> str:
    """Return the unit of a computed figure; refuses units that do not go together."""
    if formula == Formula.SHARE:
        if taken_apart(part).base != taken_apart(whole).base or is_percent(part):
            raise _apart(part, whole)
        return "%"
    if formula == Formula.PER_HEAD:
        if taken_apart(whole).base != "人":
            raise Invalid(
                f"人均指标的分母须以人计，现为“{whole}”。",
                f"The denominator of a figure per head counts people, not “{whole}”.",
                field="whole",
            )
        return f"{taken_apart(part).base}/人"
    return "%" if formula == Formula.GROWTH else "基期=100"


def scale_of(formula: str, part: str, whole: str) -> tuple[int, int]:
    """Return by how much numerator and denominator are scaled before they are divided."""
    return taken_apart(part).factor, taken_apart(whole).factor


def _apart(part: str, whole: str) -> Invalid:
    return Invalid(
        f"分子以“{part}”计，分母以“{whole}”计，不能相除求占比。",
        f"A share of “{whole}” cannot be counted in “{part}”.",
        field="whole",
    )
