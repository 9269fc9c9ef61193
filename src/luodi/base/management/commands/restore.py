"""`luodi restore FILE`: put the installation back to what a backup holds."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from luodi.base.backup import restore
from luodi.base.commands import LuodiCommand


class Command(LuodiCommand):
    """Restore."""

    help = (
        "从备份恢复；先停止 luodi。损坏或来自更新版本的备份会被拒绝 / restore a backup; stop luodi "
        "first. A broken archive or one of a newer version is refused"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare from where."""
        parser.add_argument(
            "file", type=Path, metavar="FILE", help="backup 所做的文件 / a file made by backup"
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help="此处已有数据也恢复；原数据库另存备查 / though there is data here; the former "
            "database is kept",
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Restore and print what is there now."""
        done = restore(file, replace=options["replace"])
        self.stdout.write(
            f"已恢复 {done.made_at} 的备份 / restored the backup of {done.made_at}\n"
            f"文件 / files: {done.files}   链首 / head: {done.head}"
        )
        if done.kept:
            self.stdout.write(f"原数据库存于 / the former database is kept: {done.kept}")
        for sha256 in done.missing:
            self.stderr.write(f"备份时已缺失 / missing already in the backup: {sha256}")
