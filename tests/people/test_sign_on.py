"""A city's own sign-on: signs existing accounts in, makes none, stores nothing."""

from __future__ import annotations

import json
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from luodi.base.actors import SYSTEM
from luodi.base.models import Event
from luodi.config.settings.security import sign_on_provider
from luodi.people import services
from luodi.people.adapters import person_of_claims
from luodi.people.models import Person

from .factories import make_person
from .sign_on import CLIENT, SECRET, SignOn

pytestmark = pytest.mark.django_db
BEGIN = "/account/oidc/city/login/"


@pytest.fixture(scope="module")
def provider():
    made = SignOn()
    yield made
    made.close()


@pytest.fixture
def sign_on(provider, settings):
    provider.claims, provider.token_claims, provider.audience = {"sub": "u-1"}, {}, CLIENT
    settings.SOCIALACCOUNT_PROVIDERS = sign_on_provider(
        "望川统一身份认证", provider.url, CLIENT, SECRET
    )
    return provider


class Still(HTTPRedirectHandler):
    """Follows nothing, so that the test sees where the provider sends the browser."""

    def redirect_request(self, *args, **kwargs):
        return None


def visit(client: Client, next_page: str = "/people/me/"):
    """Go the whole way: our button, the provider, and back to us."""
    begun = client.post(f"{BEGIN}?next={next_page}")
    assert begun.status_code == 302
    with pytest.raises(OSError) as stopped:
        build_opener(Still).open(begun["Location"], timeout=10)
    back = urlsplit(stopped.value.headers["Location"])
    stopped.value.close()
    return client.get(f"{back.path}?{back.query}")


def test_an_account_of_that_name_is_signed_in(client, sign_on):
    person = make_person("linxiao")
    sign_on.claims = {"sub": "u-1", "preferred_username": "LinXiao"}
    assert visit(client)["Location"] == "/people/me/"
    assert client.session["_auth_user_id"] == str(person.pk)
    event = Event.objects.get(name="people.sign_in.done")
    assert json.loads(event.payload)["data"]["method"] == "socialaccount"
    assert not SocialAccount.objects.exists()


def test_the_sign_on_needs_no_change_of_the_password_on_the_slip(client, sign_on):
    assert make_person("linxiao").must_change_password
    sign_on.claims = {"sub": "u-1", "preferred_username": "linxiao"}
    visit(client)
    assert client.get("/people/me/").status_code == 200


def test_a_mobile_number_signs_in_when_it_is_verified(client, sign_on):
    person = make_person(mobile="13800010002")
    sign_on.claims = {"sub": "u-1", "phone_number": "+86 138-0001-0002"}
    visit(client)
    assert client.session["_auth_user_id"] == str(person.pk)
    sign_on.claims = {**sign_on.claims, "phone_number_verified": False}
    assert visit(Client()).status_code == 403


@pytest.mark.parametrize(
    "claims", [{}, {"preferred_username": "stranger"}, {"phone_number": "0716-8888888"}]
)
def test_whoever_has_no_account_gets_none(client, sign_on, claims):
    sign_on.claims = {"sub": "u-2", **claims}
    page = visit(client)
    assert page.status_code == 403
    assert "还没有账号" in page.content.decode()
    assert not Person.objects.exists()
    assert "_auth_user_id" not in client.session
    assert Event.objects.filter(name="people.sign_in.failed").count() == 1


def test_a_deactivated_account_stays_closed(client, sign_on):
    services.deactivate_person(make_person("linxiao"), actor=SYSTEM)
    sign_on.claims = {"sub": "u-1", "preferred_username": "linxiao"}
    assert visit(client).status_code == 403


def test_two_parts_of_an_answer_must_speak_of_one_person(client, sign_on):
    make_person("linxiao")
    sign_on.claims = {"sub": "u-1", "preferred_username": "linxiao"}
    sign_on.token_claims = {"sub": "u-9"}
    assert visit(client).status_code == 403
    assert person_of_claims({"userinfo": {"sub": "1", "preferred_username": "linxiao"}})


def test_a_token_for_somebody_else_is_no_answer(client, sign_on):
    make_person("linxiao")
    sign_on.claims = {"sub": "u-1", "preferred_username": "linxiao"}
    sign_on.audience = "another client"
    page = visit(client)
    assert "未能完成" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_an_answer_nobody_asked_for_signs_nobody_in(client, sign_on):
    page = client.get("/account/oidc/city/login/callback/?code=x&state=y")
    assert "_auth_user_id" not in client.session
    assert "未能完成" in page.content.decode()


def test_a_sign_on_that_does_not_answer_gives_a_page(client, sign_on, settings):
    settings.SOCIALACCOUNT_PROVIDERS = sign_on_provider(
        "认证", "http://127.0.0.1:9", CLIENT, SECRET
    )
    page = client.post(BEGIN)
    assert page.status_code == 502
    assert "未能完成" in page.content.decode()


def test_the_button_stands_there_only_when_set(client, sign_on, settings):
    assert "通过望川统一身份认证登录" in client.get("/account/login/").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = sign_on_provider("", "", "", "")
    page = client.get("/account/login/")
    assert "通过" not in page.content.decode()
    assert client.post(BEGIN).status_code == 404


def test_pages_of_linking_accounts_stay_closed(client, sign_on):
    client.force_login(make_person())
    for path in ("/account/3rdparty/", "/account/3rdparty/signup/"):
        assert client.get(path).status_code == 404


def test_linking_an_account_is_refused(client, sign_on):
    client.force_login(make_person("linxiao"))
    sign_on.claims = {"sub": "u-1", "preferred_username": "linxiao"}
    begun = client.post(f"{BEGIN}?process=connect")
    with pytest.raises(OSError) as stopped:
        build_opener(Still).open(begun["Location"], timeout=10)
    back = urlsplit(stopped.value.headers["Location"])
    stopped.value.close()
    assert client.get(f"{back.path}?{back.query}").status_code == 403
    assert not SocialAccount.objects.exists()
