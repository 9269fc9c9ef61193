"""What a profile says in words: its rows, and findings as sentences to copy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .queries.profile import Profile, ProfileRow
from .queries.standing import NotRanked, Standing
from .vocabularies import ROLES, IndicatorState
from .wording import (
    listed,
    period_words,
    rank_words,
    rate_words,
    sentences,
    signed,
    steps_words,
    value_words,
)
from .words import joined

NAMED = 3  # so many indicators are named in a sentence


@dataclass(frozen=True, slots=True)
class RowWords:
    """A row of a profile as words; `low`, `at` and `high` are its percentile, for a strip."""

    uuid: str
    name: str
    variant: str
    unit: str
    unsettled: str
    state_role: str
    period: str
    value: str
    rank: str
    interval: str
    why_no_rank: str
    median: str
    distance: str
    change: str
    since: str
    steps: str
    official: str
    low: int = 0
    at: int = 0
    high: int = 0


def row_words(row: ProfileRow) -> RowWords:
    """Return a row as words."""
    one, point = row.indicator, row.point
    stood = row.stood
    return RowWords(
        uuid=str(one.uuid),
        name=one.name,
        variant=one.variant,
        unit=one.unit,
        unsettled=str(IndicatorState(one.state).label) if one.state == "unsettled" else "",
        state_role=ROLES[one.state],
        period=period_words(point.period, cumulative=one.cumulative),
        value=figure_words(row),
        rank=rank_words(stood.rank, stood.of) if stood else "",
        interval=_interval(stood) if stood else "",
        why_no_rank="" if stood else _why(row),
        median=value_words(stood.median, one.unit, computed=True) if stood else "",
        distance=signed(stood.distance, one.unit, computed=True) if stood else "",
        change=change_words(row),
        since=period_words(row.moved.since, cumulative=one.cumulative) if row.moved else "",
        steps=steps_words(stood.up) if stood and stood.up is not None else "",
        official=official_words(row),
        low=round(stood.percentile_low) if stood else 0,
        at=round(stood.percentile) if stood else 0,
        high=round(stood.percentile_high) if stood else 0,
    )


def _interval(stood: Standing) -> str:
    if stood.best == stood.worst:
        return str(stood.best)
    return f"{stood.best}–{stood.worst}"


def figure_words(row: ProfileRow) -> str:
    """Return the newest figure: a value with its unit, or an official rank out of so many."""
    if row.is_official_rank:
        return rank_words(row.point.value, row.point.n)
    return value_words(row.point.value, row.indicator.unit, computed=not row.point.uuid)


def _why(row: ProfileRow) -> str:
    found = row.standing
    if row.is_official_rank:
        return _("an official rank by itself")
    if not isinstance(found, NotRanked):
        return _("no rank yet")
    if found.why == "band":
        return _("best within a range, so no rank")
    return _("only %(of)s of %(declared)s peers have this figure") % {
        "of": found.of,
        "declared": found.declared,
    }


def change_words(row: ProfileRow) -> str:
    """Return the change since the period before: the growth that a bulletin gave, else that of the
    values, or the difference of shares."""
    if row.official_growth is not None:
        return rate_words(row.official_growth.value)
    if row.moved is None:
        return ""
    if row.is_official_rank:
        return steps_words(-int(row.moved.difference))
    if row.moved.growth is not None:
        return rate_words(row.moved.growth)
    return signed(row.moved.difference, row.indicator.unit, computed=not row.point.uuid)


def official_words(row: ProfileRow) -> str:
    """Return what of the period is official, and by how much that differs from the values."""
    said = []
    if row.official_growth is not None:
        said.append(_("official growth"))
        if row.growth_differs and row.moved:
            said.append(
                _("values give %(rate)s, a difference of %(points)s")
                % {
                    "rate": rate_words(row.moved.growth),
                    "points": signed(row.growth_differs, "%", computed=True),
                }
            )
    if row.official_rank is not None:
        said.append(
            _("official rank %(rank)s")
            % {"rank": rank_words(row.official_rank.value, row.official_rank.n)}
        )
    return joined(said)


def finding(shown: Profile) -> str:
    """Return where the place stands, in a few sentences to copy."""
    return sentences(_sentences(shown))


def _sentences(shown: Profile) -> Iterator[str]:
    name = shown.side.name
    if not shown.rows:
        yield _("There is no figure of %(name)s yet.") % {"name": name}
        return
    ranked = [row for row in shown.rows if row.stood]
    if ranked and shown.peers is not None:
        yield from _places(shown, ranked)
    else:
        yield _("There are %(count)s indicators with a figure of %(name)s.") % {
            "count": len(shown.rows),
            "name": name,
        }
    yield from _moves(shown)
    yield _open(shown)


def _places(shown: Profile, ranked: Sequence[ProfileRow]) -> Iterator[str]:
    counts = {ahead: len(shown.where(ahead)) for ahead in (1, 0, -1)}
    yield _(
        "%(name)s among the %(size)s of “%(peers)s”: of %(count)s indicators %(ahead)s are better "
        "than the median, %(at)s at it and %(behind)s worse."
    ) % {
        "name": shown.side.name,
        "size": shown.size,
        "peers": shown.peers,
        "count": len(ranked),
        "ahead": counts[1],
        "at": counts[0],
        "behind": counts[-1],
    }
    order = sorted(ranked, key=lambda row: -(row.stood.percentile if row.stood else 0))
    if counts[1]:
        yield _("Best placed: %(rows)s.") % {
            "rows": listed(_placed(row) for row in order[: min(NAMED, counts[1])])
        }
    if counts[-1]:
        last = order[::-1][: min(NAMED, counts[-1])]
        yield _("Placed last: %(rows)s.") % {"rows": listed(map(_placed, last))}


def _placed(row: ProfileRow) -> str:
    assert row.stood is not None
    return _("%(indicator)s (%(period)s: %(value)s, %(rank)s)") % {
        "indicator": row.indicator,
        "period": period_words(row.point.period, cumulative=row.indicator.cumulative),
        "value": figure_words(row),
        "rank": rank_words(row.stood.rank, row.stood.of),
    }


def _moves(shown: Profile) -> Iterator[str]:
    better, worse = shown.moving(1), shown.moving(-1)
    if not better and not worse:
        return
    yield _("Since the period before %(better)s got better and %(worse)s worse.") % {
        "better": len(better),
        "worse": len(worse),
    }
    for words, rows in ((_("Most for the better: %(row)s."), better), (
        _("Most for the worse: %(row)s."), worse)):  # fmt: skip
        if rows:
            yield words % {"row": moved_words(rows[0])}


def moved_words(row: ProfileRow) -> str:
    """Return what moved, by how much, since when, and by how many places."""
    assert row.moved is not None
    said = _("%(indicator)s %(change)s since %(since)s") % {
        "indicator": row.indicator,
        "change": change_words(row),
        "since": period_words(row.moved.since, cumulative=row.indicator.cumulative),
    }
    if row.stood and row.stood.up:
        said += _(", %(steps)s places") % {"steps": steps_words(row.stood.up)}
    return said


def _open(shown: Profile) -> str:
    count = sum(row.indicator.state == IndicatorState.UNSETTLED for row in shown.rows)
    if not count:
        return ""
    return _("The definition of %(count)s of these indicators is not settled.") % {"count": count}
