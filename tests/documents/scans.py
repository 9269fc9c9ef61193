"""Scans for tests: recognised by the engine of the tests, in this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from unittest.mock import patch

from django.test import override_settings
from tests.reading.formats.recogniser import NAME, scan

from luodi.base import jobs
from luodi.base.actors import Actor
from luodi.documents import services
from luodi.documents.models import Document, Recognition
from luodi.documents.services import Details


def _here(target: str, payload: bytes, limits: object) -> bytes:
    """What a child would answer; that children hold their limits is tested with the formats."""
    module, _, function = target.partition(":")
    return bytes(getattr(import_module(module), function)(payload))


@contextmanager
def recognising() -> Iterator[None]:
    """Recognise with the engine of the tests."""
    child = "luodi.reading.formats.scanned.pages.run_limited"
    with override_settings(OCR_ENGINE=NAME), patch(child, _here):
        yield


def give(actor: Actor, *pages: int, name: str = "扫描件.pdf", **details: object) -> Recognition:
    """A scan that was given, its pages as the table of the recogniser has them."""
    said = Details(**details)  # type: ignore[arg-type]
    return services.give_scan(scan(*pages), name, actor=actor, details=said)


def make_scanned(actor: Actor, *pages: int, **details: object) -> Document:
    """A document that was a scan, recognised and read."""
    with recognising():
        row = give(actor, *(pages or (1, 2)), **details)
        jobs.drain()
    row.refresh_from_db()
    assert row.document
    return row.document
