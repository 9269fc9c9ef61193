"""`luodi verify`: walk along the whole ledger, and compare it with a head kept elsewhere."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from luodi.base import files, ledger
from luodi.base.commands import LuodiCommand
from luodi.base.ledger import Head, Verification


class Command(LuodiCommand):
    """Verify and print; exit code 1 at the first broken link."""

    help = (
        "逐条校验台账，指出第一处断开 / walk along the whole ledger and name its first broken link"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--head",
            metavar="SEQ:HASH",
            help="与备份或通报中的链首比较，才能发现末尾被截去或整体改写 / compare with the head "
            "of a backup or circular: only it shows a cut tail or a full rewrite",
        )
        parser.add_argument(
            "--files", action="store_true", help="并逐一核对存储的文件 / read every stored file too"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify."""
        known = Head.parse(options["head"]) if options["head"] else None
        seen = ledger.verify(known)
        self.stdout.write(_counted(seen))
        if seen.broken:
            at = seen.broken.seq
            raise CommandError(
                f"台账在第 {at} 条断开：{seen.broken.zh}\n"
                f"The ledger is broken at entry {at}: {seen.broken.en}"
            )
        self.stdout.write("台账完整 / the ledger is whole")
        if known is None:
            self.stdout.write(
                "未与外部链首比较 / not compared with a head kept elsewhere (--head SEQ:HASH)"
            )
        if options["files"]:
            self._verify_files()

    def _verify_files(self) -> None:
        seen = files.verify_files()
        for sha256 in seen.missing:
            self.stdout.write(f"缺失 / missing  {sha256}")
        for sha256 in seen.damaged:
            self.stdout.write(f"损坏 / damaged  {sha256}")
        self.stdout.write(f"文件 / files: {seen.checked}")
        if not seen.ok:
            raise CommandError(
                "有文件缺失或损坏，请从备份取回。\n"
                "Some files are missing or damaged; take them from a backup."
            )


def _counted(seen: Verification) -> str:
    return (
        f"记录 / entries: {seen.checked}   已清除 / erased: {seen.purged}\n链首 / head: {seen.head}"
    )
