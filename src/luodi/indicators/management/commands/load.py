"""luodi load census: the shipped census figures, with an answer for every row left out."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from luodi.base.actors import SYSTEM
from luodi.base.commands import LuodiCommand
from luodi.indicators import census
from luodi.indicators.services import CensusLoaded, load_census
from luodi.places.services import load_divisions

SETS = ("census",)


class Command(LuodiCommand):
    """Loads a data set that ships with luodi; a second time nothing changes."""

    help = "装入随附的数据集（普查） / load a data set that ships with luodi (the census)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("data_set", choices=SETS, metavar="census", help="数据集 / data set")
        parser.add_argument(
            "--within",
            default="",
            metavar="CODE",
            help="只装入此代码之下的地区，如42为湖北 / only places below this code, as 42",
        )
        parser.add_argument(
            "--answers", action="store_true", help="逐行列出未装入的 / name every row left out"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it and say what was done."""
        load_divisions(actor=SYSTEM)
        done = load_census(within=options["within"], actor=SYSTEM)
        self.stdout.write(f"{census.SOURCE}；{census.LICENCE}")
        self.stdout.write(
            f"指标 / indicators: +{done.defined}   行 / rows: {done.rows:,}   "
            f"数据 / figures: +{done.new:,}, 修订 / revised {done.revised:,}, "
            f"已有 / there already {done.unchanged:,}"
        )
        self._answers(done, each=options["answers"])

    def _answers(self, done: CensusLoaded, *, each: bool) -> None:
        """The rows left out, counted by reason, or one by one."""
        self.stdout.write(f"未装入 / left out: {len(done.refused):,}")
        if each:
            for row in done.refused:
                place = f"{row.number} {row.year} {row.code} {row.name}"
                self.stdout.write(f"  {place}：{row.zh} / {row.en}")
            return
        # Names differ from row to row; what stands before them is the reason.
        reasons = Counter((row.zh.split("“")[0], row.en.split("“")[0]) for row in done.refused)
        for (zh, en), count in reasons.most_common(8):
            self.stdout.write(f"  {count:>6,}  {zh} / {en}")
