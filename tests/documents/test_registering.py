"""Items without a document: the typed words hold the anchor, at once and without a job."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.people.factories import make_actor, make_unit

from luodi.base import clock, files, jobs, ledger
from luodi.base.errors import Invalid, NotFound
from luodi.base.models import Event, Job, StoredFile
from luodi.documents import queries, services
from luodi.documents.models import Document, Finding
from luodi.documents.services import Scan

from .factories import findings_of

pytestmark = pytest.mark.django_db
WORDS = "请市水利局牵头，于2026年12月底前完成𠮷祥河清淤20公里，抓紧办。"
DAY = date(2026, 3, 2)


def register(actor, words: str = WORDS, **more: object) -> services.Stored:
    given = {"source": "remark", "leader": "王市长", "date": DAY, **more}
    return services.register_words(words, actor=actor, **given)


def test_a_remark_is_a_document_with_one_accepted_finding_at_once(office) -> None:
    done = register(office)
    row, version = done.document, done.version
    assert row.title == "王市长批示（2026年3月2日）：请市水利局牵头，于2026年12月底前完成𠮷祥河…"
    assert (row.kind, row.issuer, row.date, row.source) == ("remark", "王市长", DAY, "remark")
    assert (version.text, version.format, version.file) == (WORDS, "typed", None)
    (found,) = findings_of(row)
    assert found.exact == WORDS.rstrip("。") == version.text[found.start : found.end]
    assert (found.state, found.reason, str(found.decided_by.uuid)) == (
        "accepted", "added", office.id,
    )  # fmt: skip
    assert found.fields["deadline"]["by"] == "2026-12-31"
    assert [t["value"] for t in found.fields["targets"]] == ["20"]
    assert not Job.objects.exists()
    assert queries.document_page(office, row.uuid).row.state == "done"
    assert Event.objects.filter(name__startswith="doc").count() == 1
    assert ledger.verify().ok


def test_minutes_give_one_finding_for_each_item(office) -> None:
    words = (
        "会议研究了水利工作。\n一、市水利局要完成河道清淤20公里。\n（一）每月报告。\n"
        "二、市交通局新建农村公路300公里。\n三、散会。\n"
    )
    done = register(office, words, source="minutes", leader="")
    assert done.document.title.startswith("会议议定事项（2026年3月2日）")
    assert [row.exact for row in findings_of(done.document)] == [
        "市水利局要完成河道清淤20公里。\n（一）每月报告", "市交通局新建农村公路300公里", "散会",
    ]  # fmt: skip
    assert all(row.state == "accepted" for row in findings_of(done.document))


@pytest.mark.parametrize(
    ("words", "items"),
    [
        ("1. 修路。\n2. 建桥。", ["修路", "建桥"]),
        ("会议决定：一是修路；二是建桥。", ["修路", "建桥"]),
        ("（1）修路。（2）建桥。", ["修路", "建桥"]),
        ("会议决定修路。", ["会议决定修路"]),
    ],
)
def test_items_are_numbered_in_many_ways(words: str, items: list[str], office) -> None:
    done = register(office, words, source="minutes")
    assert [row.exact for row in findings_of(done.document)] == items


def test_the_same_words_of_another_day_are_another_item(office) -> None:
    first = register(office, "抓紧办理。")
    assert not register(office, " 抓紧办理。\r\n").is_new
    other = register(office, "抓紧办理。", date=DAY + timedelta(1))
    assert other.is_new
    assert other.document != first.document
    assert services.paste_document("抓紧办理。", actor=office).is_new


def test_the_owners_are_who_has_to_act(office) -> None:
    (found,) = findings_of(register(office, owners=["市住建局", " ", "市交通局"]).document)
    owners = [(owner["text"], owner["role"]) for owner in found.fields["owners"]]
    assert owners == [("市住建局", "lead"), ("市交通局", "partner")]
    assert found.has_owner
    assert found.fields_edited is not None


def test_a_scan_is_kept_as_it_came(office) -> None:
    data = b"%PDF-1.7\nno parser ever sees this"
    done = register(office, scan=Scan(data, "../批示.pdf"))
    assert files.read(done.version.file) == data
    assert queries.original_of(office, done.document.uuid).filename == "批示.pdf"
    for bad, name in ((b"MZ\x90", "a.exe"), ("文字".encode(), "a.pdf"), (b"", "a.pdf")):
        with pytest.raises(Invalid) as caught:
            register(office, "另一件事", scan=Scan(bad, name))
        assert caught.value.field == "scan"
    with pytest.raises(Invalid):
        register(office, "另一件事", scan=Scan(data, "机密★10年.pdf"))
    assert (Document.objects.count(), StoredFile.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"source": "gossip"}, "source"),
        ({"leader": " "}, "leader"),
        ({"date": None}, "date"),
        ({"words": " \n"}, "words"),
        ({"words": "长" * 5001}, "words"),
        ({"words": "机密★10年\n请办理"}, "file"),
        ({"words": "修\x00路"}, "file"),
        ({"leader": "绝密"}, "issuer"),
        ({"unit": "no-unit"}, "unit"),
        ({"release": "public"}, "release"),
    ],
)
def test_what_cannot_be_registered_is_refused(given, field, office) -> None:
    words = given.pop("words", WORDS)
    with pytest.raises(Invalid) as caught:
        register(office, words, **given)
    assert caught.value.field == field
    assert not Document.objects.exists()


def test_a_remark_can_stay_with_few_from_the_first_moment(office, colleague) -> None:
    row = register(office, release="work_secret").document
    assert queries.document_page(colleague, row.uuid).row.title == row.title
    stranger = make_actor("liaison", make_unit("望川市水利局"))
    with pytest.raises(NotFound):
        queries.document_page(stranger, row.uuid)
    assert register(stranger).is_new  # the same words again tell nothing of the first


def test_a_day_to_come_is_refused(office) -> None:
    with pytest.raises(Invalid) as caught:
        register(office, date=clock.today() + timedelta(1))
    assert caught.value.field == "date"
    assert register(office, date=clock.today()).is_new


def test_a_registered_item_is_read_again_without_being_doubled(office) -> None:
    done = register(office)
    before = [row.uuid for row in findings_of(done.document)]
    services.start_reading(done.document, actor=office)
    jobs.drain()
    assert [row.uuid for row in findings_of(done.document)] == before
    assert Finding.objects.count() == 1


def test_a_registered_item_can_be_rejected_and_given_back(office, colleague) -> None:
    (found,) = findings_of(register(office).document)
    services.reject_finding(found, "not_ours", actor=colleague)
    services.undo_decision(found.version.document, actor=colleague)
    row = Finding.objects.get(pk=found.pk)
    assert (row.state, row.decided_by, row.decided_at) == (
        "accepted", found.decided_by, found.decided_at,
    )  # fmt: skip
