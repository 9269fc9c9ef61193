"""How many SQL queries each page takes: checked in, and the same however many rows there are.

Every address of ours is asked on the demonstration, as the first of `READERS` who may. When a count
changes for a reason, write the file anew:

    LUODI_WRITE_COUNTS=1 ./run test tests/contracts/test_query_counts.py
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.documents.scans import make_scanned

from luodi.base import jobs
from luodi.base.actors import SYSTEM
from luodi.base.models import Event
from luodi.commitments.models import Measure
from luodi.documents import services as documents
from luodi.documents.models import Document, Finding, Recognition
from luodi.indicators.models import Observation, Target
from luodi.people import services as people
from luodi.people.models import Person, Post, Unit

FILE = Path(__file__).with_name("query_counts.json")
READERS = ("duchashi", "anquan", "guanli", "shenji", "zhujianju", "mishu")

# Areas whose objects the demonstration does not have yet.
WITHOUT_SAMPLE = ("commitments",)

# Which row stands for the address: the first beginning that fits.
SAMPLES: tuple[tuple[str, Callable[[], dict[str, Any]]], ...] = (
    ("base:chart", lambda: {"name": "0" * 64}),
    ("documents:finding", lambda: {"uuid": _finding().uuid}),
    ("documents:picture", lambda: {"uuid": _scan().document.uuid, "n": 1, "number": 1}),
    ("documents:pages", lambda: {"uuid": _scan().document.uuid, "n": 1}),
    ("documents:scan", lambda: {"uuid": _scan().uuid}),
    ("documents:version", lambda: {"uuid": _document().uuid, "n": 1}),
    ("documents:", lambda: {"uuid": _document().uuid}),
    ("indicators:monthly_paper", lambda: {"key": _body(), "kind": "xlsx"}),
    ("indicators:profile", lambda: {"key": _body()}),
    ("indicators:figure_", lambda: {"uuid": _figure().uuid}),
    ("indicators:target_new", lambda: {"measure": _target().measure}),
    ("indicators:target", lambda: {"uuid": _target().uuid}),
    ("indicators:step", lambda: {"uuid": _target().indicator.uuid, "step": "open"}),
    ("indicators:", lambda: {"uuid": _target().indicator.uuid}),
    ("people:alias_remove", lambda: {"uuid": _unit().uuid, "alias": _unit().aliases.first().pk}),
    ("people:post_new", lambda: {"uuid": _unit().uuid}),
    ("people:post", lambda: {"uuid": _post().uuid}),
    ("people:appoint", lambda: {"uuid": _post().uuid}),
    ("people:release", lambda: {"uuid": _post().uuid}),
    ("people:account", lambda: {"uuid": Person.objects.get(account="zhujianju").uuid}),
    ("people:table", lambda: {"kind": "units"}),
    ("people:sign_in_link", lambda: {"token": "none"}),
    ("people:", lambda: {"uuid": _unit().uuid}),
    ("web:row", lambda: {"uuid": Measure.objects.get(uuid=_target().measure).row.uuid}),
    ("web:ledger_entry", lambda: {"seq": Event.objects.latest("seq").seq}),
)


def _document() -> Document:
    return Document.objects.order_by("pk")[0]


def _scan() -> Recognition:
    """A scan: the demonstration has none, since the extra that recognises its text may be missing."""
    found = Recognition.objects.first()
    if found is None:
        make_scanned(SYSTEM)
        found = Recognition.objects.get()
    return found


def _finding() -> Finding:
    return Finding.objects.filter(version__document=_document()).order_by("start")[0]


def _figure() -> Observation:
    rows = Observation.objects.filter(is_latest=True, indicator__code="").exclude(reporter=None)
    return rows.order_by("pk")[0]


def _target() -> Target:
    return Target.objects.select_related("indicator").exclude(peers=None).order_by("pk")[0]


def _unit() -> Unit:
    return Unit.objects.get(short_name="市住建局")


def _body() -> str:
    return str(Unit.objects.get(short_name="云岭县").uuid)


def _post() -> Post:
    return Post.objects.get(unit=_unit(), role="liaison")


def addresses() -> Iterator[tuple[str, set[str]]]:
    """Give every address of ours that has a name, with the names of its parts."""
    for resolver in get_resolver().url_patterns:
        if isinstance(resolver, URLResolver) and resolver.app_name and _ours(resolver):
            for pattern in resolver.url_patterns:
                assert isinstance(pattern, URLPattern)
                name = f"{resolver.app_name}:{pattern.name}"
                yield name, set(pattern.pattern.converters)


def _ours(resolver: URLResolver) -> bool:
    return str(getattr(resolver.urlconf_module, "__name__", "")).startswith("luodi.")


def _address(name: str, parts: set[str]) -> str | None:
    """Return the path of a page of the demonstration; None where there is no row to show."""
    if not parts:
        return reverse(name)
    for beginning, sample in SAMPLES:
        if name.startswith(beginning):
            given = sample()
            # A part that the sample does not know is a mistake in the table above.
            return reverse(name, kwargs={part: given[part] for part in parts})
    assert name.startswith(WITHOUT_SAMPLE), f"{name}: add a row to SAMPLES"
    return None


def _readers() -> dict[str, Client]:
    clients = {}
    for account in READERS:
        clients[account] = Client()
        clients[account].force_login(Person.objects.get(account=account))
    return clients


def measure() -> dict[str, str]:
    """Return each page with its reader and the number of queries, when it is asked a second time."""
    clients = _readers()
    found = {}
    for name, parts in addresses():
        if (path := _address(name, parts)) is None:
            continue
        for account, client in clients.items():
            status = client.get(path).status_code
            if status == 200:
                jobs.drain()  # a page whose chart is drawn asks less than one that waits for it
                with CaptureQueriesContext(
                    connection,
                ) as queries:
                    client.get(path)
                found[name] = f"{len(queries)} as {account}"
                break
            # Buttons (405) and pages that lead on (302, 204) show nothing.
            assert status in (204, 302, 403, 404, 405, 409), f"{name}: {status}"
    return found


def grow() -> None:
    """Add rows of every kind that lists show."""
    for number in range(4):
        text = (
            f"第{number}号方案\n2026年6月底前完成造林{number + 3}万亩，新建学校{number + 2}所。\n"
        )
        documents.paste_document(text, actor=SYSTEM)
        unit = people.create_unit(
            name=f"新设第{number}局", kind="department", parent=_unit(), actor=SYSTEM
        )
        post = people.create_post(unit, "联络岗", "liaison", actor=SYSTEM)
        person = people.create_person(name="新人", account=f"xinren{number}", actor=SYSTEM).person
        people.appoint(person, post, actor=SYSTEM)
    jobs.drain()
    for finding in Finding.objects.filter(state="proposed").order_by("-pk")[:8]:
        documents.accept_finding(finding, actor=SYSTEM)


@pytest.mark.django_db
def test_queries_are_those_written_down_and_do_not_grow(demonstration: Path) -> None:
    _scan()
    measured = measure()
    if os.environ.get("LUODI_WRITE_COUNTS"):
        FILE.write_text(json.dumps(measured, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
    assert measured == json.loads(FILE.read_text("utf-8"))
    grow()
    grown = measure()
    assert {
        name: (measured[name], said) for name, said in grown.items() if measured.get(name) != said
    } == {}


def test_no_page_takes_very_many() -> None:
    counts = {
        name: int(said.split()[0]) for name, said in json.loads(FILE.read_text("utf-8")).items()
    }
    assert len(counts) > 15
    assert {name: count for name, count in counts.items() if count > 40} == {}
