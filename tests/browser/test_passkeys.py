"""Passkeys in a browser with a key of its own: added, named, used to sign in, removed.

Chromium takes localhost for as safe as HTTPS, so the pages are as behind a city's HTTPS.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module, reload

import pytest
from django.conf import settings as conf
from django.test import override_settings
from django.urls import clear_url_caches
from playwright.sync_api import Page
from tests.browser.patience import expect
from tests.people.factories import make_holder

from luodi.base.actors import SYSTEM
from luodi.base.models import Event
from luodi.people import services
from luodi.people.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "avocado-lantern-7"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


def _read_anew() -> None:
    """allauth looks at the setting when it is imported: addresses and the field of the form."""
    forms = ("allauth.mfa.webauthn.forms", "luodi.people.sign_in_forms")
    for name in (*forms, "allauth.mfa.urls", "allauth.urls", conf.ROOT_URLCONF):
        reload(import_module(name))
    clear_url_caches()


@pytest.fixture
def https() -> Iterator[None]:
    """The settings of sign-in that LUODI_HTTPS gives."""
    types = ["totp", "recovery_codes", "webauthn"]
    with override_settings(MFA_SUPPORTED_TYPES=types, MFA_PASSKEY_LOGIN_ENABLED=True):
        _read_anew()
        yield
    _read_anew()


@pytest.fixture
def person() -> Person:
    made = make_holder("liaison", account="lin.xiao")
    return services.change_own_password(made, PASSWORD, actor=SYSTEM)


def sign_in(page: Page) -> None:
    page.goto("/account/login/")
    page.get_by_label("账号或手机号").fill("lin.xiao")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def test_a_passkey_is_added_signs_in_alone_and_is_removed(https, person, page: Page) -> None:
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    sign_in(page)
    page.goto("/account/2fa/webauthn/add/")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="确认").click()
    page.wait_for_url("**/add/")
    page.wait_for_load_state("load")  # the button is the script's
    page.get_by_label("密钥名称").fill("我的手机")
    page.get_by_label("只用此密钥即可登录").check()
    page.get_by_role("button", name="添加").click()
    # The first second step brings recovery codes along, for the day the key is lost.
    page.wait_for_url("**/recovery-codes/")
    expect(page.get_by_text("共10个恢复码")).to_be_visible()
    page.goto("/account/2fa/")
    expect(page.get_by_text("已设置1个密钥")).to_be_visible()

    page.context.clear_cookies()
    page.goto("/account/login/")
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url(lambda address: "login" not in address)
    page.goto("/people/me/")
    expect(page.get_by_role("heading", name="我的账号")).to_be_visible()
    assert Event.objects.filter(name="people.sign_in.done").count() == 2

    page.goto("/account/2fa/webauthn/")
    page.get_by_role("link", name="移除").click()
    expect(page.get_by_role("link", name="使用安全密钥")).to_have_count(1)
    expect(page.get_by_role("link", name="使用验证码")).to_have_count(1)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="确认").click()
    expect(page.get_by_role("heading", name="移除“我的手机”？")).to_be_visible()
    page.get_by_role("button", name="移除").click()
    expect(page.get_by_text("还没有密钥")).to_be_visible()


def test_over_plain_http_no_page_speaks_of_passkeys(person, page: Page) -> None:
    page.goto("/account/login/")
    assert page.get_by_text("通行密钥").count() == 0
    sign_in(page)
    page.goto("/account/2fa/")
    assert page.get_by_text("通行密钥").count() == 0
