"""The demonstration: an invented city that the services built, in which every role sees something."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from luodi.base import clock, ledger
from luodi.base.errors import Conflict
from luodi.base.models import Event, Job
from luodi.commitments.models import Measure
from luodi.config.demonstration import afternoon, cast
from luodi.config.demonstration.build import build
from luodi.config.demonstration.greeting import greeting
from luodi.config.demonstration.series import INVENTED
from luodi.documents.models import Decision, Document, Finding
from luodi.documents.queries import accepted_findings, documents, waiting_for
from luodi.indicators.aims import holds
from luodi.indicators.census import LICENCE
from luodi.indicators.models import FigureImport, Indicator, Observation, Target
from luodi.indicators.queries import judgements_of, series_of
from luodi.people.models import Person, Role
from luodi.people.queries import actor_of

pytestmark = pytest.mark.django_db

ACCOUNTS = [plan.account for plan in cast.ACCOUNTS]
BUSINESS = [plan.account for plan in cast.ACCOUNTS if not plan.role.endswith("_admin")]


@pytest.fixture
def home(demonstration: Path) -> Path:
    """The data folder of the demonstration."""
    return demonstration


@pytest.fixture(autouse=True)
def _city(demonstration: Path) -> None:
    """Every test here looks at the built city."""


def _of(account: str):
    return actor_of(Person.objects.get(account=account))


def test_every_role_has_an_account() -> None:
    assert {plan.role for plan in cast.ACCOUNTS} == set(Role.values)


def test_every_kind_of_decision_is_there() -> None:
    states = set(Finding.objects.values_list("state", flat=True))
    assert states == {"proposed", "accepted", "rejected"}
    moves = set(Decision.objects.values_list("move", flat=True))
    assert moves == {"accept", "edit", "reject", "restore"}
    assert Decision.objects.filter(undone=True).exists()
    assert Finding.objects.filter(decided_in_bulk=True).count() > 5
    assert Finding.objects.exclude(fields_edited=None).count() >= 3
    assert Finding.objects.filter(reject_reason="other").exclude(reject_note="").exists()
    kinds = set(Finding.objects.values_list("kind", flat=True))
    assert {"goal", "task", "project", "reform", "request"} <= kinds


def test_all_was_read_and_one_document_is_untouched() -> None:
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}
    texts = {file.name for file in afternoon.FOLDER.glob("*.txt")}
    stored = Document.objects.values_list("versions__filename", flat=True)
    assert set(stored) == texts
    untouched = Document.objects.exclude(versions__findings__decisions__isnull=False)
    assert untouched.filter(versions__findings__isnull=False).exists()


def test_the_chain_holds_and_stands_in_the_order_of_time() -> None:
    assert ledger.verify().broken is None
    moments = list(Event.objects.order_by("seq").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert {moment.year for moment in moments} == {2026}


def test_every_target_belongs_to_characters_of_a_document() -> None:
    targets = Target.objects.all()
    assert targets.count() == 9
    for target in targets:
        measure = Measure.objects.select_related("version").get(uuid=target.measure)
        assert measure.version.text[measure.start : measure.end] == measure.words
    median = Measure.objects.get(uuid=targets.get(aim="median").measure)
    assert median.words == "达到全市5个县市区中位数以上"


def test_the_targets_are_of_every_kind_and_say_what_cannot_be_assessed() -> None:
    with clock.set_clock(timezone.make_aware(datetime(2026, 4, 29, 18))):
        targets = list(Target.objects.select_related("indicator", "body", "place", "peers"))
        found = judgements_of(_of("duchashi"), targets)
    by_aim = {target.aim: found[target.pk] for target in targets if target.aim != "threshold"}
    assert set(by_aim) == {"rank", "multiple", "range", "median"}
    assert (by_aim["rank"].latest.value, by_aim["rank"].meeting) == (22, "not_yet")
    assert by_aim["multiple"].asked == 1946
    assert by_aim["range"].meeting == "met"
    assert by_aim["median"].meeting == "not_yet"
    unknown = [one for one in found.values() if one.meeting == "unknown"]
    assert [one.why_not.reason for one in unknown] == ["too_few"]


def test_forty_per_cent_is_reached_or_not_as_one_counts() -> None:
    """Two variants side by side, not settled: the verdict depends on which is meant."""
    target = Target.objects.select_related("indicator").get(value=40)
    family = [target.indicator, *target.indicator.variants.all()]
    assert [one.state for one in family] == ["unsettled", "unsettled"]
    subject = (None, target.body_id)
    known = series_of(family, [subject])
    verdicts = [holds(target, known[one.pk, subject][-1].value) for one in family]
    assert verdicts == [True, False]


def test_figures_of_the_city_say_that_they_are_invented_and_real_ones_whose_they_are() -> None:
    invented = Indicator.objects.filter(source=INVENTED, measure=None)
    assert all("演示" in one.name or one.variant for one in invented)
    own = Observation.objects.exclude(body=None)
    assert set(own.values_list("indicator", flat=True)) <= {
        *invented.values_list("pk", flat=True),
        *Indicator.objects.exclude(measure=None).values_list("pk", flat=True),
    }
    real = Observation.objects.exclude(place=None)
    assert real.count() == 1202
    assert set(real.values_list("indicator__licence", flat=True)) == {LICENCE}
    assert set(own.values_list("state", flat=True)) == {"reported", "checked", "disputed"}
    assert own.filter(is_latest=False).count() == 2


def test_a_table_was_written_and_another_waits_with_its_answers() -> None:
    waits, written = FigureImport.objects.order_by("state").reverse()
    assert (written.state, written.counts["written"]) == ("done", {"new": 6, "revised": 1})
    assert written.counts["refused"] == 2
    assert (waits.state, waits.counts["refused"], waits.counts["unchanged"]) == ("preview", 1, 1)


def test_an_assistant_acts_with_both_names() -> None:
    leader = Person.objects.get(account="shizhang")
    assistant = Person.objects.get(account="mishu")
    events = Event.objects.filter(actor_id=str(assistant.uuid), name="documents.document.stored")
    assert set(events.values_list("behalf_id", flat=True)) == {str(leader.uuid)}


@pytest.mark.parametrize("account", BUSINESS)
def test_every_business_role_sees_documents_and_the_accepted_list(account: str) -> None:
    actor = _of(account)
    assert len(documents(actor).object_list) >= 6
    assert len(accepted_findings(actor).object_list) > 10


@pytest.mark.parametrize(
    "account", ["duchashi", "duchashi2", "zhujianju", "zhujianjuzhang", "yunling"]
)
def test_something_waits_for_those_who_review(account: str) -> None:
    assert waiting_for(_of(account)).findings > 0


@pytest.mark.parametrize("account", ACCOUNTS)
def test_every_account_signs_in_and_every_page_says_it_is_invented(
    account: str, home: Path
) -> None:
    password = json.loads((home / "demonstration.json").read_text())["password"]
    visitor = Client()
    answer = visitor.post("/account/login/", {"login": account, "password": password}, follow=True)
    assert answer.redirect_chain, "not signed in"
    assert answer.status_code == 200
    assert "均属虚构" in answer.content.decode()
    assert "均属虚构" in visitor.get("/account/password/change/").content.decode()


def test_the_greeting_names_every_account_and_the_password_once(home: Path) -> None:
    said = greeting()
    password = json.loads((home / "demonstration.json").read_text())["password"]
    assert said.count(password) == 1
    assert all(account in said for account in ACCOUNTS)
    assert (home / "demonstration.json").stat().st_mode & 0o077 == 0


def test_a_database_that_is_not_empty_is_refused() -> None:
    before = Event.objects.count()
    with pytest.raises(Conflict, match="not empty"):
        build()
    assert Event.objects.count() == before


@pytest.mark.parametrize("file", sorted(afternoon.FOLDER.glob("*.txt")), ids=lambda file: file.stem)
def test_every_text_says_that_it_is_invented(file: Path) -> None:
    head = file.read_text("utf-8")[:300]
    assert "（演示文本）" in head
    assert "本文为演示而虚构" in head
