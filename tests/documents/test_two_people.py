"""Two people decide about the same finding at the same moment, each in a process of its own:
one wins, the other is told what the first decided; on both databases."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from tests.people.factories import make_actor

from luodi.base import ledger
from luodi.base.actors import Actor
from luodi.base.models import Event
from luodi.documents import services
from luodi.documents.models import Decision, Document, Finding, Reading

from .factories import make_document, make_finding, make_text

pytestmark = pytest.mark.django_db(transaction=True)

# What each of the two does: get ready, wait until both are, act, and tell how it ended.
SCRIPT = """
import json, sys
import django
django.setup()
from luodi.base.errors import Conflict, NotFound
from luodi.documents import services
from luodi.people.models import Person
from luodi.people.queries import actor_of
step, key, person, extra = sys.argv[1:]
actor = actor_of(Person.objects.get(uuid=person))
steps = {
    "accept": lambda: services.accept_finding(key, actor=actor, expected_revision=1),
    "reject": lambda: services.reject_finding(key, "repeated", actor=actor, expected_revision=1),
    "edit": lambda: services.edit_finding(
        key, {"kind": "reform"}, actor=actor, expected_revision=1
    ),
    "undo": lambda: services.undo_decision(key, actor=actor),
    "bulk": lambda: services.accept_findings_above(key, 0.5, listed(), actor=actor),
    "read": lambda: services.start_reading(key, actor=actor),
    "file": lambda: services.store_document(extra.encode(), "a.txt", actor=actor),
    "paste": lambda: services.paste_document(extra, actor=actor),
}

def listed():
    from luodi.documents.models import Finding
    return dict(Finding.objects.values_list("uuid", "revision"))

print("ready", flush=True)
sys.stdin.readline()
try:
    done = steps[step]()
except (Conflict, NotFound) as error:
    theirs = getattr(error, "theirs", {})
    print(json.dumps(["conflict", theirs.get("state", ""), theirs.get("revision", 0)]))
else:
    print(json.dumps(["done", str(getattr(done, "is_new", "")), 0]))
"""

Answer = tuple[str, str, int]
Together = Callable[..., list[Answer]]


def start(environment: dict[str, str], *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, *words],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def answers(ready: list[subprocess.Popen[str]]) -> Iterator[Answer]:
    for process in ready:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in ready:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in ready:
        said, _ = process.communicate(timeout=120)
        assert process.returncode == 0
        ended, state, revision = json.loads(said)
        yield ended, state, revision


@pytest.fixture
def together(files_folder: Path, tmp_path: Path) -> Together:
    """Run two steps at the same moment, `(step, key, actor, extra)` each, and return how each
    ended; afterwards the test's own database holds what they wrote."""

    def run(*steps: tuple[str, object, Actor, str]) -> list[Answer]:
        environment = _environment(tmp_path)
        if connection.vendor == "sqlite":
            _copy(connection.connection, tmp_path / "luodi.sqlite3")
        words = [(step, str(key), actor.id, extra) for step, key, actor, extra in steps]
        ended = list(answers([start(environment, *each) for each in words]))
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(tmp_path / "luodi.sqlite3")) as written:
                written.backup(connection.connection)
        return ended

    return run


def _environment(home: Path) -> dict[str, str]:
    url = os.environ.get("LUODI_DATABASE_URL", "")
    if connection.vendor == "postgresql":
        url = urlsplit(url)._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    sources = os.pathsep.join(path for path in sys.path if path)
    return os.environ | {
        "LUODI_HOME": str(home),
        "LUODI_DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "luodi.config.settings",
        "PYTHONPATH": sources,
    }


def _copy(here: sqlite3.Connection, there: Path) -> None:
    """The tests' database lives in memory, where no other process sees it."""
    with closing(sqlite3.connect(there)) as target:
        here.backup(target)


@pytest.fixture
def two(db) -> tuple[Actor, Actor]:
    """Two people of the follow-up office."""
    return make_actor("followup"), make_actor("followup")


def happened(name: str) -> int:
    return Event.objects.filter(name=name).count()


@pytest.mark.parametrize("steps", [("accept", "reject"), ("accept", "accept"), ("edit", "reject")])
def test_of_two_decisions_one_wins_and_the_other_is_told(
    steps: tuple[str, str], two: tuple[Actor, Actor], together: Together
) -> None:
    finding = make_finding(two[0])
    ended = together(
        (steps[0], finding.uuid, two[0], ""),
        (steps[1], finding.uuid, two[1], ""),
    )
    assert sorted(answer[0] for answer in ended) == ["conflict", "done"]
    loser = next(answer for answer in ended if answer[0] == "conflict")
    winner = steps[[answer[0] for answer in ended].index("done")]
    kept = Finding.objects.get(pk=finding.pk)
    state = {"accept": "accepted", "reject": "rejected", "edit": "proposed"}[winner]
    assert (kept.state, kept.revision) == (state, 2)
    assert loser == ("conflict", state, 2)
    assert Decision.objects.get().move == winner
    assert ledger.verify().ok


def test_of_two_lists_accepted_at_once_each_finding_is_accepted_once(
    two: tuple[Actor, Actor], together: Together
) -> None:
    document = make_document(two[0])
    ended = together(("bulk", document.uuid, two[0], ""), ("bulk", document.uuid, two[1], ""))
    assert sorted(answer[0] for answer in ended) == ["conflict", "done"]
    assert set(Finding.objects.values_list("state", "revision")) == {("accepted", 2)}
    assert Decision.objects.count() == Finding.objects.count()
    assert happened("documents.findings.accepted") == 1
    assert ledger.verify().ok


def test_of_two_clicks_on_undo_never_one_step_is_taken_back_twice(
    two: tuple[Actor, Actor], together: Together
) -> None:
    finding = make_finding(two[0])
    services.accept_finding(finding, actor=two[0])
    document = finding.version.document.uuid
    ended = together(("undo", document, two[0], ""), ("undo", document, two[0], ""))
    assert sorted(answer[0] for answer in ended) == ["conflict", "done"]
    kept = Finding.objects.get(pk=finding.pk)
    assert (kept.state, kept.revision) == ("proposed", 3)
    assert happened("documents.decision.undone") == 1


def test_of_two_who_ask_for_a_reading_both_get_the_same_one(
    two: tuple[Actor, Actor], together: Together
) -> None:
    document = make_document(two[0])
    ended = together(("read", document.uuid, two[0], ""), ("read", document.uuid, two[1], ""))
    assert "done" in {answer[0] for answer in ended}
    assert Reading.objects.filter(recorded_at=None).count() == 1
    assert happened("documents.reading.started") == 1
    assert ledger.verify().ok


def test_of_two_who_give_the_same_file_one_is_told_that_it_is_known(
    two: tuple[Actor, Actor], together: Together
) -> None:
    text = make_text()
    ended = together(("file", "-", two[0], text), ("file", "-", two[1], text))
    assert sorted(answer[:2] for answer in ended) == [("done", "False"), ("done", "True")]
    assert Document.objects.count() == 1
    assert happened("documents.document.stored") == 1
    assert ledger.verify().ok


def test_a_text_pasted_twice_by_a_double_click_is_one_document(
    two: tuple[Actor, Actor], together: Together
) -> None:
    text = make_text()
    ended = together(("paste", "-", two[0], text), ("paste", "-", two[0], text))
    assert sorted(answer[:2] for answer in ended) == [("done", "False"), ("done", "True")]
    assert Document.objects.count() == 1
