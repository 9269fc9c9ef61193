"""Server and worker killed with -9 while people upload and review: nothing acknowledged is lost."""

from __future__ import annotations

import os
import random
import re
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import pytest
import requests
from tests.config.serving import children, free_port

from .installations import Installation, lines_of, patiently

ACCOUNT, PASSWORD = "duchashi", "crane-lantern-42"
ROUNDS = 3  # the supervisor gives up on a service that dies five times in a minute
OPEN_JOBS = "SELECT 1 FROM base_job WHERE name = 'documents.read' AND state <> 'done'"
PROPOSED = """
SELECT uuid, revision FROM documents_finding WHERE state = 'proposed' ORDER BY id DESC LIMIT 20
"""


def text_of(number: int) -> str:
    """A document that takes the reader a moment."""
    lines = [
        f"{part}.到2026年底前，市水利局要完成{number + part}个老旧小区供水改造，新建农村公路{part}公里。"
        for part in range(1, 120)
    ]
    return f"望川市2026年第{number}号工作安排\n" + "\n".join(lines) + "\n"


class Client(threading.Thread):
    """Somebody at a browser, who tries again when the server is away; `told` is acknowledged."""

    def __init__(self, address: str, installation: Installation) -> None:
        super().__init__(daemon=True)
        self.address, self.installation = address, installation
        self.told: list[str] = []
        self.broken_off = 0
        self.stopping = threading.Event()
        self.session = requests.Session()

    def run(self) -> None:
        """Work until told to stop."""
        steps = self.steps()
        while not self.stopping.is_set():
            try:
                self.sign_in()
                for step in steps:
                    self.told.append(step)
                    if self.stopping.is_set():
                        return
            except requests.RequestException:
                self.broken_off += 1
                steps = self.steps()
                time.sleep(0.1)

    def steps(self) -> Iterator[str]:
        """Yield the id of each thing the server said was done."""
        raise NotImplementedError

    def sign_in(self) -> None:
        """Sign in, unless that is done."""
        if "sessionid" not in self.session.cookies:
            self.session.get(f"{self.address}/account/login/", timeout=30)
            self.post("/account/login/", {"login": ACCOUNT, "password": PASSWORD})

    def post(self, path: str, data: dict[str, str], **more: object) -> requests.Response:
        """Send a form as a browser does."""
        token = {"csrfmiddlewaretoken": self.session.cookies["csrftoken"]}
        answer = self.session.post(
            self.address + path, data | token, allow_redirects=False, timeout=30, **more
        )
        answer.raise_for_status()
        return answer


class Uploader(Client):
    """Gives documents one after another, each until it is acknowledged."""

    number = 0

    def steps(self) -> Iterator[str]:
        while True:
            content = text_of(self.number).encode()
            files = {"file": (f"{self.number}.txt", content, "text/plain")}
            answer = self.post("/documents/add/", {"release": "internal"}, files=files)
            wrong = re.findall(r'class="error[^>]*>(.*?)</', answer.text, re.DOTALL)
            assert answer.status_code == 302, wrong
            found = re.search(r"[0-9a-f-]{36}", answer.headers["Location"])
            assert found, answer.headers
            yield found.group()
            self.number += 1


class Reviewer(Client):
    """Accepts findings one after another."""

    def steps(self) -> Iterator[str]:
        while True:
            rows = self.installation.ask(PROPOSED)
            if not rows:
                time.sleep(0.1)
                self.session.get(f"{self.address}/", timeout=30)
                continue
            uuid, revision = random.choice(rows)
            key = str(UUID(str(uuid)))
            path = f"/documents/findings/{key}/accept/"
            self.post(path, {"revision": str(revision)})
            yield key


def command_of(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode().replace("\0", " ")
    return ""


def answers(address: str) -> bool:
    with suppress(requests.RequestException):
        return requests.get(f"{address}/account/login/", timeout=5).status_code == 200
    return False


@pytest.mark.slow
def test_nothing_acknowledged_is_lost(installation: Installation) -> None:
    lines_of(installation.act("found", ACCOUNT, PASSWORD))
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    luodi = installation.start(
        "start",
        "--port",
        str(port),
        LUODI_JOB_LEASE_SECONDS="2",
        LUODI_JOB_ATTEMPTS="50",
    )
    patiently(lambda: answers(address), "the server")
    clients: list[Client] = [Uploader(address, installation), Reviewer(address, installation)]
    for client in clients:
        client.start()
    for _ in range(ROUNDS):
        kill_in_the_middle(luodi.pid, clients)
        patiently(lambda: answers(address), "the server to come back")
    for client in clients:
        client.stopping.set()
    for client in clients:
        client.join(60)
    patiently(lambda: installation.ask(OPEN_JOBS) == [], "the readings")
    luodi.send_signal(signal.SIGTERM)
    luodi.communicate(timeout=60)
    uploads, reviews = (client.told for client in clients)
    assert sum(client.broken_off for client in clients) >= ROUNDS
    nothing_is_missing(installation, uploads, reviews)


def kill_in_the_middle(supervisor: int, clients: list[Client]) -> None:
    """Let both clients get on, then kill everything but the supervisor at once."""
    reached = [len(client.told) + 3 for client in clients]
    patiently(
        lambda: all(len(c.told) >= n for c, n in zip(clients, reached, strict=True)),
        "the clients to get on",
    )
    time.sleep(random.random())
    below = children(supervisor)
    workers = {pid for pid in below if "luodi work" in command_of(pid)}
    assert workers, "there is no worker"
    assert below - workers, "there is no server"
    for pid in below:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def ids(installation: Installation, sql: str) -> list[str]:
    return [str(UUID(str(row[0]))) for row in installation.ask(sql)]


def nothing_is_missing(installation: Installation, uploads: list[str], reviews: list[str]) -> None:
    assert len(uploads) >= 3 * ROUNDS
    assert len(reviews) >= 3 * ROUNDS
    done = installation.luodi("verify", "--files")
    assert done.returncode == 0, done.stdout + done.stderr
    documents = ids(installation, "SELECT uuid FROM documents_document")
    assert set(uploads) <= set(documents)
    texts = {row[0] for row in installation.ask("SELECT text FROM documents_documentversion")}
    assert texts >= {text_of(number) for number in range(len(set(uploads)))}
    accepted = ids(installation, "SELECT uuid FROM documents_finding WHERE state = 'accepted'")
    assert set(reviews) <= set(accepted)
    every_reading_ended_once(installation)


def every_reading_ended_once(installation: Installation) -> None:
    readings = installation.ask("SELECT count(*), count(recorded_at) FROM documents_reading")[0]
    assert readings[0] == readings[1]
    recorded = installation.ask(
        "SELECT count(*) FROM base_event WHERE name = 'documents.reading.recorded'"
    )
    assert recorded == [(readings[0],)]
    twice = installation.ask(
        "SELECT version_id, start FROM documents_finding WHERE NOT superseded "
        "GROUP BY version_id, start, kind HAVING count(*) > 1"
    )
    assert twice == []
    names = "('documents.finding.accepted')"
    events = ids(installation, f"SELECT subject_id FROM base_event WHERE name IN {names}")
    assert len(events) == len(set(events))
    assert set(events) == set(
        ids(installation, "SELECT uuid FROM documents_finding WHERE state = 'accepted'")
    )
