"""How fast the review of a long document opens and scrolls, in Chromium against a served luodi.

usage: python bench/review_page.py [SHARED] [--characters 60000] [--rounds 7]

The text is the longest of the corpus, with the next ones after it until it is long enough. The
installation is made for the purpose and thrown away.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
CHROMIUM = "/usr/bin/chromium"
PASSWORD = "avocado-lantern-7"

# From the request to the first card that can be read, as the browser's own clock has it.
OPENED = """() => {
  const page = performance.getEntriesByType("navigation")[0];
  return [page.responseEnd, page.domContentLoadedEventEnd, page.loadEventEnd];
}"""
# Scrolls the text to its end in steps of one screen's third, one a frame; gives each frame's time.
SCROLLED = """async () => {
  const box = document.getElementById("text");
  const whole = box.scrollHeight > box.clientHeight + 1 ? box : document.scrollingElement;
  const times = [];
  let last = performance.now();
  for (let at = 0; at < 300; at++) {
    whole.scrollBy({ top: whole.clientHeight / 3, behavior: "instant" });
    await new Promise(requestAnimationFrame);
    times.push(performance.now() - last);
    last = performance.now();
  }
  return times;
}"""


def text_of(shared: Path, characters: int) -> str:
    """The longest texts of the corpus after one another, cut where a line ends."""
    paths = sorted(
        (shared / "corpus" / "documents").glob("*.txt"), key=lambda path: -path.stat().st_size
    )
    whole = ""
    for path in paths:
        if len(whole) >= characters:
            break
        whole += path.read_text(encoding="utf-8") + "\n"
    return whole[:characters].rpartition("\n")[0] + "\n"


def prepare(text: str) -> tuple[str, str]:
    """Make an installation with one reviewer and one document; give its review's path and about."""
    import django
    from django.core.management import call_command

    django.setup()
    from django.urls import reverse

    from luodi.base import jobs
    from luodi.base.actors import SYSTEM
    from luodi.documents.models import Finding
    from luodi.documents.services import paste_document
    from luodi.people import services

    call_command("migrate", verbosity=0)
    root = services.create_unit(name="试验市", kind="city", short_name="试验", actor=SYSTEM)
    person = services.create_person(name="林晓", account="bench", actor=SYSTEM).person
    services.change_own_password(person, PASSWORD, actor=SYSTEM)
    services.appoint(
        person, services.create_post(root, "督查室", "followup", actor=SYSTEM), actor=SYSTEM
    )
    stored = paste_document(text, actor=SYSTEM)
    jobs.drain()
    count = Finding.objects.filter(version__document=stored.document).count()
    about = f"{len(text):,} characters, {count:,} findings"
    return reverse("documents:review", args=[stored.document.uuid]), about


@contextmanager
def served() -> Iterator[str]:
    """Serve the installation; give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "luodi.config.serve", "127.0.0.1", str(port)]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(command, env=environment) as server:
        try:
            for _ in range(200):
                with socket.socket() as asking:
                    if asking.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def measure(address: str, path: str, rounds: int) -> None:
    """Open the page so often in a browser and print what it took."""
    from playwright.sync_api import sync_playwright

    opened, frames = [], []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        page.goto(f"{address}/account/login/")
        page.get_by_label("账号或手机号").fill("bench")
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录", exact=True).click()
        page.wait_for_url(lambda url: "login" not in url)
        for _ in range(rounds):
            page.goto(f"{address}{path}", wait_until="load")
            page.locator(".finding").first.wait_for()
            opened.append(page.evaluate(OPENED))
            frames += page.evaluate(SCROLLED)
        browser.close()
    _print(opened, frames)


def _print(opened: list[Any], frames: list[float]) -> None:
    for name, times in zip(("answer", "usable", "loaded"), zip(*opened, strict=True), strict=True):
        print(f"{name:8} median {statistics.median(times):7.0f} ms   worst {max(times):7.0f} ms"
              f"   n {len(times)}")  # fmt: skip
    slow = sum(time > 50 for time in frames)
    print(f"frame    median {statistics.median(frames):7.1f} ms   worst {max(frames):7.1f} ms"
          f"   n {len(frames)}, over 50 ms: {slow}")  # fmt: skip


def main() -> int:
    """Print the figures; 2 when the material is not there."""
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    ask.add_argument("shared", nargs="?", type=Path, default=ROOT.parent / "shared")
    ask.add_argument("--characters", type=int, default=60_000)
    ask.add_argument("--rounds", type=int, default=7)
    order = ask.parse_args()
    if not (order.shared / "corpus").is_dir():
        print(f"no corpus under {order.shared}", file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luodi.config.settings")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LUODI_HOME"] = folder
        path, about = prepare(text_of(order.shared, order.characters))
        print(about)
        with served() as address:
            measure(address, path, order.rounds)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
