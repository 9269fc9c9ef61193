"""The way from a file to its text, in this process or in a child with limits."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from luodi.reading.errors import BrokenFile, EmptyFile, TooLarge
from luodi.reading.formats.advice import picture_file, unknown_format
from luodi.reading.formats.encoding import decode
from luodi.reading.formats.isolation import run_limited
from luodi.reading.formats.limits import MEBIBYTE, Limits
from luodi.reading.formats.names import base_name, extension_of
from luodi.reading.formats.sniff import Sniffed, looks_like_html, sniff
from luodi.reading.types import ExtractedText

_CONTROL = re.compile("[\x01-\x08\x0e-\x19\x1b-\x1f\x7f]")
_OPENING = 1_000
_MARKDOWN = {".md", ".markdown"}
_EXPECTED = {
    ".docx": "docx", ".htm": "html", ".html": "html", ".xhtml": "html", ".md": "md",
    ".markdown": "md", ".txt": "txt", ".text": "txt", "": "", ".pdf": "pdf", ".ofd": "ofd",
    ".xlsx": "xlsx", ".xlsm": "xlsx", ".doc": "doc", ".xls": "xls", ".et": "xls",
    ".wps": "wps", ".rtf": "rtf", ".odt": "odt",
}  # fmt: skip
_PICTURES = {
    ".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".tif": "tiff", ".tiff": "tiff",
    ".bmp": "bmp", ".webp": "webp",
}  # fmt: skip

_READERS = {
    "docx": "word:extract_docx", "pdf": "pdf:extract_pdf", "ofd": "ofd:extract_ofd",
    "xlsx": "sheets:extract_xlsx",
}  # fmt: skip
_OFFICE = {"doc", "wps", "xls", "xlsb", "rtf", "odt", "word xml"}

ENDINGS = frozenset(_EXPECTED) - {""}  # of names whose files can be read
PICTURE_ENDINGS = frozenset(_PICTURES)  # of those that can be where the extra `ocr` is installed


def extract(
    source: Path | str | bytes, filename: str | None = None, limits: Limits | None = None
) -> ExtractedText:
    """Return the text of a file or of its bytes; refuse what is empty, too large or no document."""
    limits = limits or Limits()
    if isinstance(source, bytes):
        data, name = source, filename or ""
    else:
        data, name = _read(Path(source), limits), filename or Path(source).name
    _check_size(len(data), limits)
    extension = extension_of(name)
    extracted = _by_content(data, sniff(data), extension, limits)
    check_text(extracted.text, limits)
    return noted(extracted, extension)


def extract_isolated(data: bytes, filename: str, limits: Limits | None = None) -> ExtractedText:
    """As `extract`, in a child process: a crash, a hang or too much memory is `ParserFailed`."""
    limits = limits or Limits()
    _check_size(len(data), limits)
    head = json.dumps({"filename": base_name(filename), "limits": asdict(limits)}).encode()
    answer = run_limited(f"{__name__}:extract_payload", head + b"\n" + data, limits)
    return _from_json(json.loads(answer))


def is_plain(data: bytes, filename: str) -> bool:
    """Whether a file needs no parser: by name no web page and by its bytes nothing else."""
    if extension_of(filename) not in {".txt", ".text", *_MARKDOWN} or sniff(data) != "text":
        return False
    opening = data[:_OPENING].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return not opening.startswith(b"<")


def extract_payload(payload: bytes) -> bytes:
    """What the child does: the head line names the file and its limits, the rest is the file."""
    head, _, data = payload.partition(b"\n")
    asked = json.loads(head)
    extracted = extract(data, asked["filename"], Limits(**asked["limits"]))
    answer = asdict(extracted) | {"date": extracted.date and extracted.date.isoformat()}
    return json.dumps(answer).encode()


def _from_json(answer: dict[str, Any]) -> ExtractedText:
    day = date.fromisoformat(answer["date"]) if answer["date"] else None
    return ExtractedText(**answer | {"date": day, "notes": tuple(answer["notes"]), "lines": ()})


def _read(path: Path, limits: Limits) -> bytes:
    with path.open("rb") as file:
        return file.read(limits.bytes + 1)


def _check_size(size: int, limits: Limits) -> None:
    if size == 0:
        raise EmptyFile(
            "文件是空的（0 字节）。请检查是否保存成功，再重新上传。",
            "The file is empty (0 bytes). Check that it was saved and try again.",
        )
    if size > limits.bytes:
        bound = limits.bytes / MEBIBYTE
        raise TooLarge(
            f"文件超过 {bound:g} MB 的上限。请压缩其中的图片，或分成几个文件。",
            f"The file is over the limit of {bound:g} MB. "
            "Shrink the pictures in it or split it into several files.",
        )


def check_text(text: str, limits: Limits) -> None:
    """Refuse a text without words, or over the limit of characters."""
    if not text.strip().strip("\ufeff\u200b \t\r\n"):
        raise EmptyFile(
            "文件里没有文字，可能只有图片或扫描页。请用可以复制文字的 docx 文件。",
            "The file holds no text, perhaps only pictures. Use a docx whose text can be copied.",
        )
    if len(text) > limits.characters:
        raise TooLarge(
            f"正文超过 {limits.characters:,} 字的上限。请分成几个文件。",
            f"The text is over the limit of {limits.characters:,} characters. Split the file.",
        )


def _by_content(data: bytes, kind: Sniffed, extension: str, limits: Limits) -> ExtractedText:
    """Each parser is imported only where it is needed: a child for a text file starts at once."""
    if reader := _READERS.get(kind):
        module, _, name = reader.partition(":")
        read = getattr(import_module(f"luodi.reading.formats.{module}"), name)
        return cast("ExtractedText", read(data, limits))
    if kind in _OFFICE:
        from luodi.reading.formats.office import extract_office

        return extract_office(data, kind, limits)
    if kind == "broken zip":
        raise BrokenFile(
            "文件已损坏，可能没有传完。请重新复制或下载，或在 Word、WPS 中另存为 docx。",
            "The file is damaged, perhaps cut short. Copy or download it again, "
            "or save it again as docx in Word or WPS.",
        )
    if kind == "image":
        raise picture_file()
    if kind != "text":
        raise unknown_format(kind)
    return _from_text(data, extension)


def _from_text(data: bytes, extension: str) -> ExtractedText:
    text, encoding = decode(data)
    if _CONTROL.subn("", text)[1] > 0.02 * len(text):
        raise unknown_format("binary")
    if looks_like_html(text, extension):
        from luodi.reading.formats.web import extract_html

        return replace(extract_html(text), encoding=encoding)
    if extension in _MARKDOWN:
        from luodi.reading.formats.plain import plain_markdown

        return ExtractedText(plain_markdown(text), "md", encoding)
    return ExtractedText(text, "txt", encoding)


def noted(extracted: ExtractedText, extension: str) -> ExtractedText:
    """Return the text, with a note where the file is not what its extension claims."""
    if (_EXPECTED | _PICTURES).get(extension, extension) in {"", extracted.format}:
        return extracted
    note = f"扩展名是 {extension}，内容其实是 {extracted.format}，已按 {extracted.format} 读取。"
    return replace(extracted, notes=(*extracted.notes, note))
