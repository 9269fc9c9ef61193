"""One question to a language model that is dead, slow, lying or somewhere else."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from luodi.documents.endpoint import BYTES, Endpoint, Unanswered, ask

PATIENCE = 60.0  # seconds a server here holds out before it gives way


class Model(ThreadingHTTPServer):
    """A local server that behaves as told and remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, dict[str, str], dict]] = []
        self.behave: Callable[[_Handler, dict], None] = says('{"findings":[]}')
        self.url = f"http://127.0.0.1:{self.server_port}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: Model

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, dict(self.headers), body))
        self.server.behave(self, body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def reply(self, data: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def says(words: str) -> Callable[[_Handler, dict], None]:
    message = {"choices": [{"message": {"role": "assistant", "content": words}}]}
    return lambda handler, body: handler.reply(json.dumps(message).encode())


@pytest.fixture
def model() -> Iterator[Model]:
    """The server, gone after the test."""
    server = Model()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_question_and_its_answer(model) -> None:
    model.behave = says("好")
    assert ask(Endpoint(model.url, "qwen", "secret"), "规则", "一句话。") == "好"
    path, headers, body = model.asked[0]
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer secret"
    assert body["model"] == "qwen"
    assert body["temperature"] == 0
    assert [m["content"] for m in body["messages"]] == ["规则", "一句话。"]
    ask(Endpoint(f"{model.url}/chat/completions", "qwen"), "", "")
    assert model.asked[1][0] == "/v1/chat/completions"
    assert "Authorization" not in model.asked[1][1]


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"null", b"[]", b"{}", b'{"choices": []}', b'{"choices": [{"message": {}}]}',
        b'{"choices": [{"message": {"content": null}}]}', b"\xff\xfe\x00", b"[" * 100_000,
    ],
)  # fmt: skip
def test_a_broken_answer_is_none(model, data: bytes) -> None:
    model.behave = lambda handler, body: handler.reply(data)
    with pytest.raises(Unanswered):
        ask(Endpoint(model.url, "m"), "", "")


def test_an_endless_answer_is_cut_off(model) -> None:
    model.behave = lambda handler, body: handler.reply(b" " * (BYTES + 1))
    with pytest.raises(Unanswered, match="too long"):
        ask(Endpoint(model.url, "m"), "", "")


@pytest.mark.parametrize("status", [301, 302, 307, 308, 401, 429, 500])
def test_another_status_is_no_answer_and_no_redirect_is_followed(model, status: int) -> None:
    model.behave = lambda handler, body: handler.reply(
        b"{}", status, Location=f"{model.url}/elsewhere"
    )
    with pytest.raises(Unanswered, match=f"HTTP {status}"):
        ask(Endpoint(model.url, "m"), "", "")
    assert len(model.asked) == 1


def test_a_silent_server_is_left(model) -> None:
    """Whoever asked has gone while the server is still silent, however slow the machine is."""
    left, ended = threading.Event(), threading.Event()

    def say_nothing(handler, body) -> None:
        if not left.wait(PATIENCE):
            ended.set()

    model.behave = say_nothing
    with pytest.raises(Unanswered):
        ask(Endpoint(model.url, "m", seconds=0.5), "", "")
    assert not ended.is_set()
    left.set()


def test_a_server_that_drips_is_left_too(model) -> None:
    """The whole of its answer, which would take a minute, is never waited for."""
    left, ended = threading.Event(), threading.Event()

    def drip(handler, body) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1200")
        handler.end_headers()
        with suppress(OSError):
            for _ in range(1200):
                handler.wfile.write(b" ")
                if left.wait(PATIENCE / 1200):
                    return
            ended.set()

    model.behave = drip
    with pytest.raises(Unanswered):
        ask(Endpoint(model.url, "m", seconds=0.5), "", "")
    assert not ended.is_set()
    left.set()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://127.0.0.1/v1",
        "127.0.0.1:8000",
        "http://",
        "http://127.0.0.1:99999/v1",
        "http://127.0.0.1:1/v1",
    ],
)
def test_an_address_where_nobody_is_gives_no_answer(url: str) -> None:
    with pytest.raises(Unanswered):
        ask(Endpoint(url, "m", seconds=1), "", "")


def test_a_key_with_a_line_break_is_not_sent(model) -> None:
    with pytest.raises(Unanswered):
        ask(Endpoint(model.url, "m", "a\r\nX-Other: b"), "", "")
    assert model.asked == []


def test_the_key_is_not_shown() -> None:
    assert "secret" not in repr(Endpoint("http://a", "m", "secret"))
