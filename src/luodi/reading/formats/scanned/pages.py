"""One page of a scan, read in a child process with limits: its picture, and the lines on it."""

from __future__ import annotations

import io
import json
from dataclasses import asdict, dataclass, replace
from typing import Any, cast

from luodi.reading.formats.isolation import run_limited
from luodi.reading.formats.limits import MEBIBYTE, Limits
from luodi.reading.formats.names import base_name
from luodi.reading.formats.scanned.engine import RAPID, Corner, Seen, SeenLine, engine_named

PICTURE_TYPE = "image/jpeg"
_KEPT = 1_760  # pixels along the long side of the picture that is kept: A4 at 150 dpi
_QUALITY = 75
_HEAD = 0.4  # of the height


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page and what was recognised on it; sizes and corners in pixels of the kept picture."""

    number: int
    width: int
    height: int
    turned: int
    lines: tuple[SeenLine, ...]

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        lines = [[line.text, line.confidence, line.corners] for line in self.lines]
        return asdict(self) | {"lines": lines}

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> PageRead:
        """Return the page that `to_json` gave."""
        lines = tuple(
            SeenLine(text, confidence, _corners(corners))
            for text, confidence, corners in said["lines"]
        )
        return cls(**said | {"lines": lines})


def scan_limits(
    pages: int = 200, seconds: int = 120, memory: int = 3_072 * MEBIBYTE, size: int | None = None
) -> Limits:
    """Return the limits for recognising a scan: of pages in all, of seconds and bytes of memory for
    one page, and of bytes of the file."""
    limits = Limits(pages=pages, cpu_seconds=seconds, wall_seconds=seconds * 3.0, memory=memory)
    return replace(limits, bytes=size) if size else limits


def pages_in(data: bytes, filename: str, limits: Limits) -> tuple[int, str]:
    """Return how many pages a scan has and the short name of its format; refuses more than the
    limit, and what is no scan."""
    said = json.loads(_asked("count_payload", data, filename, limits, {}))
    return said["pages"], said["format"]


def read_page(
    data: bytes, filename: str, number: int, limits: Limits, engine: str = RAPID
) -> tuple[PageRead, bytes]:
    """Return the recognised lines of a page (from 1) and its picture as JPEG; a picture that
    crashes or is too much is an error of the reading package."""
    more = {"number": number, "engine": engine}
    head, _, picture = _asked("page_payload", data, filename, limits, more).partition(b"\n")
    return PageRead.from_json(json.loads(head)), picture


def read_head(data: bytes, filename: str, limits: Limits, engine: str = RAPID) -> PageRead:
    """Return what stands at the head of the first page, where a mark of secrecy stands; all of the
    page where it lies on its side, or bears no words at its head. Refuses as `read_page`."""
    answer = _asked("head_payload", data, filename, limits, {"engine": engine})
    return PageRead.from_json(json.loads(answer))


def _asked(
    target: str, data: bytes, filename: str, limits: Limits, more: dict[str, object]
) -> bytes:
    head = {"filename": base_name(filename), "limits": asdict(limits), **more}
    return run_limited(f"{__name__}:{target}", json.dumps(head).encode() + b"\n" + data, limits)


def count_payload(payload: bytes) -> bytes:
    """What the child does to count: the head line gives the limits, the rest is the file."""
    from luodi.reading.formats.scanned.pictures import count_of, format_of

    asked, data = _framed(payload)
    return json.dumps(
        {"pages": count_of(data, Limits(**asked["limits"])), "format": format_of(data)}
    ).encode()


def head_payload(payload: bytes) -> bytes:
    """What the child does for the head of the first page: a line of JSON."""
    from luodi.reading.formats.scanned.pictures import picture_of

    asked, data = _framed(payload)
    picture = picture_of(data, 1, Limits(**asked["limits"]))
    engine = engine_named(asked["engine"])
    head = picture.crop((0, 0, picture.width, max(1, round(picture.height * _HEAD))))
    seen: Seen = engine(head)
    if seen.turned or not seen.lines:
        seen = engine(picture)
    page = PageRead(1, picture.width, picture.height, seen.turned, seen.lines)
    return json.dumps(page.to_json()).encode()


def page_payload(payload: bytes) -> bytes:
    """What the child does for one page: a line of JSON, then the picture."""
    from luodi.reading.formats.scanned.pictures import picture_of

    asked, data = _framed(payload)
    picture = picture_of(data, asked["number"], Limits(**asked["limits"]))
    seen: Seen = engine_named(asked["engine"])(picture)
    upright = picture.rotate(seen.turned, expand=True) if seen.turned else picture
    kept = upright.copy()
    kept.thumbnail((_KEPT, _KEPT))
    ratio = kept.width / upright.width
    page = PageRead(
        asked["number"], kept.width, kept.height, seen.turned,
        tuple(_scaled(line, ratio) for line in seen.lines),
    )  # fmt: skip
    out = io.BytesIO()
    kept.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return json.dumps(page.to_json()).encode() + b"\n" + out.getvalue()


def _framed(payload: bytes) -> tuple[dict[str, Any], bytes]:
    head, _, data = payload.partition(b"\n")
    return json.loads(head), data


def _scaled(line: SeenLine, ratio: float) -> SeenLine:
    corners = [(round(x * ratio, 1), round(y * ratio, 1)) for x, y in line.corners]
    return SeenLine(line.text, round(line.confidence, 3), _corners(corners))


def _corners(given: Any) -> tuple[Corner, Corner, Corner, Corner]:
    return cast("tuple[Corner, Corner, Corner, Corner]", tuple((x, y) for x, y in given))
