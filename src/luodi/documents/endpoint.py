"""One question to a language model behind an OpenAI-compatible address, by the standard library.

No proxy, no redirect, no retry: the only address that is called is the one an administrator set.
The whole exchange has a time limit (a server that drips bytes gains nothing) and the answer a size.
"""

from __future__ import annotations

import json
import threading
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, Final
from urllib.parse import urlsplit

PATH: Final = "/chat/completions"
BYTES: Final = 256 * 1024


class Unanswered(Exception):
    """The model gave no answer that can be used; the text says why, without quoting anything."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address that an administrator set, its model, and how long to wait for each answer."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    seconds: float = 30.0


def ask(endpoint: Endpoint, system: str, question: str) -> str:
    """Return the words of the model's answer; refuses with `Unanswered` whatever goes wrong."""
    body = json.dumps(
        {
            "model": endpoint.model,
            "temperature": 0,
            "max_tokens": 1000,
            "messages": [
                {"role": "system", "content": system},
                {"role": "user", "content": question},
            ],
        },
        ensure_ascii=False,
    ).encode()
    try:
        return _words(_exchange(endpoint, body))
    except (OSError, HTTPException, ValueError, RecursionError) as fault:
        raise Unanswered(type(fault).__name__) from fault


def _exchange(endpoint: Endpoint, body: bytes) -> bytes:
    """The bytes of a good answer, within the limits of time and size."""
    connection, path = _connection(endpoint)
    end = time.monotonic() + endpoint.seconds
    with closing(connection):
        connection.connect()
        # Each wait has its limit already; this one ends a server that sends a byte now and then.
        watch = threading.Timer(max(0.0, end - time.monotonic()), _hang_up, [connection.sock])
        watch.daemon = True
        watch.start()
        try:
            connection.request("POST", path, body, _headers(endpoint))
            answer = connection.getresponse()
            if answer.status != 200:
                raise Unanswered(f"HTTP {answer.status}")
            data = answer.read(BYTES + 1)
        finally:
            watch.cancel()
    if len(data) > BYTES:
        raise Unanswered("too long")
    if time.monotonic() > end:
        raise Unanswered("too slow")
    return data


def _connection(endpoint: Endpoint) -> tuple[HTTPConnection, str]:
    parts = urlsplit(endpoint.url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise Unanswered("no address")
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    path = parts.path.rstrip("/")
    path = path if path.endswith(PATH) else path + PATH
    return kind(parts.hostname, parts.port, timeout=endpoint.seconds), path


def _headers(endpoint: Endpoint) -> dict[str, str]:
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    return headers | ({"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {})


def _hang_up(sock: Any) -> None:
    with suppress(OSError):
        sock.shutdown(2)


def _words(data: bytes) -> str:
    told = json.loads(data)
    try:
        words = told["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError) as missing:
        raise Unanswered("no message") from missing
    if not isinstance(words, str):
        raise Unanswered("no words")
    return words
