"""Every address of indicators, and the roles it opens to; see tests/matrix.py."""

from __future__ import annotations

from django.urls import reverse
from tests.matrix import page

from luodi.base import files

FOLLOWUP, LIAISON, LEADER, CITY = "followup", "liaison", "unit_leader", "city_leader"
READ = ("auditor", FOLLOWUP, LIAISON, LEADER, CITY, "assistant")


def at(name: str, *keys: str, query: str = ""):
    """The address of a page, with the public ids of things of the world."""

    def address(world, visitor) -> str:
        return reverse(f"indicators:{name}", args=[world[key].uuid for key in keys]) + query

    return address


def of(name: str, key: str, query: str = "", **more: str):
    """The address of a page of a place or body, by its key."""
    return lambda world, visitor: reverse(f"indicators:{name}", kwargs={"key": key, **more}) + query


def of_step(step: str):
    """A page that asks for the reason of a step."""
    return lambda world, visitor: reverse("indicators:step", args=[world["indicator"].uuid, step])


def of_measure(world, visitor) -> str:
    return reverse("indicators:target_new", args=[world["measure"].uuid])


def answers(world, visitor) -> str:
    """The address of a table's answers; files of the world lie where each test has its own."""
    files.put(world["answers"])
    return reverse("indicators:import_answers", args=[world["table"].uuid])


PAGES = (
    page("indicators", at("indicators"), *READ),
    page("comparison", at("comparison"), *READ),
    page("scatter", at("scatter"), *READ),
    page("monthly", at("monthly"), *READ),
    page("monthly", at("monthly", query="?of=421022"), *READ, case="a county"),
    page("monthly_paper", of("monthly_paper", "421022", kind="xlsx"), *READ),
    page("export", at("export"), *READ),
    page("imports", at("imports"), FOLLOWUP, LIAISON, LEADER),
    page("import", at("import", "table"), FOLLOWUP),
    page("import_columns", at("import_columns", "table"), FOLLOWUP),
    page("import_progress", at("import_progress", "table"), FOLLOWUP),
    page("import_answers", answers, FOLLOWUP),
    page("import_write", at("import_write", "table"), FOLLOWUP, posted=True),
    page("import_drop", at("import_drop", "table"), FOLLOWUP, posted=True),
    page("profiles", at("profiles"), *READ),
    page("profiles", at("profiles", query="?q=没有"), *READ, case="nothing found"),
    page("profile", of("profile", "421022"), *READ),
    page("profile", of("profile", "4210"), *READ, case="without figures"),
    page("profile_ranks", of("profile_ranks", "421022"), *READ),
    page("profile_paper", of("profile_paper", "421022"), *READ),
    page("new", at("new"), FOLLOWUP),
    page("indicator", at("indicator", "indicator"), *READ),
    page("indicator", at("indicator", "indicator", query="?known=2026-01-01"), *READ,
         case="as known on a day"),
    page("indicator", at("indicator", "other"), *READ, case="variant"),
    page("indicator", at("indicator", "bare"), *READ, case="without figures"),
    page("indicator", at("indicator", "monthly"), *READ, case="sum of the year"),
    page("indicator", at("indicator", "ranked"), *READ, case="official ranks"),
    page("edit", at("edit", "indicator"), FOLLOWUP),
    page("settle", at("settle", "indicator"), FOLLOWUP, CITY),
    page("step", of_step("open"), FOLLOWUP, case="open"),
    page("step", of_step("retire"), FOLLOWUP, case="retire"),
    page("break", at("break", "indicator"), FOLLOWUP),
    page("peers", at("peers"), *READ),
    page("peers_new", at("peers_new"), FOLLOWUP),
    page("figures", at("figures", "owned"), FOLLOWUP, LIAISON, LEADER, case="own unit"),
    page("figures", at("figures", "monthly"), FOLLOWUP, case="another unit"),
    page("figure_check", at("figure_check", "figure"), FOLLOWUP, posted=True),
    page("figure_dispute", at("figure_dispute", "figure"), FOLLOWUP),
    page("board", at("board"), *READ),
    page("outlooks", at("outlooks"), *READ),
    page("target", at("target", "target"), *READ),
    page("target_new", of_measure, FOLLOWUP),
    page("target_edit", at("target_edit", "target"), FOLLOWUP),
    page("target_drop", at("target_drop", "target"), FOLLOWUP),
)  # fmt: skip
