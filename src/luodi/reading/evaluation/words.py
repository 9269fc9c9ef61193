"""The language that the commands beside `luodi read` speak."""

from __future__ import annotations

import os
from typing import Literal


def asked_language() -> Literal["zh", "en"]:
    """Chinese, unless LUODI_LANG asks for English."""
    return "en" if os.environ.get("LUODI_LANG", "").lower().startswith("en") else "zh"
