"""Characters as some programs leave them: look-alikes, private codes, private decimal points."""

from __future__ import annotations

import pytest

from luodi.reading.errors import BrokenFile
from luodi.reading.formats import Limits
from luodi.reading.formats.glyphs import Glyph, Sheet, plain_character
from luodi.reading.formats.page_lines import lines_of
from luodi.reading.formats.page_text import text_of_sheets


def row(text: str, *, ink: float = 10.0) -> list[Glyph]:
    """Characters side by side; private ones have ink of this height above the line."""
    return [
        Glyph(
            character, 10.0 * at, 10.0 * at + 10, 100.0, 10.0,
            100.0 - (ink if "\ue000" <= character <= "\uf8ff" else 10.0), 100.0,
        )
        for at, character in enumerate(text)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "seen"),
    [("⼀", "一"), ("⼈", "人"), ("⻅", "见"), ("⻋", "车"), ("⻓", "长"), ("⻚", "页"), ("金", "金"),
     ("１", "１"), ("（", "（"), ("　", ""), ("\xad", ""), ("𠮷", "𠮷")],
)  # fmt: skip
def test_radicals_become_the_characters_they_stand_for(given: str, seen: str) -> None:
    assert plain_character(given) == seen


@pytest.mark.parametrize(("ink", "shown"), [(2.0, "超１.２万亿元"), (9.0, "超１\ue010２万亿元")])
def test_a_private_point_between_digits_is_told_by_its_ink(ink: float, shown: str) -> None:
    assert lines_of(row("超１\ue010２万亿元", ink=ink))[0].text == shown


def test_a_rule_typed_as_one_character_again_and_again_is_ornament() -> None:
    assert lines_of(row("欗" * 40)) == []
    assert lines_of(row("0" * 20))[0].text == "0" * 20


def test_fonts_that_name_no_characters_are_refused() -> None:
    sheet = Sheet(1, 595, 842, glyphs=row("\ue001\ue002\ue003加快"))
    with pytest.raises(BrokenFile) as caught:
        text_of_sheets([sheet], "pdf", Limits())
    assert "乱码" in caught.value.message_zh
