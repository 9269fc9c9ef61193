"""From bytes to text: UTF-8, UTF-16, GB18030, in this order, strictly."""

from __future__ import annotations

import codecs

from luodi.reading.errors import BrokenFile, UnknownEncoding

_SAMPLE = 4_000
_ENOUGH = 20  # fewer characters outside ASCII than this prove nothing about an encoding
# A quarter of any 60 characters of Chinese prose are among these; of garbled text hardly any.
_FREQUENT = frozenset(
    "的一是不了在有人他这个们中来上大为和国地到以说时要就出会可也对生能而子得于下自之年过发后作里用道行所然"
    "家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日者意无力与长"
    "把十民第公此已工使情明性全三又关点正业外将两高间由问重并物手应文体政美相见被利什二等产或新己制身果加"
    "业展设务区保推育电农强资合提持机施管服改增企社技创规平村入办项质度科治府安各支省城水量济级品系共深构通"
    "源信场革造金优标位快监域完升目效环门护策领境据程条及善局范融费县乡镇"
    "务產實進動國時來會個對發後為開學與應當從將關業經濟設縣區機"
    "，。、；：？！“”‘’《》（）【】〔〕—…·％　０１２３４５６７８９"
)
_UTF16_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(data: bytes) -> tuple[str, str]:
    """Return the text unchanged and its encoding's name; refuse NUL bytes and unknown encodings."""
    text, encoding = _decode(data)
    refuse_nul(text)
    return text, encoding


def refuse_nul(text: str) -> None:
    """Refuse text with NUL characters: databases cannot keep it and it is no document."""
    at = text.find("\0")
    if at < 0:
        return
    line = text.count("\n", 0, at) + 1
    raise BrokenFile(
        f"文件第 {line} 行含有空字节（NUL），可能已损坏或不是文本文件。"
        "请用原软件打开，另存为 docx 后再试。",
        f"Line {line} holds a NUL byte: the file is damaged or is no text. "
        "Open it where it was made and save it again as docx.",
    )


def _decode(data: bytes) -> tuple[str, str]:
    if data.startswith(_UTF16_BOMS):
        return _utf16_with_bom(data)
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as problem:
        utf8_problem = problem
    return _utf16_without_bom(data) or _gb18030(data) or _refuse(data, utf8_problem)


def _utf16_with_bom(data: bytes) -> tuple[str, str]:
    try:
        return data.decode("utf-16"), "utf-16"
    except UnicodeDecodeError as problem:
        return _refuse(data, problem)


def _utf16_without_bom(data: bytes) -> tuple[str, str] | None:
    """UTF-16 that forgot its mark: taken only when exactly one byte order reads as plain text."""
    if len(data) % 2 or b"\0" not in data:
        return None
    readings = []
    for name in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if _plain_share(text[:_SAMPLE]) > 0.95:
            readings.append((text, name))
    return readings[0] if len(readings) == 1 else None


def _gb18030(data: bytes) -> tuple[str, str] | None:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return (text, "gb18030") if "\0" in text or _reads_as_chinese(text) else None


def _plain_share(text: str) -> float:
    """Share of characters that a Chinese document is made of."""
    plain = sum(
        c in "\t\r\n\f" or " " <= c <= "~" or "\u3000" <= c <= "\u303f" or "\u4e00" <= c <= "\u9fff"
        or "\uff00" <= c <= "\uffef" or "\u2000" <= c <= "\u206f" or c == "·"
        for c in text
    )  # fmt: skip
    return plain / max(1, len(text))


def _reads_as_chinese(text: str) -> bool:
    """Whether GB18030 gave frequent characters: bytes of other encodings give rare ones."""
    foreign = [c for c in text if c > "\x7f"][:_SAMPLE]
    if len(foreign) < _ENOUGH:
        return True
    return sum(c in _FREQUENT for c in foreign) / len(foreign) > 0.25


def _refuse(data: bytes, problem: UnicodeDecodeError) -> tuple[str, str]:
    line = data.count(b"\n", 0, problem.start) + 1
    raise UnknownEncoding(
        f"认不出文件的文字编码（第 {line} 行起）。"
        "luodi 能读 UTF-8、UTF-16 和 GB18030（含 GBK、GB2312）。"
        "请用原软件打开，另存为 UTF-8 文本或 docx 后再试。",
        f"The encoding of the file is unknown (from line {line}). luodi reads UTF-8, UTF-16 and "
        "GB18030 (with GBK and GB2312). Save the file as UTF-8 text or as docx and try again.",
    )
