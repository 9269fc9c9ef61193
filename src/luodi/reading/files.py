"""One file, from its bytes to what was found in it."""

from __future__ import annotations

from datetime import date

from luodi.reading.formats import Limits, extract, extract_isolated, is_plain
from luodi.reading.output import ReadFile, bundled
from luodi.reading.reader import read
from luodi.reading.secrecy import refuse_secret
from luodi.reading.types import ExtractedText

MOST_BYTES = Limits().bytes + 1  # one more than is allowed, so that a file too large is noticed


def read_bytes(
    name: str, data: bytes, filename: str, *, day: date | None = None, bundle: bool = False
) -> ReadFile:
    """Return the text of a file and its findings; refuses a document with a mark of secrecy.

    `name` is what the answer calls it; `day` is its date, else the one it bears.
    """
    extracted = _extracted(data, filename)
    refuse_secret(extracted.text, filename=name, header=extracted.header)
    reading = read(extracted.text, date=day)
    if reading.frame.date is None and extracted.date:
        reading = read(extracted.text, date=extracted.date)
    found = ReadFile(name, extracted, reading)
    return bundled(found) if bundle else found


def _extracted(data: bytes, filename: str) -> ExtractedText:
    """Plain text is only decoded, in this process; all that needs a parser goes to a child."""
    limits = Limits()
    if is_plain(data, filename):
        return extract(data, filename, limits)
    return extract_isolated(data, filename, limits)
