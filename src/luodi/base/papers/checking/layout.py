"""The whole check of one Word file."""

from __future__ import annotations

from luodi.base.papers.checking.file import WordFile, tag
from luodi.base.papers.checking.pages import check_pages
from luodi.base.papers.checking.parts import check_parts
from luodi.base.papers.checking.text import check_text
from luodi.base.papers.types import Fault


def check_layout(docx: bytes) -> list[Fault]:
    """Return where a Word file departs from GB/T 9704-2012, nothing when it holds.

    Meant for papers written here: it goes by the names of their styles. A brief is known by its
    mark and needs no page number. Refuses bytes that are no Word file.
    """
    file = WordFile.open(docx)
    marks = {file.style_name(paragraph) for paragraph in file.body.iter(tag("p"))}
    numbered = "呈阅件标志" not in marks
    return [*check_pages(file, numbered=numbered), *check_text(file), *check_parts(file)]
