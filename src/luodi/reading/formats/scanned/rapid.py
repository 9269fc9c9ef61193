"""RapidOCR (PP-OCR models inside its wheel, onnxruntime): nothing is fetched, one thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np
from rapidocr import RapidOCR

from luodi.reading.formats.scanned.engine import Corner, Seen, SeenLine

if TYPE_CHECKING:
    from PIL.Image import Image

_SETTINGS = {
    "Global.log_level": "critical",
    "Global.max_side_len": 4_000,  # pictures come in the size they are to be read in
    # Lines are looked for on a picture of this size, and read at full size: on the pages measured
    # fewer lines were lost than at 1,920 (docs/why/ocr.md), and a page costs two seconds less.
    "Det.limit_type": "max",
    "Det.limit_side_len": 1_280,
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}
_TALL = 1.5  # times as high as wide: words that run up or down
_ASKED = 9  # lines that are asked which end is up
_SURE = 0.8


def engine() -> RapidEngine:
    """Return the engine with its models read."""
    return RapidEngine(RapidOCR(params=_SETTINGS))


class RapidEngine:
    """Finds lines, turns what lies on its side or head, and reads them."""

    def __init__(self, ocr: Any) -> None:
        self.ocr = ocr

    def __call__(self, picture: Image) -> Seen:
        """Return the lines; a picture that lies on its side or head is turned and read again."""
        lines = self._lines(picture)
        turned = self._turn(picture, lines)
        if turned:
            lines = self._lines(picture.rotate(turned, expand=True))
        return Seen(turned, lines)

    def _lines(self, picture: Image) -> tuple[SeenLine, ...]:
        found = self.ocr(_pixels(picture))
        if found.boxes is None or found.txts is None:
            return ()
        rows = zip(found.boxes, found.txts, found.scores, strict=True)
        return tuple(SeenLine(text, float(score), _corners(box)) for box, text, score in rows)

    def _turn(self, picture: Image, lines: tuple[SeenLine, ...]) -> int:
        """The degrees, against the clock, that bring most of the words upright."""
        long = sorted(lines, key=lambda line: -len(line.text))[:_ASKED]
        long = [line for line in long if len(line.text) >= 4]
        if not long:
            return 0
        tall = sum(_is_tall(line) for line in long) > len(long) / 2
        asked = [_crop(picture, line, tall) for line in long if _is_tall(line) == tall]
        flipped = sum(map(self._is_upside_down, asked)) > len(asked) / 2
        return (90 if tall else 0) + (180 if flipped else 0)

    def _is_upside_down(self, crop: Image) -> bool:
        told = self.ocr(_pixels(crop), use_det=False, use_cls=True, use_rec=False)
        self.ocr.update_params(use_det=True, use_cls=True, use_rec=True)
        label, sure = told.cls_res[0]
        return bool(label == "180" and sure > _SURE)


def _pixels(picture: Image) -> np.ndarray[Any, Any]:
    """The picture as the library takes it: blue, green, red."""
    return np.ascontiguousarray(np.asarray(picture.convert("RGB"))[:, :, ::-1])


def _corners(box: Any) -> tuple[Corner, Corner, Corner, Corner]:
    return cast(
        "tuple[Corner, Corner, Corner, Corner]", tuple((float(x), float(y)) for x, y in box)
    )


def _bounds(line: SeenLine) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in line.corners], [y for _, y in line.corners]
    return min(xs), min(ys), max(xs), max(ys)


def _is_tall(line: SeenLine) -> bool:
    left, top, right, bottom = _bounds(line)
    return bottom - top > _TALL * (right - left)


def _crop(picture: Image, line: SeenLine, tall: bool) -> Image:
    left, top, right, bottom = _bounds(line)
    crop = picture.crop((int(left), int(top), int(right) + 1, int(bottom) + 1))
    return crop.rotate(90, expand=True) if tall else crop
