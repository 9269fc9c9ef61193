"""luodi outlines: outlines of places for maps, from a file that the operator may use."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from luodi.base.actors import SYSTEM
from luodi.base.commands import LuodiCommand
from luodi.base.errors import Invalid
from luodi.places.services import load_divisions, load_outlines

LARGEST = 100 * 1024 * 1024
NAMED = 20


class Command(LuodiCommand):
    """Loads outlines of places; those that were loaded before are replaced."""

    help = "载入地区边界（GeoJSON） / load outlines of places (GeoJSON)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("file", type=Path, metavar="FILE.geojson")
        parser.add_argument(
            "--source",
            required=True,
            metavar="TEXT",
            help="来源和许可，显示在地图下 / source and licence, shown below the map",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the file and say what fits no place."""
        path: Path = options["file"]
        if not path.is_file():
            raise Invalid(f"没有这个文件：{path}", f"There is no such file: {path}")
        if path.stat().st_size > LARGEST:
            raise Invalid(
                "边界文件超过100 MB，请先简化。", "The file is above 100 MB; please simplify it."
            )
        load_divisions(actor=SYSTEM)
        done = load_outlines(path.read_bytes(), options["source"], actor=SYSTEM)
        self.stdout.write(f"边界 / outlines: {done.loaded:,}")
        if done.unknown:
            named = "、".join(done.unknown[:NAMED]) + ("…" if len(done.unknown) > NAMED else "")
            self.stdout.write(f"不是已知地区 / of no known place: {len(done.unknown):,}（{named}）")
