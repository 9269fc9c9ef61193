"""Chromium against a live server, or a started installation; a page that asks any other machine,
or logs an error, fails."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request
from tests.config.serving import Started, free_port

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = Path("/usr/bin/chromium")
WIDTHS = {"phone": (390, 844), "office": (1366, 768), "small": (1280, 720)}

# Playwright's synchronous face runs an event loop, beside which Django refuses its database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Debian's Chromium, which calls nobody by itself."""
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM}")
    quiet = ["background-networking", "component-update", "sync", "quic", "default-apps"]
    return {
        **browser_type_launch_args,
        "executable_path": str(CHROMIUM),
        "args": ["--no-sandbox", *(f"--disable-{word}" for word in quiet)],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    """An office screen, in Chinese."""
    width, height = WIDTHS["office"]
    return {
        **browser_context_args,
        "viewport": {"width": width, "height": height},
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
    }


class Watch:
    """Remembers what a page must not do: ask elsewhere, log an error, break a policy."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.complaints: list[str] = []
        self.expected: tuple[str, ...] = ()

    def expect(self, *parts: str) -> None:
        """Take console errors that contain one of these words as part of the test."""
        self.expected += parts

    def request(self, request: Request) -> None:
        """Note a request to any other machine."""
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"}:
            origin = f"{address.scheme}://{address.netloc}"
            if origin != self.origin:
                self.complaints.append(f"asked {origin}")

    def console(self, message: ConsoleMessage) -> None:
        """Note an error or a breach of the content security policy."""
        text = f"{message.type}: {message.text}"
        wrong = message.type == "error" or "Content Security Policy" in message.text
        if wrong and not any(part in text for part in self.expected):
            self.complaints.append(text)

    def follow(self, page: Page) -> None:
        """Watch one page."""
        page.on("request", self.request)
        page.on("console", self.console)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))


@pytest.fixture
def watch(live_server, context: BrowserContext) -> Iterator[Watch]:
    """Every page of the context is watched; complaints fail the test at its end."""
    watching = Watch(live_server.url)
    context.on("page", watching.follow)
    yield watching
    assert watching.complaints == []


@pytest.fixture
def page(watch: Watch, context: BrowserContext, live_server) -> Page:
    """A watched page; addresses are relative to the live server."""
    context.set_default_timeout(15_000)
    page = context.new_page()
    go = page.goto

    def goto(url: str, **options: object) -> object:
        return go(url if "://" in url else live_server.url + url, **options)

    page.goto = goto  # type: ignore[method-assign]
    press = page.keyboard.press

    def press_when_loaded(key: str, **options: object) -> None:
        # What a click loaded shows its words before its scripts listen to the keyboard.
        page.wait_for_load_state("load")
        press(key, **options)

    page.keyboard.press = press_when_loaded  # type: ignore[method-assign]
    return page


@pytest.fixture
def screens(page: Page) -> Callable[[str], Iterator[str]]:
    """Walk a page through the three widths; give the name of each."""

    def walk(url: str) -> Iterator[str]:
        for name, (width, height) in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            page.goto(url)
            yield name

    return walk


class City:
    """A started installation with the demonstration: its address, what it said, who signs in."""

    def __init__(self, run: Started, said: str) -> None:
        self.origin, self.said = f"http://127.0.0.1:{run.port}", said
        found = re.search(r"password: (\S+)", said)
        assert found, said
        self.password = found[1]

    def sign_in(self, page: Page, account: str) -> None:
        """Fill in the sign-in form that the page shows."""
        page.get_by_label("账号或手机号").fill(account)
        page.get_by_label("密码").fill(self.password)
        page.get_by_role("button", name="登录", exact=True).click()

    @contextmanager
    def visited(self, context: BrowserContext) -> Iterator[Page]:
        """Give a page that is watched; complaints fail the test at its end."""
        watching = Watch(self.origin)
        context.on("page", watching.follow)
        context.set_default_timeout(15_000)
        yield context.new_page()
        assert watching.complaints == []


@contextmanager
def started(home: Path, *words: str) -> Iterator[City]:
    """Run `./run start` in a data folder of its own, as somebody does at a terminal."""
    port = free_port()
    command = [str(ROOT / "run"), "start", *words, "--port", str(port)]
    with Started(command, home, port) as run:
        yield City(run, run.wait_for("Ctrl-C"))


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """The demonstration as it is after the first start; tests only look at it."""
    with started(tmp_path_factory.mktemp("city")) as running:
        yield running
