"""What a row leaves to be settled is counted and filtered; a deadline that is gone is told too."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from tests.people.factories import make_holder

from luodi.base import clock
from luodi.commitments import queries, services
from luodi.commitments.queries.plans import RowFilter

from .factories import make_filled

pytestmark = pytest.mark.django_db

# Already the 10th in the city's time zone.
NIGHT = datetime(2026, 5, 9, 18, tzinfo=UTC)


def counted(office, plan) -> dict[str, int]:
    return {choice.value: choice.count for choice in queries.plan_page(office, plan.uuid).gaps}


def past_rows(office, plan) -> list[str]:
    shown = queries.plan_page(office, plan.uuid, RowFilter(gap="past"))
    return [row.uuid for group in shown.groups for row in group.rows]


@pytest.fixture
def plan(office):
    """A plan in which only the first row has a date: the 9th of May."""
    with clock.set_clock(NIGHT):
        plan, rows = make_filled(office)
        for row in rows:
            due = date(2026, 5, 9) if row == rows[0] else None
            services.edit_row(row, {"due": due}, actor=office)
        yield plan


def test_a_deadline_before_today_is_counted_and_filtered(office, plan) -> None:
    first = plan.rows.order_by("order").first()
    assert counted(office, plan)["past"] == 1
    assert past_rows(office, plan) == [str(first.uuid)]
    assert "past" in queries.row_page(office, first.uuid).view.gaps
    services.edit_row(first, {"due": date(2026, 5, 10)}, actor=office)
    assert "past" not in counted(office, plan)


@pytest.mark.parametrize("mode", ["standing", "record"])
def test_what_is_never_overdue_has_no_past_deadline(office, plan, mode) -> None:
    first = plan.rows.order_by("order").first()
    services.edit_row(first, {"mode": mode, "rhythm": "month"}, actor=office)
    assert "past" not in counted(office, plan)


def test_what_runs_out_after_the_approval_is_no_fault_of_the_plan(office, plan) -> None:
    first = plan.rows.order_by("order").first()
    services.edit_row(first, {"due": date(2026, 5, 10)}, actor=office)
    services.approve_plan(plan, actor=office)
    with clock.set_clock(datetime(2026, 12, 1, tzinfo=UTC)):
        assert "past" not in counted(office, plan)
        assert "past" not in queries.row_page(office, first.uuid).view.gaps


def test_the_pages_say_it_in_plain_words(client, office, plan) -> None:
    client.force_login(make_holder("followup", name="督查员"))
    address = reverse("commitments:plan", args=[plan.uuid])
    for page in (address, f"{address}?gap=past", reverse("commitments:approve", args=[plan.uuid])):
        assert "时限已过" in client.get(page).content.decode()
    row = plan.rows.order_by("order").first()
    page = client.get(reverse("commitments:row", args=[row.uuid])).content.decode()
    assert "时限已过" in page
