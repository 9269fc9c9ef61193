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


def of(name: str, key: str, query: str = ""):
    """The address of a page of a place or body, by its key."""
    return lambda world, visitor: reverse(f"indicators:{name}", args=[key]) + query


PAGES = (
    page("indicators", at("indicators"), *READ),
    page("comparison", at("comparison"), *READ),
    page("scatter", at("scatter"), *READ),
    page("profiles", at("profiles"), *READ),
    page("profiles", at("profiles", query="?q=没有"), *READ, case="nothing found"),
    page("profile", of("profile", "421022"), *READ),
    page("profile", of("profile", "4210"), *READ, case="without figures"),
    page("profile_ranks", of("profile_ranks", "421022"), *READ),
    page("profile_paper", of("profile_paper", "421022"), *READ),
)  # fmt: skip
