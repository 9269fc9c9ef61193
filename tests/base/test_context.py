"""The menu shows what exists and is allowed; the visitor's choices stay in cookies."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from luodi.base import context, permissions
from luodi.base.actors import Actor, Grant

MENU = [
    ("", [("web:dashboard", "Home", "", "home")]),
    ("Area", [("base:set_theme", "Theme", "test.menu_open", "home")]),
    ("Other", [("nowhere:page", "None", "", "home"), ("base:set_theme", "X", "not.declared", "x")]),
]


@pytest.fixture(autouse=True)
def _menu(monkeypatch: pytest.MonkeyPatch) -> None:
    import rules

    monkeypatch.setattr(settings, "MENU", MENU)
    if not rules.rule_exists("test.menu_open"):
        keeper = rules.predicate(lambda actor, subject=None: actor.has("keeper"))
        permissions.declare("test.menu_open", keeper)


def _request(path: str, *roles: str):
    request = RequestFactory().get(path)
    request.actor = Actor("1", "甲", frozenset(Grant(role) for role in roles))
    return request


def test_menu_leaves_out_what_is_missing_undeclared_or_not_allowed():
    assert [area.label for area in context.menu_of(_request("/"))] == [""]


def test_menu_shows_what_is_allowed_and_marks_the_page():
    areas = context.menu_of(_request("/system/theme/", "keeper"))
    assert [(link.label, link.current) for area in areas for link in area.links] == [
        ("Home", ""),
        ("Theme", "page"),
    ]


def test_a_page_below_marks_its_ancestor_but_never_the_first_page():
    areas = context.menu_of(_request("/system/theme/deeper/", "keeper"))
    assert [link.current for area in areas for link in area.links] == ["", "true"]


@pytest.mark.parametrize(("chosen", "kept"), [("en", "en"), ("zh-hans", "zh-hans"), ("xx", "")])
def test_language_is_kept_in_a_cookie_and_unknown_ones_are_not(chosen, kept):
    response = Client().post("/system/language/", {"language": chosen, "next": "/people/?a=1"})
    cookie = response.cookies.get(settings.LANGUAGE_COOKIE_NAME)
    assert (cookie.value if cookie else "") == kept
    assert response.headers["Location"] == "/people/?a=1"


def test_choices_never_lead_to_another_host():
    response = Client().post("/system/theme/", {"theme": "dark", "next": "https://example.org/"})
    assert response.headers["Location"] == "/"
    assert response.cookies["theme"].value == "dark"


def test_choices_are_posts_only():
    assert Client().get("/system/theme/").status_code == 405


def test_after_a_form_the_language_leads_back_to_the_page_it_stood_on(rf) -> None:
    asked = rf.get("/a/?b=1")
    assert context.here(asked) == "/a/?b=1"
    sent = rf.post("/slips/", headers={"Referer": "http://testserver/accounts/?p=2#x"})
    assert context.here(sent) == "/accounts/?p=2"
    foreign = rf.post("/slips/", headers={"Referer": "http://elsewhere.invalid/"})
    assert context.here(foreign) == "/slips/"
