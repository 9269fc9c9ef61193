"""Signing in: by account or number, few wrong tries, the first change of password, the ledger."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.urls import urlpatterns as allauth_urls
from django.core.cache import cache
from django.test import Client
from django.urls import URLResolver, reverse

from luodi.base import clock
from luodi.base.actors import SYSTEM
from luodi.base.models import Event
from luodi.people import queries, services
from luodi.people.middleware import ActorMiddleware

from .factories import make_holder, make_person

pytestmark = pytest.mark.django_db
PASSWORD = "avocado-lantern-7"
LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def no_tries_yet():
    cache.clear()


@pytest.fixture
def person():
    made = make_person("lin.xiao", mobile="13800010002")
    return services.change_own_password(made, PASSWORD, actor=SYSTEM)


def sign_in(client: Client, login: str, password: str = PASSWORD, **more):
    return client.post(LOGIN, {"login": login, "password": password}, **more)


def payloads(name: str) -> list[dict]:
    return [json.loads(e.payload)["data"] for e in Event.objects.filter(name=name).order_by("seq")]


@pytest.mark.parametrize(
    "login",
    ["lin.xiao", " Lin.Xiao ", "13800010002", "１３８ ０００１ ０００２", "+86 13800010002"],
)
def test_account_and_number_open_the_account(client, person, login):
    response = sign_in(client, login)
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)
    assert payloads("people.sign_in.done") == [{"method": "password", "address": "127.0.0.1"}]


def test_the_page_asks_in_chinese_and_mentions_no_mail(client):
    page = client.get(LOGIN).content.decode()
    assert "账号或手机号" in page
    assert not any(word in page.lower() for word in ("email", "邮箱", "注册账号", "signup"))


@pytest.mark.parametrize("login", ["lin.xiao", "nobody.here"])
def test_a_wrong_try_says_the_same_of_every_account_and_stores_nothing_typed(client, person, login):
    page = sign_in(client, login, "wrong-secret-word")
    assert "账号与密码不符" in page.content.decode()
    assert payloads("people.sign_in.failed") == [
        {"known": login == "lin.xiao", "address": "127.0.0.1"}
    ]
    stored = "".join(Event.objects.values_list("payload", flat=True))
    assert "wrong-secret-word" not in stored
    assert login not in stored


@pytest.mark.parametrize("login", ["lin.xiao", "nobody.here"])
def test_the_sixth_wrong_try_is_refused_even_with_the_right_password(client, person, login):
    for _ in range(5):
        assert "账号与密码不符" in sign_in(client, login, "wrong").content.decode()
    page = sign_in(client, login)
    assert page.status_code == 200
    assert "尝试次数过多" in page.content.decode()
    assert "_auth_user_id" not in client.session
    assert len(payloads("people.sign_in.failed")) == 5
    sign_in(client, login)
    assert len(payloads("people.sign_in.blocked")) == 1


def test_other_ways_to_write_an_account_buy_no_further_tries(client, person):
    ways = ["lin.xiao", "LIN.XIAO", "ｌｉｎ．ｘｉａｏ", " lin.xiao", "lin .xiao"]
    for login in ways:
        sign_in(client, login, "wrong")
    assert "尝试次数过多" in sign_in(client, "Lin.xiao").content.decode()


def test_right_tries_do_not_count(client, person):
    for _ in range(7):
        assert sign_in(Client(), "lin.xiao").status_code == 302


def test_a_deactivated_account_stays_closed_and_is_signed_out(client, person):
    sign_in(client, "lin.xiao")
    assert client.get("/people/me/").status_code == 200
    services.deactivate_person(person, actor=SYSTEM)
    assert client.get("/people/me/").status_code == 302
    assert "账号与密码不符" in sign_in(Client(), "lin.xiao").content.decode()


def test_a_slip_leads_to_the_change_of_password_and_nowhere_else(client):
    slip = services.create_person(name="林晓", account="fresh", actor=SYSTEM)
    sign_in(client, "fresh", slip.password)
    change = reverse("account_change_password")
    for path in ("/", "/people/units/", "/people/me/", "/account/2fa/"):
        assert client.get(path)["Location"] == change, path
    page = client.get(change)
    assert "请先设置自己的密码" in page.content.decode()
    same = {"oldpassword": slip.password, "password1": slip.password, "password2": slip.password}
    assert "请换一个与当前不同的密码" in client.post(change, same).content.decode()
    new = {"oldpassword": slip.password, "password1": PASSWORD, "password2": PASSWORD}
    assert client.post(change, new)["Location"] == "/"
    assert client.get("/people/me/").status_code == 200
    slip.person.refresh_from_db()
    assert not slip.person.must_change_password
    assert payloads("people.password.changed") == [{}]


def test_an_expired_slip_opens_nothing(client):
    slip = services.create_person(name="林晓", account="fresh", actor=SYSTEM)
    with clock.set_clock(clock.now() + timedelta(days=15)):
        page = sign_in(client, "fresh", slip.password)
    assert page.status_code == 403
    assert "一次性密码已过期" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_changed_password_signs_out_elsewhere(client, person):
    elsewhere = Client()
    sign_in(client, "lin.xiao")
    sign_in(elsewhere, "lin.xiao")
    new = {
        "oldpassword": PASSWORD,
        "password1": "walnut-bicycle-9",
        "password2": "walnut-bicycle-9",
    }
    client.post(reverse("account_change_password"), new)
    assert client.get("/people/me/").status_code == 200
    assert elsewhere.get("/people/me/").status_code == 302


def test_a_session_lasts_as_long_as_the_setting_says(client, person, settings):
    sign_in(client, "lin.xiao")
    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE
    assert not client.session.get_expire_at_browser_close()


def confirm(client: Client):
    """Give the password once more, as changes of the second step ask for."""
    return client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def names_of(patterns, keys=()):
    """Every address of these patterns: its name and the arguments it takes."""
    for pattern in patterns:
        taken = (*keys, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            yield from names_of(pattern.url_patterns, taken)
        else:
            yield pattern.name, taken


def test_every_other_page_of_allauth_is_closed(client, person):
    sign_in(client, "lin.xiao")
    used = {
        "account_login", "account_logout", "account_inactive", "account_reauthenticate",
        "account_change_password",
    }  # fmt: skip
    closed = 0
    for name, keys in names_of(allauth_urls):
        if name is None or name in used or name.startswith("mfa_"):
            continue
        path = reverse(name, kwargs=dict.fromkeys(keys, "abc"))
        assert client.get(path).status_code == 404, path
        assert client.post(path).status_code == 404, path
        closed += 1
    assert closed >= 12
    page = client.get("/account/signup/").content.decode()
    assert "本单位管理员" in page


def test_every_page_of_allauth_that_luodi_uses_opens_in_our_frame(client, person):
    sign_in(client, "lin.xiao")
    assert "再输一次密码" in client.get(reverse("account_reauthenticate")).content.decode()
    confirm(client)
    for name in (
        "account_logout", "account_inactive", "account_change_password", "account_reauthenticate",
        "mfa_index", "mfa_activate_totp",
    ):  # fmt: skip
        page = client.get(reverse(name))
        assert page.status_code == 200, name
        assert "luodi 落地" in page.content.decode(), name


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_a_second_step_is_turned_on_asked_for_and_turned_off(
    client, person, django_capture_on_commit_callbacks
):
    sign_in(client, "lin.xiao")
    asked = client.get(reverse("mfa_activate_totp"))["Location"]
    assert asked.startswith(reverse("account_reauthenticate"))
    confirm(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert done.status_code == 302
    assert payloads("people.second_step.changed") == [{"what": "totp_activated"}]
    stored = Authenticator.objects.get(user=person, type="totp").data["secret"]
    assert secret not in stored
    assert get_adapter().decrypt(stored) == secret
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]

    visitor = Client()
    assert sign_in(visitor, "lin.xiao")["Location"] == reverse("mfa_authenticate")
    assert visitor.get("/people/me/").status_code == 302
    assert (
        "验证码不正确"
        in visitor.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
    )
    visitor.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert visitor.get("/people/me/").status_code == 200
    assert payloads("people.sign_in.done")[-1]["method"] == "password+mfa"

    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=person).exists()


def test_under_another_signing_key_no_code_fits(settings):
    stored = get_adapter().encrypt("JBSWY3DPEHPK3PXP")
    settings.SECRET_KEY = "another"
    assert get_adapter().decrypt(stored) != "JBSWY3DPEHPK3PXP"


def test_a_link_signs_in_once_from_this_machine_only(client, person):
    path = services.make_sign_in_link(person, "/people/me/", actor=SYSTEM)
    assert client.get(path, REMOTE_ADDR="10.0.0.7").status_code == 404
    assert client.get(path, HTTP_X_FORWARDED_FOR="10.0.0.7").status_code == 404
    assert client.get(path)["Location"] == "/people/me/"
    assert client.get("/people/me/").status_code == 200
    assert Client().get(path).status_code == 404
    assert payloads("people.sign_in.done")[-1]["method"] == "link"


def test_a_link_is_ours_fresh_and_leads_nowhere_else(client, person):
    path = services.make_sign_in_link(person, "/people/me/", actor=SYSTEM)
    assert client.get(path[:-2] + "x/").status_code == 404
    with pytest.raises(services.access.NotFound):
        services.make_sign_in_link(person, "https://elsewhere.example/", actor=SYSTEM)
    services.deactivate_person(person, actor=SYSTEM)
    assert client.get(path).status_code == 404


def test_a_link_does_not_ask_for_another_password(client):
    path = services.make_sign_in_link(make_person(), "/people/me/", actor=SYSTEM)
    client.get(path)
    assert client.get("/people/me/").status_code == 200


def test_an_assistant_acts_for_the_leader_with_both_names(client):
    assistant = make_holder("assistant")
    leader_post = assistant.holdings.get().post.assists
    client.force_login(assistant)
    assert "代周市长" in client.get("/people/me/").content.decode()
    client.post(reverse("people:acting_start", args=[leader_post.uuid]))
    page = client.get("/people/me/")
    actor = page.wsgi_request.actor
    assert actor.behalf_of.name == "周市长"
    assert actor.id == str(assistant.uuid)
    assert actor.has("city_leader", "assistant")
    event = Event.objects.get(name="people.acting.started")
    assert event.actor_id == str(assistant.uuid)
    client.post(reverse("people:acting_stop"))
    stopped = Event.objects.get(name="people.acting.stopped")
    assert stopped.behalf_id == str(actor.behalf_of.id)
    assert client.get("/people/me/").wsgi_request.actor.behalf_of is None


def test_acting_ends_with_the_post(client):
    assistant = make_holder("assistant")
    held = assistant.holdings.get()
    client.force_login(assistant)
    client.post(reverse("people:acting_start", args=[held.post.assists.uuid]))
    with clock.set_clock(clock.now() + timedelta(days=1)):
        services.release(held.post, last_day=clock.today() - timedelta(days=1), actor=SYSTEM)
        assert client.get("/people/me/").wsgi_request.actor.behalf_of is None
        assert not queries.posts_assisted_by(queries.actor_of(assistant))


def test_nobody_else_acts_for_a_leader(client):
    post = make_holder("city_leader").holdings.get().post
    client.force_login(make_holder("liaison"))
    assert client.post(reverse("people:acting_start", args=[post.uuid])).status_code == 403


def test_the_middleware_knows_every_request(rf):
    assert ActorMiddleware(lambda request: "served")(rf.get("/")) == "served"
