"""Old and foreign office files (doc, wps, xls, et, rtf, odt): through LibreOffice, or antiword.

LibreOffice runs in the process group of the child that reads the file, under its limits, with a
profile of its own that allows no macros and no links, and with no network where the system lets us.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from luodi.reading.errors import BrokenFile, ParserFailed
from luodi.reading.formats.advice import unknown_format
from luodi.reading.formats.limits import Limits
from luodi.reading.types import ExtractedText

# What each kind becomes, and the name LibreOffice tells it by.
CONVERTED = {
    "doc": ("docx", "doc"), "wps": ("docx", "doc"), "rtf": ("docx", "rtf"), "odt": ("docx", "odt"),
    "word xml": ("docx", "xml"), "xls": ("xlsx", "xls"), "xlsb": ("xlsx", "xlsb"),
}  # fmt: skip
_FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
_PLACES = (
    "/usr/lib/libreoffice",
    "/usr/lib64/libreoffice",
    "/opt/libreoffice*",
    "/snap/libreoffice/current/lib/libreoffice",
)
_RESTART = 81  # a new profile was made; LibreOffice wants to be started again
_STARTS = 3
_NEW_USER_AND_NETWORK = 0x10000000 | 0x40000000
_PARENT_DEATH_SIGNAL = 1

_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema">{}</oor:items>'
)
_ITEM = (
    '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse">'
    "<value>{}</value></prop></item>"
)


def extract_office(data: bytes, kind: str, limits: Limits) -> ExtractedText:
    """Return the text of an old office file; say what to save it as where no program reads it."""
    _refuse_locked(data, kind)
    program = libreoffice()
    if program:
        return _by_libreoffice(program, data, kind, limits)
    if kind in {"doc", "wps"} and (antiword := shutil.which("antiword")):
        from luodi.reading.formats.antiword import extract_doc

        return replace(extract_doc(antiword, data, limits), format=kind)
    raise unknown_format(kind)


def libreoffice() -> str:
    """The program file of LibreOffice, empty where there is none."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    folders = [Path(found).resolve().parent] if found else []
    for place in _PLACES:
        root, _, pattern = place.rpartition("/")
        folders += [folder / "program" for folder in sorted(Path(root).glob(pattern))]
    files = (folder / name for folder in folders for name in ("soffice.bin", "soffice"))
    return next((str(file) for file in files if os.access(file, os.X_OK)), "")


def _refuse_locked(data: bytes, kind: str) -> None:
    """A password is told by a flag at the head of the Word stream or a record of the Excel one."""
    head = {"doc": b"\xec\xa5", "wps": b"\xec\xa5", "xls": b"\x09\x08"}.get(kind)
    for at in range(512, len(data) - 64, 512) if head else ():
        if not data.startswith(head or b"", at):
            continue
        if kind != "xls" and data[at + 11] & 1:
            raise unknown_format("encrypted")
        if kind == "xls" and b"\x2f\x00" in {data[at + 20 : at + 22], data[at + 24 : at + 26]}:
            raise unknown_format("encrypted")


def _by_libreoffice(program: str, data: bytes, kind: str, limits: Limits) -> ExtractedText:
    becomes, extension = CONVERTED[kind]
    with tempfile.TemporaryDirectory(prefix="office-") as name:
        folder = Path(name)
        source = folder / f"in.{extension}"
        source.write_bytes(data)
        made = _converted(program, folder, source, becomes, limits)
    if becomes == "docx":
        from luodi.reading.formats.word import extract_docx

        return replace(extract_docx(made, limits), format=kind)
    from luodi.reading.formats.sheets import extract_xlsx

    return replace(extract_xlsx(made, limits), format=kind)


def _converted(program: str, folder: Path, source: Path, becomes: str, limits: Limits) -> bytes:
    _write_profile(folder / "profile")
    out = folder / "out"
    out.mkdir()
    command = [
        program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
        "--norestore", "--nolockcheck", "--nodefault", "--nologo", "--convert-to",
        _FILTERS[becomes], "--outdir", str(out), str(source),
    ]  # fmt: skip
    for _ in range(_STARTS):
        if _run(command, folder, limits.wall_seconds * 0.8) != _RESTART:
            break
    made = next(iter(out.iterdir()), None)
    if made is None:
        raise BrokenFile(
            "这个文件打不开，可能已损坏或设有密码。"
            "请在 WPS 或 Word 中打开，点“文件 → 另存为”，保存类型选 docx（表格选 xlsx）后再试。",
            "The file cannot be opened; it may be damaged or protected. "
            "Open it in WPS or Word, choose File → Save as, type docx (xlsx for sheets).",
        )
    return made.read_bytes()


def _run(command: list[str], folder: Path, seconds: float) -> int:
    """The exit code; a program that takes too long is stopped and said to have."""
    process = subprocess.Popen(
        command, cwd=folder, env=_environment(folder), stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=_confine,
    )  # fmt: skip
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired as problem:
        process.kill()
        process.wait()
        raise ParserFailed(
            f"LibreOffice 用时超过 {seconds:.0f} 秒，已停止。"
            "请在 WPS 或 Word 中另存为 docx 后再试。",
            f"LibreOffice took over {seconds:.0f} s and was stopped. Save the file as docx.",
        ) from problem


def _environment(folder: Path) -> dict[str, str]:
    nowhere = "http://127.0.0.1:9"
    return {
        "PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "TMPDIR": str(folder),
        "LANG": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp",
        "http_proxy": nowhere, "https_proxy": nowhere,
    }  # fmt: skip


def _confine() -> None:
    """In the program before it starts: it ends with its parent, and sees no network if possible."""
    with suppress(Exception):
        system = ctypes.CDLL(None, use_errno=True)
        system.prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
        system.unshare(_NEW_USER_AND_NETWORK)


def _write_profile(folder: Path) -> None:
    user = folder / "user"
    user.mkdir(parents=True)
    items = "".join(_ITEM.format(*setting) for setting in _SETTINGS)
    (user / "registrymodifications.xcu").write_text(_PROFILE.format(items), encoding="utf-8")
