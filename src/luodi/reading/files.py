"""One file, from its bytes to what was found in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from luodi.reading.errors import ScannedFile
from luodi.reading.formats import Limits, extract, extract_isolated, is_plain
from luodi.reading.formats.scanned.engine import RAPID, is_installed
from luodi.reading.naming import Namer, with_names
from luodi.reading.output import ReadFile, bundled
from luodi.reading.reader import read
from luodi.reading.secrecy import refuse_secret
from luodi.reading.types import ExtractedText

Tell = Callable[[int, int], None]
MOST_BYTES = Limits().bytes + 1  # one more than is allowed, so that a file too large is noticed


def read_bytes(
    name: str,
    data: bytes,
    filename: str,
    *,
    day: date | None = None,
    bundle: bool = False,
    tell: Tell = lambda done, total: None,
    engine: str = RAPID,
    names: Namer | None = None,
) -> ReadFile:
    """Return the text of a file and its findings; refuses a document with a mark of secrecy.

    `name` is what the answer calls it; `day` is its date, else the one it bears; `tell` hears how
    many pages of a scan are recognised by `engine`, and of how many; `names` proposes names that
    the gazetteer leaves open.
    """
    extracted = _extracted(data, filename, tell, engine)
    refuse_secret(extracted.text, filename=name, header=extracted.header)
    for words in extracted.page_words():
        refuse_secret(words)
    reading = read(extracted.text, date=day)
    if reading.frame.date is None and extracted.date:
        reading = read(extracted.text, date=extracted.date)
    found = ReadFile(name, extracted, with_names(reading, extracted.text, names))
    return bundled(found) if bundle else found


def _extracted(data: bytes, filename: str, tell: Tell, engine: str) -> ExtractedText:
    """Plain text is only decoded, in this process; all that needs a parser goes to a child, and the
    pages of a scan to one each."""
    limits = Limits()
    if is_plain(data, filename):
        return extract(data, filename, limits)
    try:
        return extract_isolated(data, filename, limits)
    except ScannedFile:
        if not is_installed(engine):
            raise
    from luodi.reading.formats.scanned import recognise, scan_limits

    return recognise(data, filename, scan_limits(), tell=tell, engine=engine)
