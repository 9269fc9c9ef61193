"""Reads .po catalogues and writes .mo files, so that no gettext tool is needed on any machine."""

from __future__ import annotations

import ast
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_FIELDS = ("msgctxt", "msgid", "msgid_plural", "msgstr")


class BrokenCatalogue(Exception):
    """A .po file that cannot be read; the text names file and line."""


@dataclass
class Entry:
    """One message: what is looked up, what it becomes, and where it stands in the file."""

    line: int = 0
    fuzzy: bool = False
    context: str | None = None
    source: str | None = None
    plural: str | None = None
    forms: dict[int, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Return the text under which gettext looks the message up."""
        key = self.source or ""
        if self.plural is not None:
            key = f"{key}\0{self.plural}"
        return key if self.context is None else f"{self.context}\4{key}"

    @property
    def translated(self) -> bool:
        """Answer whether every form has words and nobody doubted them."""
        return bool(self.forms) and all(self.forms.values()) and not self.fuzzy


def read_po(path: Path) -> list[Entry]:
    """Return the messages of a .po file, header first; refuses a line it cannot understand."""
    entries: list[Entry] = []
    entry, last = Entry(), ""
    for number, raw in enumerate(path.read_text("utf-8").splitlines(), 1):
        line = raw.strip()
        starts = line.startswith(("#", "msgctxt", "msgid ", 'msgid"'))
        if (not line or (starts and last.startswith("msgstr"))) and entry.source is not None:
            entries.append(entry)
            entry, last = Entry(), ""
        if line.startswith("#,"):
            entry.fuzzy = entry.fuzzy or "fuzzy" in line
        elif line and not line.startswith("#"):
            try:
                last = _take(entry, line, last, number)
            except (SyntaxError, ValueError) as error:
                raise BrokenCatalogue(f"{path}:{number}: {error}") from error
    return entries if entry.source is None else [*entries, entry]


def _take(entry: Entry, line: str, last: str, number: int) -> str:
    """Put one line into the entry; return the keyword that following lines continue."""
    keyword, text = (last, line) if line.startswith('"') else line.split(None, 1)
    words = ast.literal_eval(text)
    if keyword == "msgid":
        entry.line = entry.line or number
        entry.source = (entry.source or "") + words
    elif keyword == "msgctxt":
        entry.context = (entry.context or "") + words
    elif keyword == "msgid_plural":
        entry.plural = (entry.plural or "") + words
    elif keyword.startswith("msgstr"):
        index = int(keyword[7:-1]) if "[" in keyword else 0
        entry.forms[index] = entry.forms.get(index, "") + words
    else:
        raise ValueError(f"not a line of a catalogue: {line}")
    return keyword


def compile_po(source: Path, target: Path) -> None:
    """Write the .mo file of a catalogue; messages without a translation are left out."""
    texts = {
        entry.key: "\0".join(entry.forms[index] for index in sorted(entry.forms))
        for entry in read_po(source)
        if entry.translated or entry.key == ""
    }
    # Another process may be reading: replace the file whole.
    part = target.with_name(f"{target.name}.part")
    part.write_bytes(_mo(texts))
    part.replace(target)


def _mo(texts: dict[str, str]) -> bytes:
    """Return the bytes of a .mo file (GNU gettext's format, revision 0, no hash table)."""
    pairs = sorted((key.encode(), text.encode()) for key, text in texts.items())
    keys_at, texts_at = 28, 28 + 8 * len(pairs)
    position = texts_at + 8 * len(pairs)
    tables, body = [], []
    for column in zip(*pairs, strict=True):
        for item in column:
            tables.append(struct.pack("<II", len(item), position))
            body.append(item + b"\0")
            position += len(item) + 1
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), keys_at, texts_at, 0, keys_at)
    return b"".join([head, *tables, *body])


def catalogues(folder: Path) -> Iterator[Path]:
    """Give every .po file below a folder."""
    return iter(sorted(folder.glob("**/locale/*/LC_MESSAGES/*.po")))


def compile_all(folder: Path) -> int:
    """Compile the catalogues below a folder that changed; return how many were compiled."""
    done = 0
    for source in catalogues(folder):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime <= source.stat().st_mtime:
            compile_po(source, target)
            done += 1
    return done
