"""What a file is, by its content; the extension decides only where the content cannot."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Literal

Sniffed = Literal[
    "text", "html", "docx", "xlsx", "xlsb", "pptx", "ofd", "odt", "zip", "broken zip",
    "doc", "xls", "ppt", "wps", "encrypted", "ole", "pdf", "rtf", "image", "heic", "mht",
    "word xml",
]  # fmt: skip

_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_WEBP = re.compile(rb"RIFF.{4}WEBP", re.DOTALL)
_PHONES = re.compile(rb".{4}ftyp(?:heic|heix|hevc|heim|mif1|msf1|avif)", re.DOTALL)
_ZIP_PARTS: tuple[tuple[str, Sniffed], ...] = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("ppt/presentation.xml", "pptx"),
    ("OFD.xml", "ofd"),
    ("content.xml", "odt"),
)
_OLE_STREAMS: tuple[tuple[str, Sniffed], ...] = (
    ("EncryptedPackage", "encrypted"),
    ("WpsCustomData", "wps"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("PowerPoint Document", "ppt"),
)
_OPENING = re.compile(
    r"\A(?:\s|<\?xml[^>]*\?>|<!--.*?-->)*<(?:!doctype\s+html|html|head|body|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)
_ANY_TAG = re.compile(r"<(?:!--|[a-z][a-z0-9]*\b[^<>]*>)", re.IGNORECASE)


def sniff(data: bytes) -> Sniffed:
    """Return what the bytes are; "text" for everything without a known signature."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _in_zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _in_ole(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if (data.startswith(_IMAGES) and b"\0" in data[:64]) or _WEBP.match(data):
        return "image"
    if _PHONES.match(data):
        return "heic"
    return _in_markup(data)


def looks_like_html(text: str, extension: str) -> bool:
    """Whether decoded text is a web page: by its opening, or by tags in a file that says so."""
    if _OPENING.match(text[:20_000]):
        return True
    return extension in {".html", ".htm", ".xhtml"} and bool(_ANY_TAG.search(text))


def _in_zip(data: bytes) -> Sniffed:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError):
        return "broken zip"
    return next((kind for part, kind in _ZIP_PARTS if part in names), "zip")


def _in_ole(data: bytes) -> Sniffed:
    """The names of the streams stand in the directory in UTF-16."""
    for stream, kind in _OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            return kind
    return "ole"


def _in_markup(data: bytes) -> Sniffed:
    opening = data[:2_000].lower()
    if b"mime-version:" in opening and b"multipart/related" in opening:
        return "mht"
    if b"<?mso-application" in opening or b"<pkg:package" in opening:
        return "word xml"
    return "text"
