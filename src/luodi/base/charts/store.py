"""Drawings by their content: found at once when there, else drawn by the job process.

A drawing follows from its values alone, so the folder may be emptied at any time: it is in no
backup, and what is missing is drawn again.
"""

from __future__ import annotations

import os
import re
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from pathlib import Path

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from luodi.base.actors import Actor
from luodi.base.jobs import enqueue, is_working, job_of, jobs_of
from luodi.base.models import JobState

from .packing import digest, packed
from .types import Chart
from .words import Table, summary, table

JOB = "base.draw_chart"
PICTURE_JOB = "base.draw_picture"
LONGEST_WAIT = 8.0  # seconds that a download waits for its pictures
KEEP = timedelta(days=60)
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Shown:
    """A chart for a page: its words at once, its drawing when there is one."""

    digest: str
    title: str
    summary: str
    table: Table
    drawing: SafeString | None
    failed: bool = False
    source: str = ""


class Unpictured(Enum):
    """Why a paper has no picture of a chart."""

    WAITS = "waits"
    FAILED = "failed"


def shown(chart: Chart, *, actor: Actor) -> Shown:
    """Return the chart for a page in the present language; asks the job process for a drawing
    that is not there yet."""
    language = _language()
    name = digest(chart, language)
    drawing = drawing_of(name)
    failed = False
    if drawing is None:
        failed = _failed(name)
        if not failed:
            enqueue(JOB, key=name, actor=actor, chart=packed(chart), language=language)
    source = getattr(chart, "source", "")
    return Shown(name, chart.title, summary(chart), table(chart), drawing, failed, source)


def drawn_now(chart: Chart) -> Shown:
    """Return the chart with its drawing, made here when there is none: for papers, bundles of
    public pages and tests, never for a request."""
    from .rendering import markup

    name, language = digest(chart, _language()), _language()
    if drawing_of(name) is None:
        keep(name, markup(chart, language))
    source = getattr(chart, "source", "")
    return Shown(name, chart.title, summary(chart), table(chart), drawing_of(name), source=source)


def pictures(
    charts: Sequence[Chart], *, actor: Actor, half: bool = False
) -> list[bytes | Unpictured]:
    """Return charts as PNG for a Word file, in the present language: those that are not there are
    drawn by the job process, and waited for while it works."""
    language, width = _language(), "half" if half else "whole"
    names = [digest(chart, language) for chart in charts]
    paths = [_path(name).with_suffix(f".{width}.png") for name in names]
    missing = {path: name for path, name in zip(paths, names, strict=True) if not path.exists()}
    for chart, name, path in zip(charts, names, paths, strict=True):
        if path in missing:
            enqueue(
                PICTURE_JOB, key=f"{name}:{width}", actor=actor,
                chart=packed(chart), language=language, half=half,
            )  # fmt: skip
    if missing and is_working():
        _wait({path: f"{name}:{width}" for path, name in missing.items()})
    return [_picture(path, f"{name}:{width}") for path, name in zip(paths, names, strict=True)]


def _wait(wanted: dict[Path, str]) -> None:
    """Wait until every picture is there or its job has ended, but not for long."""
    until = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < until:
        left = {key for path, key in wanted.items() if not path.exists()}
        if not any(job.is_open for job in jobs_of(PICTURE_JOB, left).values()):
            return
        time.sleep(0.1)


def _picture(path: Path, key: str) -> bytes | Unpictured:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        job = job_of(PICTURE_JOB, key)
        failed = job is not None and job.state == JobState.FAILED
        return Unpictured.FAILED if failed else Unpictured.WAITS


def keep_picture(chart: Chart, language: str, png: bytes, *, half: bool) -> None:
    """Write a picture beside the drawing of the same chart."""
    width = "half" if half else "whole"
    _write(_path(digest(chart, language)).with_suffix(f".{width}.png"), png)


def drawing_of(name: str) -> SafeString | None:
    """Return the drawing of that digest, or None while there is none."""
    if not _DIGEST.fullmatch(name):
        return None
    try:
        # Written by `keep` alone, out of what `svg.for_page` let pass.
        return mark_safe(_path(name).read_text("utf-8"))
    except FileNotFoundError:
        return None


def _failed(name: str) -> bool:
    job = job_of(JOB, name)
    return job is not None and job.state == JobState.FAILED


def state_of(name: str) -> tuple[SafeString | None, bool]:
    """Return the drawing of that digest, and whether drawing it failed or was never asked for."""
    drawing = drawing_of(name)
    if drawing is not None:
        return drawing, False
    job = job_of(JOB, name)
    return None, job is None or not job.is_open


def keep(name: str, markup: str) -> None:
    """Write a drawing."""
    _write(_path(name), markup.encode())


def _write(target: Path, data: bytes) -> None:
    """Readers see the whole of it or nothing."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = target.with_name(f".{secrets.token_hex(8)}")
    temporary.write_bytes(data)
    os.replace(temporary, target)


def forget_old() -> int:
    """Delete drawings that were made long ago and return how many: those still used come again."""
    oldest = time.time() - KEEP.total_seconds()
    old = [path for path in _folder().glob("??/*") if path.stat().st_mtime < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _folder() -> Path:
    return Path(settings.LUODI_CHARTS)


def _path(name: str) -> Path:
    return _folder() / name[:2] / f"{name}.svg"


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
