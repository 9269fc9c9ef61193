"""Words in both languages at once, for the ledger, whose sentences stand in both."""

from __future__ import annotations

from django.utils import translation

TONGUES = {"zh": "zh-hans", "en": "en"}


def in_both_languages(**labels: object) -> dict[str, str]:
    """Return each lazy label under its name with `_zh` and `_en`, in that language."""
    words: dict[str, str] = {}
    for tongue, language in TONGUES.items():
        with translation.override(language):
            words |= {f"{name}_{tongue}": str(label) for name, label in labels.items()}
    return words
