"""Uploads stay in memory and have a limit: nothing is on the disk before it was checked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .errors import LuodiError

Handler = Callable[[HttpRequest], HttpResponse]
CHUNK = 256 * 1024


class TooLarge(LuodiError):
    """More was sent than the limit allows."""

    status = 413

    def __init__(self) -> None:
        size = settings.UPLOAD_BYTES // 1024 // 1024
        super().__init__(
            f"上传内容超过 {size} MB 的上限，未保存任何内容。请压缩或拆分后再试。",
            f"The upload is over the limit of {size} MB; nothing was stored. "
            "Please make it smaller or split it.",
        )


class MemoryUploadHandler(MemoryFileUploadHandler):
    """Keeps every file in memory, whatever its size; `UploadLimit` bounds the whole request."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Take every file."""
        self.activated = True


class UploadLimit:
    """Answers a request over the limit with a page that says so, without keeping what it sent."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request, or refuse it."""
        sent = int(request.META.get("CONTENT_LENGTH") or 0)
        if sent <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return self.get_response(request)
        _read_away(request, sent)
        error = TooLarge()
        return render(request, "base/refusal.html", {"error": error}, status=error.status)


def _read_away(request: HttpRequest, sent: int) -> None:
    """Read and forget some of the body: a browser shows our page only after it has sent its all.
    Beyond ten times the limit it is no slip, and the connection may break."""
    left = min(sent, 10 * settings.UPLOAD_BYTES)
    while left > 0 and (piece := request.read(min(CHUNK, left))):
        left -= len(piece)
