"""The shipped census figures: which indicators they are of, and the rows as the source has them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import as_file, files

from luodi.places.codes import is_total, short_code, tidy

from .vocabularies import Direction, Formula, Frequency

SOURCE = "全国人口普查分县资料（2010年、2020年），据 leiii/census（0ba0f1e）整理"
LICENCE = "MIT, (c) 2022 Lei Dong"
RULE = "《统计上划分城乡的规定》（国函〔2008〕60号）"
SETTLED_BY = "国家统计局：全国人口普查资料的指标解释"
DAYS = {"2010": "2010-11-01", "2020": "2020-11-01"}
CENSUSES = {"2010": "第六次全国人口普查", "2020": "第七次全国人口普查"}
# Other names of the same places under the same codes, which their own year's table writes.
FORMER_NAMES = {"4206": "襄樊市", "420607": "襄阳区"}


@dataclass(frozen=True, slots=True)
class Definition:
    """An indicator of the data set: of a column of the file, or computed from two others."""

    code: str
    name: str
    unit: str
    definition: str
    column: str = ""
    part: str = ""
    whole: str = ""
    formula: str = Formula.NONE
    direction: str = Direction.UP
    frequency: str = Frequency.OTHER


DEFINITIONS = (
    Definition(
        "census.population", "常住人口（普查）", "人",
        "普查标准时点（11月1日零时）的常住人口。", "population",
    ),
    Definition(
        "census.urban", "城镇人口（普查）", "人",
        f"居住在城区和镇区的常住人口，城乡划分依照{RULE}。各镇的镇区均计入。", "urban",
    ),
    Definition(
        "census.city_proper", "城区人口（普查）", "人",
        f"居住在城区的常住人口，城乡划分依照{RULE}。不含镇区；仅市和市辖区有此项。", "city_proper",
    ),
    Definition(
        "census.households", "家庭户（普查）", "户", "普查标准时点的家庭户数。", "households"
    ),
    Definition(
        "census.aged", "65岁及以上人口占比（普查）", "%", "65岁及以上人口占常住人口的比重。",
        "aged", direction=Direction.DOWN,
    ),
    Definition(
        "census.schooling", "平均受教育年限（普查）", "年",
        "普查资料所载的平均受教育年限合计数。", "schooling",
    ),
    Definition(
        "census.urban_share", "城镇化率（普查）", "%", "城镇人口占常住人口的比重，按普查数计算。",
        part="census.urban", whole="census.population", formula=Formula.SHARE,
    ),
    Definition(
        "census.city_proper_share", "城区人口占比（普查）", "%",
        "城区人口占常住人口的比重，按普查数计算。",
        part="census.city_proper", whole="census.population", formula=Formula.SHARE,
    ),
)  # fmt: skip
COLUMNS = {one.column: one.code for one in DEFINITIONS if one.column}


@dataclass(frozen=True, slots=True)
class CensusRow:
    """A row as the source has it; `place` is its code in our divisions, empty without one."""

    number: int
    year: str
    code: str
    name: str
    figures: dict[str, Decimal]

    @property
    def place(self) -> str:
        """Return the code without the zeros of its level."""
        return short_code(self.code)

    @property
    def is_nameless_total(self) -> bool:
        """Return whether the row is a sum of others that bears no code of a place."""
        return not self.place and is_total(self.name)

    def is_of(self, name: str) -> bool:
        """Return whether the place that bears the code today is the one the row names: the same
        name, another last sign (县 became 市 or 区), or a name that it had in that year."""
        said = tidy(self.name)
        return said in (name, FORMER_NAMES.get(self.place)) or _stem(said) == _stem(name)


def _stem(name: str) -> str:
    return name[:-1] if len(name) > 2 and name[-1] in "县市区" else name


@lru_cache(1)
def census_rows() -> tuple[CensusRow, ...]:
    """Return all rows of the shipped file, in its order."""
    path = files("luodi.indicators") / "data" / "census.csv"
    with as_file(path) as real, real.open(encoding="utf-8", newline="") as file:
        return tuple(
            CensusRow(
                number, row["year"], row["code"], row["name"],
                {name: Decimal(row[name]) for name in COLUMNS if row[name]},
            )
            for number, row in enumerate(csv.DictReader(file), start=2)
        )  # fmt: skip
