"""Codes of periods: 2026, 2026-H1, 2026-Q1, 2026-03, 2026-03-31, and their days."""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from luodi.base.errors import Invalid

FIRST, LAST = 1900, 2200
_CODE = re.compile(
    r"(?P<year>\d{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?"
)
_WRITTEN = re.compile(
    r"(?P<year>\d{4})年?(?:度)?(?:(?P<half>上半年|下半年)|第?(?P<quarter>[一二三四1-4])季度"
    r"|(?P<month>\d{1,2})月份?(?:(?P<day>\d{1,2})[日号])?|年?)?"
)
_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4}


@dataclass(frozen=True, slots=True)
class Period:
    """A period under its one code, with its first and last day."""

    code: str
    begins: date
    ends: date

    @property
    def year(self) -> float:
        """Return the end as a number of years, for measuring."""
        return in_years(self.ends)


@lru_cache(4096)
def in_years(day: date) -> float:
    """Return the end of a day as a number of years, leap years and all."""
    whole = 366 if calendar.isleap(day.year) else 365
    return day.year + day.timetuple().tm_yday / whole


def period(text: str) -> Period:
    """Return the period of a code or of what people write (2026年一季度); refuses anything else."""
    clean = unicodedata.normalize("NFKC", str(text)).strip().upper().replace("/", "-")
    found = _CODE.fullmatch(clean) or _WRITTEN.fullmatch(clean)
    if found is None:
        raise _not_a_period(text)
    parts = found.groupdict()
    try:
        return _period(
            int(parts["year"]),
            _half(parts["half"]),
            _quarter(parts["quarter"]),
            int(parts["month"] or 0),
            int(parts["day"] or 0),
        )
    except ValueError:
        raise _not_a_period(text) from None


def _half(text: str | None) -> int:
    return {"上半年": 1, "下半年": 2}.get(text or "") or int(text or 0)


def _quarter(text: str | None) -> int:
    return _DIGITS.get(text or "") or int(text or 0)


def _period(year: int, half: int, quarter: int, month: int, day: int) -> Period:
    if not FIRST <= year <= LAST:
        raise ValueError
    if day:
        on = date(year, month, day)
        return Period(on.isoformat(), on, on)
    if month:
        return Period(f"{year}-{month:02d}", date(year, month, 1), _end(year, month))
    if quarter:
        return Period(f"{year}-Q{quarter}", *_months(year, 3 * quarter - 2, 3))
    if half:
        return Period(f"{year}-H{half}", *_months(year, 6 * half - 5, 6))
    return Period(str(year), *_months(year, 1, 12))


def _months(year: int, first: int, count: int) -> tuple[date, date]:
    return date(year, first, 1), _end(year, first + count - 1)


def _end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(1)


def year_before(code: str) -> str:
    """Return the code of the same period a year before; of 29 February the 28th."""
    year = f"{int(code[:4]) - 1:04d}{code[4:]}"
    return year if not year.endswith("-02-29") else f"{year[:-2]}28"


def _not_a_period(text: str) -> Invalid:
    return Invalid(
        f"“{text}”不是时期。请写成2026、2026-H1、2026-Q1、2026-03或2026-03-31。",
        f"“{text}” is no period. Write 2026, 2026-H1, 2026-Q1, 2026-03 or 2026-03-31.",
        field="period",
    )
