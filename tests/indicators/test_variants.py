"""How many places meet a target under each variant of what its words can mean."""

from __future__ import annotations

from decimal import Decimal

import pytest

from luodi.base.actors import SYSTEM
from luodi.indicators import services
from luodi.indicators.models import Indicator, Target
from luodi.indicators.queries.page import indicator_page

from .factories import aim, define, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]
COUNTIES = ("421022", "421024", "421088")
BASE = {"baseline_on": "2020-12-31", "due": "2030-12-31"}


@pytest.fixture
def family(city) -> tuple[Indicator, Indicator]:
    """Two variants, known of three counties in 2020 and 2025; of the other one county's is not."""
    head = define("产值", unit="亿元", variant="全口径")
    other = define("产值", unit="亿元", variant="规上口径", variant_of=head)
    for indicator in (head, other):
        services.open_definition(indicator, "口径不一", actor=SYSTEM)
    for code, before, now in zip(COUNTIES, (100, 50, 200), (210, 90, 400), strict=True):
        report(head, [("2020", before), ("2025", now)], place=code)
    for code, before, now in zip(COUNTIES[:2], (80, 40), (150, 80), strict=True):
        report(other, [("2020", before), ("2025", now)], place=code)
    report(other, [("2025", 300)], place=COUNTIES[2])
    return head, other


def lines(target: Target) -> dict[str, tuple[str, int, int, str]]:
    page = indicator_page(SYSTEM, target.indicator.uuid, target=target.uuid)
    return {
        one.variant: (str(one.judgement.meeting.value), one.passes, one.counted, one.why)
        for one in page.variants
        if one.judgement
    }


def test_a_multiple_is_counted_from_the_baseline_of_each_place_and_variant(family) -> None:
    """100 to 210 and 200 to 400 are doublings, 50 to 90 is none; in the other variant 80 to 150 is
    none, 40 to 80 is one, and who has no baseline is not counted."""
    target = aim(indicator=family[0], aim="multiple", value="2", baseline="100", **BASE)
    assert lines(target) == {"全口径": ("met", 2, 3, ""), "规上口径": ("not_yet", 1, 2, "")}


def test_an_increase_in_per_cent_is_counted_likewise(family) -> None:
    target = aim(
        indicator=family[0], aim="increase", value="85", relative=True, baseline="100", **BASE
    )
    assert lines(target) == {"全口径": ("met", 2, 3, ""), "规上口径": ("met", 2, 2, "")}


def test_the_baseline_that_was_given_holds_for_the_place_it_was_given_for(family) -> None:
    """The plan may say 110 where the books say 100: then 210 is no doubling."""
    target = aim(indicator=family[0], aim="multiple", value="2", baseline="110", **BASE)
    assert lines(target)["全口径"] == ("not_yet", 1, 3, "")


def test_without_baselines_the_page_says_why_nothing_is_counted(family, officer) -> None:
    target = aim(
        indicator=family[0], aim="multiple", value="2", baseline="100",
        baseline_on="2015-12-31", due="2030-12-31",
    )  # fmt: skip
    found = lines(target)
    assert found["全口径"] == ("met", 1, 1, "")  # its own baseline is given
    assert found["规上口径"] == ("unknown", 0, 0, "baseline")
    page = officer.get(f"/indicators/{family[0].uuid}/?target={target.uuid}").content.decode()
    assert "没有基期当日的数据可比" in page


def test_a_rank_is_not_counted_and_a_threshold_is(family) -> None:
    rank = aim(indicator=family[0], aim="rank", value="2", due="2030-12-31")
    assert {one[3] for one in lines(rank).values()} == {"rank"}
    at_least = aim(indicator=family[0], aim="threshold", value="90", due="2030-12-31")
    assert lines(at_least) == {"全口径": ("met", 3, 3, ""), "规上口径": ("met", 2, 3, "")}
    assert at_least.value == Decimal(90)
