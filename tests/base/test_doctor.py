"""The doctor: what each check calls good, worth a look, and bad; the command; the status page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import translation
from tests.people.factories import make_holder

from luodi.base import clock, doctor, files, services
from luodi.base.actors import SYSTEM, Actor
from luodi.base.backup import making
from luodi.base.changes import Subject, change
from luodi.base.doctor import Finding, Level, machine, state, store
from luodi.base.events import declare_event
from luodi.base.jobs import drain, tick
from luodi.base.models import Event, Job, JobState, Timetable

pytestmark = pytest.mark.django_db

HAPPENED = declare_event("test.happened", "{actor}做了{what}", "{actor} did {what}")
GIB = 1024**3


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    """A data folder of its own."""
    settings.LUODI_HOME = tmp_path
    settings.LUODI_FILES = tmp_path / "files"
    tmp_path.chmod(0o700)
    return tmp_path


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def write(count: int = 1) -> None:
    for _ in range(count):
        with change(Actor("wang", "王")) as record:
            record(HAPPENED, Subject("test.thing", "1"), what="事")


def level(code: str) -> Level:
    return next(finding for finding in doctor.examine() if finding.code == code).level


# --- the machine --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("free", "expected"),
    [(100 * GIB, Level.OK), (GIB, Level.WARN), (GIB // 10, Level.BAD)],
)
def test_the_disk(monkeypatch: pytest.MonkeyPatch, free: int, expected: Level) -> None:
    usage = SimpleNamespace(free=free, total=100 * GIB)
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda path: usage)
    answer = machine.disk()
    assert answer.level == expected
    assert str(free // 2**20) in answer.said
    assert bool(answer.advice) == (expected != Level.OK)


def test_a_setting_that_nothing_reads(settings: Any) -> None:
    assert machine.names().level == Level.OK
    settings.UNKNOWN_NAMES = ("LUODI_DATA",)
    answer = machine.names()
    assert (answer.level, answer.said) == (Level.WARN, "LUODI_DATA")


def test_a_data_folder_that_others_can_read(home: Path) -> None:
    assert machine.folder().level == Level.OK
    home.chmod(0o755)
    assert machine.folder().level == Level.WARN
    assert f"chmod 700 {home}" in machine.folder().advice


def test_developers_mode_is_bad(settings: Any) -> None:
    assert machine.versions().level == Level.OK
    settings.DEBUG = True
    assert machine.versions().level == Level.BAD


def test_a_year_without_published_holidays() -> None:
    known = max(day.year for day in machine.chinese_calendar.holidays)
    day = clock.now().replace(month=6, day=1)
    with clock.set_clock(day.replace(year=known)):
        assert machine.calendar().level == Level.OK
    with clock.set_clock(day.replace(year=known + 1)):
        assert machine.calendar().level == Level.WARN


def test_chinese_fonts_by_fontconfig_and_without(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(machine, "find_spec", lambda name: None)
    monkeypatch.setattr(machine.shutil, "which", lambda name: None)
    monkeypatch.setattr(machine, "FONT_FOLDERS", (str(tmp_path),))
    assert machine.fonts().level == Level.WARN
    (tmp_path / "NotoSansCJK-Regular.ttc").touch()
    (tmp_path / "DejaVuSans.ttf").touch()
    answer = machine.fonts()
    assert (answer.level, answer.said) == (Level.OK, "NotoSansCJK-Regular")
    fake = tmp_path / "fc-list"
    fake.write_text("#!/bin/sh\necho 'Some Hei,某黑'\n")
    fake.chmod(0o700)
    monkeypatch.setattr(machine.shutil, "which", lambda name: str(fake))
    assert machine.fonts().said == "Some Hei"


def test_optional_programs_and_parts_are_never_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.shutil, "which", lambda name: None)
    monkeypatch.setattr(machine, "find_spec", lambda name: None)
    assert machine.tools().level == machine.extras().level == Level.OK
    assert "LibreOffice is not there" in machine.tools().said
    assert machine.extras().said == "none"
    monkeypatch.setattr(machine, "find_spec", lambda name: name == "psycopg")
    assert machine.extras().said == "postgres"


# --- the store ----------------------------------------------------------------------------------


def answering(**modes: str) -> Callable[[str], str]:
    return lambda statement: modes.get(statement.split()[-1], "3.40")


def test_a_database_that_may_lose_what_was_acknowledged_is_bad(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if connection.vendor == "sqlite":
        good = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}
        worse = {"journal_mode": "delete", "synchronous": "1", "foreign_keys": "0"}
    else:
        good = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "remote_apply"}
        worse = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
    monkeypatch.setattr(store, "_asked", answering(**good))
    assert store.database().level == Level.OK
    for name, mode in worse.items():
        monkeypatch.setattr(store, "_asked", answering(**{**good, name: mode}))
        answer = store.database()
        assert answer.level == Level.BAD
        assert f"{name} {mode}" in answer.said
        assert f"{name}=" in answer.advice


def test_the_database_of_the_tests_answers() -> None:
    kinds = {"sqlite": "SQLite 3.", "postgresql": "PostgreSQL "}
    assert store.database().said.startswith(kinds[connection.vendor])


def test_tables_behind_this_version(monkeypatch: pytest.MonkeyPatch) -> None:
    assert store.tables().level == Level.OK
    plan = "django.db.migrations.executor.MigrationExecutor.migration_plan"
    monkeypatch.setattr(plan, lambda self, targets: [("a", False), ("b", False)])
    answer = store.tables()
    assert answer.level == Level.BAD
    assert answer.said.startswith("2 steps")
    assert "./run migrate" in answer.advice


def test_a_stored_file_that_is_missing_is_bad() -> None:
    stored = files.store(b"a", "text/plain")
    files.store(b"b", "text/plain")
    assert store.stored_files().said == "2, all there"
    files.path_of(stored).unlink()
    answer = store.stored_files()
    assert (answer.level, answer.said) == (Level.BAD, "1 of 2 are missing")


# --- how it goes --------------------------------------------------------------------------------


def job(state: JobState, **more: Any) -> Job:
    return Job.objects.create(
        name="test.job", key=str(Job.objects.count()), state=state, queued_at=clock.now(), **more
    )


def test_jobs_that_wait_run_and_failed() -> None:
    assert state.jobs().level == Level.OK
    job(JobState.QUEUED)
    job(JobState.RUNNING, lease_until=clock.now() + timedelta(minutes=1))
    answer = state.jobs()
    assert answer.level == Level.OK
    assert answer.said == "1 waiting, 1 running, 0 failed in seven days"
    job(JobState.FAILED, finished_at=clock.now() - timedelta(days=8))
    assert state.jobs().level == Level.OK
    job(JobState.FAILED, finished_at=clock.now() - timedelta(days=6))
    assert state.jobs().level == Level.WARN


@pytest.mark.parametrize("lost", [True, False])
def test_stuck_jobs_are_bad(lost: bool) -> None:
    job(JobState.RUNNING, lease_until=clock.now()) if lost else job(JobState.QUEUED)
    with clock.set_clock(clock.now() + timedelta(minutes=9)):
        assert state.jobs().level == Level.OK
    with clock.set_clock(clock.now() + timedelta(minutes=11)):
        answer = state.jobs()
    assert answer.level == Level.BAD
    assert "1 stuck" in answer.said


def test_a_worker_that_does_not_tick() -> None:
    assert state.worker().level == Level.WARN
    tick()
    assert state.worker().level == Level.OK
    Timetable.objects.update(due_at=clock.now() - timedelta(minutes=11))
    assert state.worker().level == Level.WARN


def test_the_head_of_a_whole_chain_and_the_link_of_a_broken_one() -> None:
    write(3)
    answer = state.ledger_tail()
    assert answer.level == Level.OK
    assert f"3:{Event.objects.get(seq=3).hash}" in answer.said
    Event.objects.filter(seq=2).update(payload="{}")
    answer = state.ledger_tail()
    assert (answer.level, answer.said) == (
        Level.BAD,
        "broken at entry 2: Its content was changed.",
    )


def test_the_last_walk_along_the_chain() -> None:
    write(3)
    assert state.last_walk().level == Level.OK
    services.start_verification(actor=SYSTEM)
    drain()
    assert state.last_walk().said.endswith("3 entries")
    with clock.set_clock(clock.now() + timedelta(days=22)):
        assert state.last_walk().level == Level.WARN
    Event.objects.filter(seq=1).update(payload="{}")
    services.start_verification(actor=SYSTEM)
    drain()
    assert state.last_walk().level == Level.BAD


@pytest.mark.parametrize(
    ("days", "missing", "expected"),
    [(0, (), Level.OK), (3, (), Level.WARN), (15, (), Level.BAD), (0, ("a" * 64,), Level.BAD)],
)
def test_the_last_backup(days: int, missing: tuple[str, ...], expected: Level) -> None:
    assert state.backups().level == Level.WARN
    made_at = (clock.now() - timedelta(days=days)).isoformat()
    making._remember(making.Backup("/b/luodi.tar.gz", made_at, 2**20, 1, "0:0", missing))
    answer = state.backups()
    assert answer.level == expected
    assert "/b/luodi.tar.gz, 1.0 MB" in answer.said


# --- the whole ----------------------------------------------------------------------------------


def test_every_check_answers_in_both_languages() -> None:
    in_english = doctor.examine()
    with translation.override("zh-hans"):
        in_chinese = doctor.examine()
    assert [finding.code for finding in in_english] == [code for code, _, _ in doctor.CHECKS]
    for english, chinese in zip(in_english, in_chinese, strict=True):
        assert not re.search("[\u4e00-\u9fff]", english.title + english.said + english.advice)
        assert re.search("[\u4e00-\u9fff]", chinese.title)
        assert bool(english.advice) == bool(chinese.advice)
        assert not chinese.advice or chinese.advice != english.advice


def test_a_check_that_breaks_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks() -> None:
        raise OSError("no such device\nsecond line")

    monkeypatch.setattr(machine.shutil, "disk_usage", lambda path: breaks())
    (finding,) = [finding for finding in doctor.examine() if finding.code == "disk"]
    assert finding.level == Level.BAD
    assert finding.said.endswith("OSError no such device")
    assert finding.title == "Disk"


def findings(*levels: Level) -> list[Finding]:
    return [Finding(level.value, level.value.upper(), level, "said", "do") for level in levels]


@pytest.mark.parametrize(
    ("levels", "code"),
    [((Level.OK,), 0), ((Level.OK, Level.WARN), 0), ((Level.BAD, Level.OK), 1)],
)
def test_the_command_ends_with_one_when_something_is_bad(
    monkeypatch: pytest.MonkeyPatch, levels: tuple[Level, ...], code: int
) -> None:
    monkeypatch.setattr(doctor, "examine", lambda: findings(*levels))
    for words in ([], ["--json"]):
        said, ended = StringIO(), 0
        try:
            call_command("doctor", *words, stdout=said)
        except SystemExit as end:
            ended = int(end.code or 0)
        assert ended == code
        assert all(level.value.upper() in said.getvalue() for level in levels)
    assert [row["level"] for row in json.loads(said.getvalue())] == [str(x) for x in levels]


@pytest.mark.parametrize(("language", "word"), [("zh", "磁盘"), ("en", "Disk")])
def test_the_command_speaks_the_language_of_the_setting(
    settings: Any, language: str, word: str
) -> None:
    settings.LANG = language
    said = StringIO()
    with suppress(SystemExit):
        call_command("doctor", stdout=said)
    assert word in said.getvalue()


def test_without_any_table_the_doctor_says_what_to_do(install: Any) -> None:
    done = install("bare", empty=True).luodi("doctor", LUODI_LANG="en")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "./run migrate" in done.stdout


# --- the status page ----------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["system_admin", "auditor"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_status_page_shows_findings_and_jobs(client: Any, role: str, language: str) -> None:
    client.force_login(make_holder(role))
    client.cookies["django_language"] = language
    job(JobState.FAILED, finished_at=clock.now(), error_zh="太长。", error_en="Too long.")
    html = client.get(reverse("base:status")).content.decode()
    assert ("Too long." if language == "en" else "太长。") in html
    assert "test.job" in html
    for title in (title for _, title, _ in doctor.CHECKS):
        with translation.override(language):
            assert str(title) in html
    assert reverse("base:verify") in html


@pytest.mark.parametrize("role", ["security_admin", "followup", "liaison", "city_leader"])
def test_others_do_not_open_the_status_page(client: Any, role: str) -> None:
    client.force_login(make_holder(role))
    for name in ("base:status", "base:verification"):
        assert client.get(reverse(name)).status_code == 403
    assert client.post(reverse("base:verify")).status_code == 403


def test_signed_out_the_status_page_asks_to_sign_in(client: Any) -> None:
    answer = client.get(reverse("base:status"))
    assert answer.status_code == 302
    assert "login" in answer["Location"]


def test_with_a_one_time_password_the_status_page_waits(client: Any) -> None:
    person = make_holder("system_admin")
    person.set_password("one-time-7")
    person.save()
    client.post(reverse("account_login"), {"login": person.account, "password": "one-time-7"})
    for answer in (client.get(reverse("base:status")), client.post(reverse("base:verify"))):
        assert answer["Location"] == reverse("account_change_password")
    language = {"language": "en", "next": "/"}
    assert client.post(reverse("base:set_language"), language)["Location"] == "/"


def test_a_walk_is_started_followed_and_shown(client: Any) -> None:
    client.force_login(make_holder("system_admin"))
    page = reverse("base:status")
    assert client.get(reverse("base:verify")).status_code == 405
    answer = client.post(reverse("base:verify"), {"next": page})
    assert (answer.status_code, answer["Location"]) == (302, page)
    shown = client.get(page).content.decode()
    assert reverse("base:verification") in shown
    part = client.get(reverse("base:verification"))
    assert "progressbar" in part.content.decode()
    drain()
    part = client.get(reverse("base:verification"))
    assert part["HX-Refresh"] == "true"
    assert "progressbar" not in client.get(page).content.decode()
