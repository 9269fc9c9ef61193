"""Two languages on one page: sentences that stand in both, and data that is in Chinese anywhere."""

from __future__ import annotations

import re

from django.utils import translation
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeData, SafeString, mark_safe

TONGUES = {"zh": "zh-hans", "en": "en"}
HAN = re.compile("[\u3400-\u9fff]")
_RUN = re.compile("[\u3400-\u9fff《（“](?:[^A-Za-z<>&]*[\u3400-\u9fff][》）”]?)?")
_ENGLISH = re.compile("[A-Za-z]{3}")
_IN_CHINESE = '<span lang="zh-Hans">{}</span>'


def in_both_languages(**labels: object) -> dict[str, str]:
    """Return each lazy label under its name with `_zh` and `_en`, in that language."""
    words: dict[str, str] = {}
    for tongue, language in TONGUES.items():
        with translation.override(language):
            words |= {f"{name}_{tongue}": str(label) for name, label in labels.items()}
    return words


def is_foreign(value: object) -> bool:
    """Return whether a text holds Chinese and the page is in another language."""
    english = (translation.get_language() or "").startswith("en")
    return english and HAN.search(str(value)) is not None


def marked_as_chinese(value: object) -> SafeString:
    """Return a text as HTML in which Chinese on a page of another language says that it is, so that
    a screen reader reads it as Chinese; of words in both languages only the Chinese ones do."""
    escaped = conditional_escape(value)  # type: ignore[arg-type]
    if not is_foreign(value) or (isinstance(value, SafeData) and "<" in escaped):
        return escaped
    if not _ENGLISH.search(str(value)):
        return format_html(_IN_CHINESE, escaped)
    return mark_safe(_RUN.sub(lambda run: _IN_CHINESE.format(run[0]), escaped))
