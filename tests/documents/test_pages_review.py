"""The review: cards and marks, decisions by script and without, conflicts, undo, many at once."""

from __future__ import annotations

import json
import re

import pytest
from django.urls import reverse
from tests.people.factories import make_holder

from luodi.base import clock, jobs
from luodi.base.actors import SYSTEM
from luodi.base.models import Job
from luodi.documents import services
from luodi.documents.models import Document, Finding
from luodi.people.queries import actor_of

from .factories import accept_some, findings_of, make_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    """Somebody of the follow-up office."""
    return make_holder("followup", name="林晓")


@pytest.fixture
def client(client, person):
    """Signed in as that person."""
    client.force_login(person)
    return client


@pytest.fixture
def document(person) -> Document:
    """A document that was read; nothing is decided."""
    return make_document(actor_of(person))


def at(name: str, *args: object) -> str:
    return reverse(f"documents:{name}", args=args)


def by_script(client, url: str, **given: object):
    return client.post(url, given, headers={"HX-Request": "true"})


def told(answer) -> dict:
    return json.loads(answer["HX-Trigger-After-Settle"])["luodi:decided"]


def cards_in(page: str) -> list[str]:
    return re.findall(r'<article[^>]* id="f-([0-9a-f-]+)"', page)


def test_text_and_cards_stand_side_by_side(client, document):
    page = client.get(at("review", document.uuid)).content.decode()
    keys = [str(finding.uuid) for finding in findings_of(document)]
    assert cards_in(page) == keys
    assert re.findall(r'<mark [^>]*id="t-([0-9a-f-]+)"', page) == keys
    card = page[page.index(f'id="f-{keys[0]}"') : page.index(f'id="f-{keys[2]}"')]
    for words in ("新建标准厂房50万平方米", "目标值", "2026年12月31日前", "市教育局", "牵头单位",
                  "摘录理由", "项目建设", "接受", "修改", "不采纳"):  # fmt: skip
        assert words in card
    for key in keys:
        assert f'href="?finding={key}#f-{key}"' in page
        assert f'href="#t-{key}"' in page
    assert 'class="missing"' in page
    assert f"已处理 0 / {len(keys)}" in page


def test_who_may_not_decide_sees_all_and_no_button(client, document):
    accept_some(document, 3)
    client.force_login(make_holder("auditor"))
    page = client.get(at("review", document.uuid)).content.decode()
    assert cards_in(page) == [str(finding.uuid) for finding in findings_of(document)]
    assert "data-move" not in page
    assert at("undo", document.uuid) not in page


def test_a_card_is_accepted_by_script(client, document):
    finding = findings_of(document)[0]
    answer = by_script(client, at("finding_accept", finding.uuid), revision=1, state="proposed")
    page = answer.content.decode()
    assert cards_in(page) == [str(finding.uuid)]
    assert 'hx-swap-oob="true"' in page
    assert f"已处理 1 / {len(findings_of(document))}" in page
    assert told(answer)["findings"] == [[str(finding.uuid), finding.kind, "accepted"]]
    finding.refresh_from_db()
    assert finding.state == "accepted"


def test_a_card_is_accepted_without_script(client, document):
    finding = findings_of(document)[0]
    answer = client.post(
        at("finding_accept", finding.uuid), {"revision": 1, "state": "proposed", "kind": "task"}
    )
    assert answer["Location"] == (
        f"{at('review', document.uuid)}?state=proposed&kind=task"
        f"&finding={finding.uuid}#f-{finding.uuid}"
    )
    page = client.get(answer["Location"]).content.decode()
    assert "已接受。" in page
    assert str(finding.uuid) in cards_in(page)


@pytest.mark.parametrize("revision", ["", "x", "-1", "٣", "9" * 30])
def test_a_step_without_a_revision_is_refused(client, document, revision):
    finding = findings_of(document)[0]
    answer = client.post(at("finding_accept", finding.uuid), {"revision": revision})
    assert answer.status_code == 400
    finding.refresh_from_db()
    assert finding.state == "proposed"


def test_rejecting_asks_for_a_reason(client, document):
    finding = findings_of(document)[0]
    url = at("finding_reject", finding.uuid)
    form = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "为什么不采纳" in form
    assert "<main" not in form
    none = by_script(client, url, revision=1).content.decode()
    assert 'role="alert"' in none
    bare = by_script(client, url, revision=1, reason="other").content.decode()
    assert "请写明" in bare
    done = by_script(client, url, revision=1, reason="other", note="另有安排").content.decode()
    assert "其他原因" in done
    assert "另有安排" in done
    page = client.get(at("review", document.uuid) + "?state=rejected").content.decode()
    assert cards_in(page) == [str(finding.uuid)]
    assert re.search(rf'<mark class="[^"]* rejected" data-finding="{finding.uuid}"', page)


def test_a_decision_is_put_back(client, document):
    finding = accept_some(document, 1)[0]
    by_script(client, at("finding_restore", finding.uuid), revision=finding.revision)
    finding.refresh_from_db()
    assert finding.state == "proposed"


def fields_on(form: str) -> dict[str, list[str]]:
    """The names and values that a browser would send back."""
    given: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or "checked" in tag):
            given.setdefault(name.group(1), []).append(value.group(1) if value else "")
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(
            r'value="([^"]*)"', options
        )
        given.setdefault(name, []).append(chosen.group(1).replace("&gt;", ">").replace("&lt;", "<"))
    return given


def test_saving_an_untouched_form_changes_nothing(client, document):
    for finding in findings_of(document):
        url = at("finding_edit", finding.uuid)
        form = client.get(url, headers={"HX-Request": "true"}).content.decode()
        by_script(client, url, **fields_on(form))
        fresh = Finding.objects.get(pk=finding.pk)
        assert fresh.fields == finding.fields, finding.exact
        assert fresh.revision == 1, finding.exact


def test_fields_are_edited(client, document):
    finding = findings_of(document)[0]
    url = at("finding_edit", finding.uuid)
    given = {
        "revision": 1,
        "kind": "task",
        "target_comparator": [">=", "="],
        "target_value": ["60", ""],
        "target_value2": ["", ""],
        "target_unit": ["万平方米", ""],
        "target_indicator": ["标准厂房", ""],
        "target_text": ["", ""],
        "by": "",
        "duration": "10个工作日",
        "recurring": "",
        "owner_name": ["市经信局", "市财政局", ""],
        "owner_role": ["lead", "partner", "lead"],
        "places": "江城区，云岭县、",
    }
    answer = by_script(client, url, **given)
    page = answer.content.decode()
    for words in ("不低于 60万平方米", "10个工作日内", "市经信局", "云岭县", "已修改"):
        assert words in page
    finding.refresh_from_db()
    assert finding.kind == "task"
    assert finding.fields["deadline"]["duration"] == "P10D"
    assert finding.fields["deadline"]["working"] is True
    assert [row["text"] for row in finding.fields["places"]] == ["江城区", "云岭县"]
    assert told(answer)["findings"] == [[str(finding.uuid), "task", "proposed"]]
    bad = by_script(client, url, **{**given, "revision": 2, "target_value": ["很多", ""]})
    assert "不是数字" in bad.content.decode()
    assert 'value="很多"' in bad.content.decode()
    finding.refresh_from_db()
    assert finding.revision == 2


def test_the_form_opens_as_a_page_without_script(client, document):
    finding = findings_of(document)[0]
    page = client.get(at("finding_edit", finding.uuid)).content.decode()
    assert "<main" in page
    assert "hx-post" not in page[page.index("<main") :]
    given = fields_on(page[page.index("<main") :])
    answer = client.post(at("finding_edit", finding.uuid), {**given, "kind": "goal"})
    assert f"#f-{finding.uuid}" in answer["Location"]


def test_a_conflict_shows_both_versions_and_a_choice(client, document):
    finding = findings_of(document)[0]
    other = actor_of(make_holder("followup", name="周宁"))
    services.reject_finding(finding.uuid, "repeated", actor=other)
    url = at("finding_accept", finding.uuid)
    page = by_script(client, url, revision=1).content.decode()
    for words in ("现在的内容", "未采纳", "与其他摘录重复", "周宁", "您要做的", "保留现在的内容"):
        assert words in page
    assert "仍然接受" not in page  # a rejected finding is put back first
    services.restore_finding(finding.uuid, actor=other)
    page = by_script(client, url, revision=1).content.decode()
    again = re.search(r'name="revision" value="(\d+)"', page).group(1)
    assert "仍然接受" in page
    by_script(client, url, revision=again)
    finding.refresh_from_db()
    assert finding.state == "accepted"
    whole = client.post(url, {"revision": 1})
    assert whole.status_code == 409
    assert "保留现在的内容" in whole.content.decode()


def test_rejecting_all_the_same_keeps_the_reason(client, document):
    finding = findings_of(document)[0]
    accept_some(document, 1)
    url = at("finding_reject", finding.uuid)
    page = by_script(client, url, revision=1, reason="other", note="另有安排").content.decode()
    clash = page[page.index('class="notice') : page.index("</form>")]
    by_script(client, url, **fields_on(clash))
    finding.refresh_from_db()
    assert (finding.state, finding.reject_note) == ("rejected", "另有安排")


def test_a_conflict_of_edits_keeps_mine_beside_theirs(client, document):
    finding = findings_of(document)[0]
    url = at("finding_edit", finding.uuid)
    form = fields_on(client.get(url, headers={"HX-Request": "true"}).content.decode())
    by_script(client, url, **{**form, "places": "他人的地点"})
    page = by_script(client, url, **{**form, "places": "我的地点"}).content.decode()
    assert "他人的地点" in page
    assert 'value="我的地点"' in page
    by_script(client, url, **fields_on(page))
    finding.refresh_from_db()
    assert [row["text"] for row in finding.fields["places"]] == ["我的地点"]


def test_the_last_step_is_undone(client, document):
    finding = findings_of(document)[0]
    by_script(client, at("finding_accept", finding.uuid), revision=1)
    answer = by_script(client, at("undo", document.uuid), state="proposed")
    assert told(answer)["findings"] == [[str(finding.uuid), finding.kind, "proposed"]]
    assert "已处理 0 / " in answer.content.decode()
    nothing = by_script(client, at("undo", document.uuid))
    assert "没有可撤销" in told(nothing)["said"]
    assert client.post(at("undo", document.uuid)).status_code == 409


def test_many_are_accepted_after_a_look_and_undone_together(client, document):
    findings = findings_of(document)
    url = at("accept_above", document.uuid)
    page = client.get(url + "?above=50").content.decode()
    listed = re.search(r'name="listed" value="([^"]+)"', page).group(1)
    assert len(listed.split()) == page.count('name="leave"') == len(findings)
    services.reject_finding(findings[1].uuid, "repeated", actor=SYSTEM)
    leave = str(findings[0].uuid)
    answer = client.post(url, {"above": "50", "listed": listed, "leave": [leave]})
    shown = client.get(answer["Location"]).content.decode()
    assert f"已接受{len(findings) - 2}条摘录" in shown
    assert "有1条已有他人处理" in shown
    states = [finding.state for finding in findings_of(document)]
    assert states == ["proposed", "rejected", *["accepted"] * (len(findings) - 2)]
    client.post(at("undo", document.uuid))
    assert [f.state for f in findings_of(document)].count("proposed") == len(findings) - 1


def test_many_at_once_refuses_what_does_not_fit(client, document):
    url = at("accept_above", document.uuid)
    assert client.post(url, {"above": "50", "listed": ""}).status_code == 400
    other = findings_of(make_document())[0]
    assert client.post(url, {"above": "50", "listed": f"{other.uuid}:1"}).status_code == 400
    rows = {f.uuid: f.revision for f in findings_of(document)}
    services.accept_findings_above(document, 0, rows, actor=SYSTEM)
    assert "没有达到此把握程度" in client.get(url + "?above=50").content.decode()
    assert client.get(url + "?above=nonsense").status_code == 200


@pytest.fixture
def long(person) -> Document:
    """A document with more findings than one group of cards."""
    return make_document(actor_of(person), "".join(f"要新建学校{n}所。\n" for n in range(1, 101)))


def test_cards_come_in_groups(client, long):
    page = client.get(at("review", long.uuid)).content.decode()
    assert len(cards_in(page)) == 40
    assert page.count("<mark") >= 100
    seen, url = cards_in(page), re.search(r'hx-get="([^"]+edge=after)"', page)
    while url:
        more = client.get(url.group(1).replace("&amp;", "&"), headers={"HX-Request": "true"})
        seen += cards_in(more.content.decode())
        url = re.search(r'hx-get="([^"]+edge=after)"', more.content.decode())
    assert seen == [str(finding.uuid) for finding in findings_of(long)]


def test_the_review_opens_around_a_finding_far_down(client, long):
    findings = findings_of(long)
    page = client.get(f"{at('review', long.uuid)}?finding={findings[80].uuid}").content.decode()
    assert str(findings[80].uuid) in cards_in(page)
    assert len(cards_in(page)) <= 40
    earlier = re.search(r'hx-get="([^"]+edge=before)"', page).group(1).replace("&amp;", "&")
    before = client.get(earlier, headers={"HX-Request": "true"}).content.decode()
    assert cards_in(before)[-1] == str(findings[75].uuid)
    assert "edge=after" not in before


def test_a_finding_outside_the_filter_stands_in_its_place(client, long):
    findings = findings_of(long)
    services.accept_finding(findings[50].uuid, actor=SYSTEM)
    url = f"{at('cards', long.uuid)}?state=proposed&around={findings[50].uuid}"
    found = cards_in(client.get(url, headers={"HX-Request": "true"}).content.decode())
    place = found.index(str(findings[50].uuid))
    assert found[place - 1 : place + 2] == [str(f.uuid) for f in findings[49:52]]


@pytest.mark.parametrize("query", ["?finding=x", "?state=x&kind=x", "?finding=" + "0" * 32])
def test_an_odd_address_is_no_error(client, document, query):
    assert client.get(at("review", document.uuid) + query).status_code == 200
    assert client.get(at("cards", document.uuid) + query + "&start=x").status_code == 302


def test_a_finding_has_an_address_of_its_own(client, document):
    finding = findings_of(document)[2]
    answer = client.get(at("finding", finding.uuid))
    assert answer["Location"].endswith(f"state=all&finding={finding.uuid}#f-{finding.uuid}")
    assert client.get(at("finding", document.uuid)).status_code == 404


def test_filters_narrow_cards_and_not_marks(client, document):
    accept_some(document, 2)
    url = at("review", document.uuid)
    number = len(findings_of(document))
    assert len(cards_in(client.get(url).content.decode())) == number - 2
    assert len(cards_in(client.get(url + "?state=accepted").content.decode())) == 2
    page = client.get(url + "?state=all&kind=request").content.decode()
    assert len(cards_in(page)) == 1
    assert page.count("<mark") >= number
    none = client.get(url + "?state=rejected").content.decode()
    assert "没有符合条件的摘录" in none


def test_a_finished_review_says_so(client, document):
    rows = {f.uuid: f.revision for f in findings_of(document)}
    services.accept_findings_above(document, 0, rows, actor=SYSTEM)
    page = client.get(at("review", document.uuid)).content.decode()
    assert "全部处理完毕" in page
    assert f"{at('accepted')}?document={document.uuid}" in page


def test_nothing_found_is_said_in_words(client, person):
    empty = make_document(actor_of(person), "今天天气很好。\n")
    assert not findings_of(empty)
    assert "没有从正文中发现" in client.get(at("document", empty.uuid)).content.decode()
    assert "没有发现摘录" in client.get(at("review", empty.uuid)).content.decode()


# Reading


def test_progress_is_shown_until_the_reading_is_done(client, person):
    document = make_document(actor_of(person), read=False)
    url = at("progress", document.uuid)
    page = client.get(at("review", document.uuid)).content.decode()
    assert f'hx-get="{url}?then=review&amp;looks=1" hx-trigger="every 200ms"' in page
    Job.objects.update(state="running", done=1, total=3, note="Reading the text")
    part = client.get(url + "?then=review", headers={"HX-Request": "true"}).content.decode()
    assert "正在读取正文" in part
    assert "1 / 3" in part
    assert client.get(url)["Location"] == at("document", document.uuid)
    Job.objects.update(state="queued")
    jobs.drain()
    done = client.get(url + "?then=review", headers={"HX-Request": "true"})
    assert done["HX-Redirect"] == at("review", document.uuid)


def test_the_page_asks_soon_and_then_less_often(client, person):
    document = make_document(actor_of(person), read=False)
    url, paces = at("progress", document.uuid), []
    for looks in ("1", "2", "30", "much"):
        part = client.get(url, {"looks": looks}, headers={"HX-Request": "true"}).content.decode()
        paces += re.findall('hx-trigger="every ([^"]+)"', part)
    assert paces == ["400ms", "1s", "1s", "200ms"]


def test_a_failed_reading_says_why_and_is_read_again(client, person):
    document = make_document(actor_of(person), read=False)
    Job.objects.update(
        state="failed",
        error_zh="读取时内存不足。",
        error_en="Out of memory.",
        finished_at=clock.now(),
    )
    for name in ("document", "review"):
        page = client.get(at(name, document.uuid)).content.decode()
        assert "读取时内存不足" in page
        assert at("read_again", document.uuid) in page
    client.post(at("read_again", document.uuid))
    assert Job.objects.filter(state="queued").count() == 1
    client.force_login(make_holder("auditor"))
    assert client.post(at("read_again", document.uuid)).status_code == 403


def test_decisions_carry_name_and_time(client, document):
    by_script(client, at("finding_accept", findings_of(document)[0].uuid), revision=1)
    page = client.get(at("review", document.uuid) + "?state=accepted").content.decode()
    assert re.search(r"林晓 · <time datetime=", page)


def test_scripts_in_a_text_are_shown_and_never_run(client, person):
    text = '要新建<script>alert("x")</script>学校12所&amp;。\n'
    page = client.get(at("review", make_document(actor_of(person), text).uuid)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;" in page
    assert "&amp;amp;" in page
