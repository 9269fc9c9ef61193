"""The one step setuptools does not know: .mo files are made while a wheel is built."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from setuptools.command.build_py import build_py

_PATH = Path(__file__).with_name("launcher") / "catalogues.py"


class BuildPy(build_py):
    """Copies the package, then compiles its catalogues in the copy."""

    def run(self) -> None:
        """Build as usual, then write a .mo beside each .po."""
        super().run()
        spec = importlib.util.spec_from_file_location("catalogues", _PATH)
        assert spec
        assert spec.loader
        catalogues = importlib.util.module_from_spec(spec)
        # Dataclasses look their module up by name.
        sys.modules["catalogues"] = catalogues
        spec.loader.exec_module(catalogues)
        catalogues.compile_all(Path(self.build_lib))
