"""What recognises the text of a picture: the seam between luodi and an OCR library.

An engine is named as `module:function`, so that the child process that works with limits can find
it; the function takes nothing and returns something to call with pictures.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from PIL.Image import Image

RAPID = "luodi.reading.formats.scanned.rapid:engine"
_NEEDED = {RAPID: ("rapidocr", "onnxruntime")}

Corner = tuple[float, float]


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A line as an engine saw it; corners in pixels, clockwise from the begin of the words' top."""

    text: str
    confidence: float
    corners: tuple[Corner, Corner, Corner, Corner]


@dataclass(frozen=True, slots=True)
class Seen:
    """What an engine saw on a picture: `turned` are the degrees, against the clock, by which it had
    to be turned to stand upright (0, 90, 180 or 270); the lines lie on the upright picture."""

    turned: int
    lines: tuple[SeenLine, ...]


class Engine(Protocol):
    """Recognises the lines of a picture."""

    def __call__(self, picture: Image) -> Seen:
        """Return the lines of a picture in RGB, in any order."""
        ...


def is_installed(name: str = RAPID) -> bool:
    """Return whether an engine can be used here; the extra `ocr` brings the one of luodi."""
    return all(find_spec(module) is not None for module in _NEEDED.get(name, ()))


def engine_named(name: str) -> Engine:
    """Return the engine of that name, ready to work."""
    module, _, function = name.partition(":")
    return cast("Engine", getattr(import_module(module), function)())
