"""Catalogues compiled without gettext's tools read as gettext's own would."""

from __future__ import annotations

import gettext
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launcher.catalogues import BrokenCatalogue, _mo, compile_all, compile_po, read_po

PO = r"""
# A catalogue
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=1; plural=0;\n"

#: a.py:1
msgid "Accept"
msgstr "采纳"
#, fuzzy
msgid "Doubted"
msgstr "存疑"

msgctxt "a verb"
msgid "Report"
msgstr "反馈"

msgid "%(n)s row"
msgid_plural "%(n)s rows"
msgstr[0] "%(n)s 行"

msgid ""
"Long "
"text\n"
msgstr "长"
"文"

msgid "Empty"
msgstr ""
#~ msgid "Old"
#~ msgstr "旧"
"""


def _written(folder: Path, text: str) -> Path:
    file = folder / "luodi" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def test_every_kind_of_message_is_looked_up(tmp_path: Path) -> None:
    po = _written(tmp_path, PO)
    compile_po(po, po.with_suffix(".mo"))
    with po.with_suffix(".mo").open("rb") as file:
        words = gettext.GNUTranslations(file)
    assert words.gettext("Accept") == "采纳"
    assert words.pgettext("a verb", "Report") == "反馈"
    assert words.ngettext("%(n)s row", "%(n)s rows", 2) == "%(n)s 行"
    assert words.gettext("Long text\n") == "长文"


def test_doubted_empty_and_old_messages_stay_out(tmp_path: Path) -> None:
    po = _written(tmp_path, PO)
    compile_po(po, po.with_suffix(".mo"))
    with po.with_suffix(".mo").open("rb") as file:
        words = gettext.GNUTranslations(file)
    assert [words.gettext(text) for text in ("Doubted", "Empty", "Old")] == [
        "Doubted",
        "Empty",
        "Old",
    ]


def test_only_what_changed_is_compiled(tmp_path: Path) -> None:
    _written(tmp_path, PO)
    assert compile_all(tmp_path) == 1
    assert compile_all(tmp_path) == 0


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    po = _written(tmp_path, 'msgid "a"\nmsgstr "never ends\n')
    with pytest.raises(BrokenCatalogue, match=r"django\.po:2"):
        read_po(po)


@given(st.dictionaries(st.text(st.characters(exclude_characters="\0\4", codec="utf-8"), min_size=1),
                       st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1)))  # fmt: skip
def test_any_texts_come_back(texts: dict[str, str]) -> None:
    head = {"": "Content-Type: text/plain; charset=UTF-8\n"}
    words = gettext.GNUTranslations(BytesIO(_mo(head | texts)))
    assert {key: words.gettext(key) for key in texts} == texts
