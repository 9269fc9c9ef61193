"""Where output goes, and the progress bar beside it."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from types import TracebackType

from luodi.reading.output.widths import harmless, padded, wrapped

_BAR = 24


class Sink:
    """Standard output, or a file that appears only when it is whole."""

    def __init__(self, path: str) -> None:
        self._path = Path(path) if path else None
        self._file: tempfile._TemporaryFileWrapper[bytes] | None = None

    @property
    def is_terminal(self) -> bool:
        """Whether what is written shows on a terminal."""
        return self._path is None and sys.stdout.isatty()

    def __enter__(self) -> Sink:
        if self._path:
            folder = self._path.resolve().parent
            self._file = tempfile.NamedTemporaryFile(dir=folder, prefix=".luodi-", delete=False)
        return self

    def write(self, part: str | bytes) -> None:
        """Write words or bytes; nothing for an empty part."""
        if not part:
            return
        if self._file:
            self._file.write(part.encode("utf-8", "replace") if isinstance(part, str) else part)
        elif isinstance(part, str):
            sys.stdout.write(part)
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(part)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if self._file is None or self._path is None:
            sys.stdout.flush()
            return
        self._file.close()
        if kind is not None:
            os.unlink(self._file.name)
            return
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(self._file.name, 0o666 & ~mask)
        os.replace(self._file.name, self._path)


class Progress:
    """A bar on standard error while several files, or the pages of a scan, are read and somebody
    looks on."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._watched = sys.stderr.isatty()
        self._shown = total > 1 and self._watched

    def show(self, done: int, name: str) -> None:
        """Show how many files are done and which is being read."""
        if self._shown:
            self._draw(done, self._total, name)

    def page(self, name: str, done: int, total: int) -> None:
        """Show how many pages of a scan are done."""
        self._shown = self._watched
        if self._shown:
            self._draw(done, total, name)

    def _draw(self, done: int, total: int, name: str) -> None:
        filled = _BAR * done // total
        bar = "█" * filled + "░" * (_BAR - filled)
        line = f"{bar} {done}/{total} {harmless(name)}"
        columns = shutil.get_terminal_size().columns - 1
        sys.stderr.write("\r" + padded(wrapped(line, columns)[0], columns))
        sys.stderr.flush()

    def clear(self) -> None:
        """Take the bar away, so that a line of words can stand there."""
        if self._shown:
            sys.stderr.write("\r" + " " * (shutil.get_terminal_size().columns - 1) + "\r")
            sys.stderr.flush()
