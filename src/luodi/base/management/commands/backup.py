"""`luodi backup FILE`: everything in one archive, while the server runs."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from luodi.base.backup import backup
from luodi.base.commands import LuodiCommand


class Command(LuodiCommand):
    """Back up."""

    help = (
        "把数据库和文件备份到一个文件，无须停机 / back database and files up into one file while "
        "the server runs"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare where to."""
        parser.add_argument(
            "file",
            type=Path,
            metavar="FILE",
            help="新文件；给出目录则按时间取名 / a new file, or a folder: named by the time",
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Back up and print what the archive holds."""
        done = backup(file)
        self.stdout.write(
            f"{done.path}\n"
            f"大小 / size: {done.size / 2**20:.1f} MB   文件 / files: {done.files}\n"
            f"链首 / head: {done.head}"
        )
        for sha256 in done.missing:
            self.stderr.write(f"缺失或损坏，未能备份 / missing or damaged, left out: {sha256}")
