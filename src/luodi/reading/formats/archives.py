"""Zip containers, looked at before any parser sees them: entry counts and true unpacked sizes."""

from __future__ import annotations

import io
import zipfile
import zlib

from luodi.reading.errors import BrokenFile, TooLarge
from luodi.reading.formats.limits import MEBIBYTE, Limits

_BLOCK = 1 << 18
_MARKUP = (".xml", ".rels")
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)


def check_container(data: bytes, limits: Limits) -> None:
    """Refuse an Office container that unpacks beyond the limits, is damaged, or declares a DTD."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_declared(archive, limits)
            _check_unpacked(archive, limits)
    except _DAMAGED as problem:
        raise _broken() from problem


def _check_declared(archive: zipfile.ZipFile, limits: Limits) -> None:
    entries = archive.infolist()
    if len(entries) > limits.entries:
        raise TooLarge(
            f"文件内含 {len(entries)} 个部件，超过上限 {limits.entries} 个。"
            "请另存为普通 docx 后再试。",
            f"The file holds {len(entries)} parts, more than {limits.entries}. "
            "Save it again as a plain docx.",
        )
    if sum(entry.file_size for entry in entries) > limits.unpacked:
        raise _too_large(limits.unpacked)
    if any(_is_markup(entry) and entry.file_size > limits.part for entry in entries):
        raise _too_large(limits.part)


def _check_unpacked(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Unpack every part block by block: headers may lie about sizes."""
    total = 0
    for entry in archive.infolist():
        bound = min(limits.unpacked - total, limits.part if _is_markup(entry) else limits.unpacked)
        total += _unpack(archive, entry, bound)


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, bound: int) -> int:
    size, tail = 0, b""
    with archive.open(entry) as part:
        while block := part.read(_BLOCK):
            size += len(block)
            if size > bound:
                raise _too_large(bound)
            if _is_markup(entry):
                _refuse_dtd(tail + block)
                tail = block[-32:]
    return size


def _refuse_dtd(markup: bytes) -> None:
    """Office files never carry a DTD; one that does wants entities expanded."""
    squeezed = markup.replace(b"\0", b"").upper()
    if b"<!DOCTYPE" in squeezed or b"<!ENTITY" in squeezed:
        raise BrokenFile(
            "文件的 XML 中含有 DOCTYPE 声明，正常的 docx 没有这种内容，已拒绝读取。"
            "请在 Word 或 WPS 中另存后再试。",
            "The XML inside declares a DOCTYPE, which no proper docx does; it was refused. "
            "Open the file in Word or WPS and save it again.",
        )


def _is_markup(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().endswith(_MARKUP)


def _too_large(bound: int) -> TooLarge:
    size = max(1, bound // MEBIBYTE)
    return TooLarge(
        f"文件解压后超过 {size} MB，已拒绝读取。请删去其中的大图或嵌入对象，另存后再试。",
        f"The file unpacks to more than {size} MB and was refused. "
        "Remove large pictures or embedded objects and save it again.",
    )


def _broken() -> BrokenFile:
    return BrokenFile(
        "文件已损坏，打不开。请在 Word 或 WPS 中打开并另存为 docx，或向来文单位重新索取。",
        "The file is damaged and cannot be opened. Open it in Word or WPS and save it again as "
        "docx, or ask the sender for a new copy.",
    )
