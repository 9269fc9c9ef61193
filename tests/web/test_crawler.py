"""Every page that links lead to opens for every role, in one language, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from tests.web.crawling import Data, crawl, faults

from luodi.config.demonstration import cast
from luodi.people.models import Person

pytestmark = pytest.mark.django_db
ACCOUNTS = [plan.account for plan in cast.ACCOUNTS]
LANGUAGES = {"zh-hans": "zh-Hans", "en": "en"}
OFFICE = "duchashi"  # sees most; of what others see, some of each kind tell as much


@pytest.fixture(scope="module")
def data(demonstration: Path, django_db_blocker) -> Data:
    """What the demonstration holds."""
    with django_db_blocker.unblock():
        return Data()


def _visitor(account: str, language: str) -> Client:
    visitor = Client(raise_request_exception=False)
    visitor.force_login(Person.objects.get(account=account))
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return visitor


def _walk(account: str, language: str, data: Data, most: int) -> tuple[set[str], list[str]]:
    """Return the names of the opened pages and what is wrong with them."""
    opened, wrong = set(), []
    for link, answer in crawl(_visitor(account, language).get, most=most):
        opened.add(link.view)
        at = f"{link.url} (shown on {link.shown_on or 'no page'})"
        wrong += [f"{at}: {fault}" for fault in faults(answer, LANGUAGES[language], data)]
    return opened, wrong


@pytest.mark.parametrize(
    "language", ["zh-hans", pytest.param("en", marks=pytest.mark.one_database)]
)
@pytest.mark.parametrize("account", ACCOUNTS)
def test_every_page_opens_in_one_language(account: str, language: str, data: Data) -> None:
    opened, wrong = _walk(account, language, data, most=1)
    assert not wrong, "\n".join(wrong)
    assert {"web:dashboard", "people:me", "people:units"} <= opened
    assert len(opened) > 12


@pytest.mark.slow
@pytest.mark.parametrize("account", ACCOUNTS)
def test_every_link_of_every_list_opens(account: str, data: Data) -> None:
    _, wrong = _walk(account, "zh-hans", data, most=12 if account == OFFICE else 3)
    assert not wrong, "\n".join(wrong)


def test_words_of_another_language_are_told_from_data(data: Data) -> None:
    assert data.strange("市住建局 · 已处理 3 / 9", "en") == "已处理"
    assert data.strange("市住建局 · decided 3 / 9, 12 所", "en") == ""
    assert data.strange("Figure (元)", "en") == ""
    assert data.strange("Figure (无)", "en") == "无"
    assert data.strange("接受", "en") == "接受"
    assert data.strange("已处理 all of them", "zh-Hans") == "all of them"
    assert data.strange("Accepted list", "zh-Hans") == "Accepted list"
    assert data.strange("请运行 ./run backup FILE", "zh-Hans") == ""
