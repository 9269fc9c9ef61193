"""Every address of indicators, and the roles it opens to; see tests/matrix.py."""

from __future__ import annotations

from django.urls import reverse
from tests.matrix import page

FOLLOWUP, LIAISON, LEADER, CITY = "followup", "liaison", "unit_leader", "city_leader"
READ = ("auditor", FOLLOWUP, LIAISON, LEADER, CITY, "assistant")


def at(name: str, *keys: str, query: str = ""):
    """The address of a page, with the public ids of things of the world."""

    def address(world, visitor) -> str:
        return reverse(f"indicators:{name}", args=[world[key].uuid for key in keys]) + query

    return address


PAGES = (
    page("indicators", at("indicators"), *READ),
)  # fmt: skip
