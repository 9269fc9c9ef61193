"""A text without Chinese is found wherever it stands."""

from __future__ import annotations

from pathlib import Path

from launcher.translations import complaints

CODE = """
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
A = _("Accept")
B = ngettext("%(n)s row", "%(n)s rows", 2)
C = pgettext_lazy("a verb", "Report")
D = _(A)
"""
PAGE = """{% load i18n %}{% translate "It's here" %}
{% blocktranslate trimmed count n=rows %}{{ n }} finding{% plural %}{{ n }} findings{% endblocktranslate %}
{{ value|default:_("Nothing yet") }}{% include "x.html" with title=_("A title") %}"""


def _app(folder: Path, po: str = "") -> Path:
    app = folder / "luodi" / "documents"
    (app / "templates").mkdir(parents=True)
    (app / "locale" / "zh_Hans" / "LC_MESSAGES").mkdir(parents=True)
    (app / "views.py").write_text(CODE, "utf-8")
    (app / "templates" / "page.html").write_text(PAGE, "utf-8")
    (app / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po").write_text(po, "utf-8")
    return folder / "luodi"


def test_every_untranslated_text_is_named_with_its_line(tmp_path: Path) -> None:
    found = "\n".join(complaints(_app(tmp_path)))
    assert 'views.py:3: no Chinese for "Accept"' in found
    assert 'views.py:4: no Chinese for "%(n)s row / %(n)s rows"' in found
    assert 'views.py:5: no Chinese for "a verb | Report"' in found
    assert 'page.html:1: no Chinese for "It\'s here"' in found
    assert 'page.html:2: no Chinese for "%(n)s finding / %(n)s findings"' in found
    assert 'no Chinese for "Nothing yet"' in found
    assert 'no Chinese for "A title"' in found
    assert found.count("no Chinese") == 7


def test_a_doubted_translation_is_none(tmp_path: Path) -> None:
    found = complaints(_app(tmp_path, '#, fuzzy\nmsgid "Accept"\nmsgstr "采纳"\n'))
    assert any('"Accept"' in sentence for sentence in found)


def test_a_good_translation_is_silent_and_a_lost_placeholder_is_not(tmp_path: Path) -> None:
    po = 'msgid "Accept"\nmsgstr "采纳"\n\nmsgid "%(n)s row"\nmsgid_plural "%(n)s rows"\nmsgstr[0] "行"\n'
    found = complaints(_app(tmp_path, po))
    assert not any('"Accept"' in sentence for sentence in found)
    assert any("other placeholders" in sentence for sentence in found)
