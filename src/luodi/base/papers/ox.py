"""Small hands for WordprocessingML: elements, paragraphs, runs."""

from __future__ import annotations

import re
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def clean(text: str) -> str:
    """Return the text without the characters that no XML may hold."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n"))


def w(tag: str, *children: Any, **attributes: Any) -> Any:
    """Return an element of the main namespace; a key such as `r_id` stands for `r:id`."""
    element = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        prefix, _, name = key.rpartition("_")
        element.set(qn(f"{prefix or 'w'}:{name}"), str(value))
    for child in children:
        if child is not None:
            element.append(child)
    return element


def fonts_of(name: str) -> Any:
    """Return the run property that sets one font for all scripts, Chinese punctuation included."""
    return w("rFonts", hint="eastAsia", ascii=name, hAnsi=name, eastAsia=name, cs=name)


def run(text: str, *properties: Any) -> Any:
    """Return a run; line breaks and tabs in the text become breaks and tabs."""
    element = w("r", w("rPr", w("rFonts", hint="eastAsia"), *properties))
    if any(child.tag == qn("w:rFonts") for child in properties):
        element[0].remove(element[0][0])
    for at, part in enumerate(re.split("([\n\t])", clean(text))):
        if at % 2:
            element.append(w("br") if part == "\n" else w("tab"))
        elif part:
            element.append(_words(part))
    return element


def _words(text: str) -> Any:
    element = w("t")
    element.text = text
    element.set(qn("xml:space"), "preserve")
    return element


def paragraph(style: str, *content: Any, properties: tuple[Any, ...] = ()) -> Any:
    """Return a paragraph of a style; strings become runs, properties follow the schema's order."""
    element = w("p", w("pPr", w("pStyle", val=style), *properties))
    for part in content:
        element.append(run(part) if isinstance(part, str) else part)
    return element


def linked(part: Any, target: str, *runs: Any) -> Any:
    """Return the runs inside a link to an address outside the file."""
    key = part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    return w("hyperlink", *runs, r_id=key, history="1")


def page_field() -> list[Any]:
    """Return the runs of a page number in the standard's form, a dash on either side."""
    code = w("instrText")
    code.text = " PAGE "
    code.set(qn("xml:space"), "preserve")
    begin, split, end = (
        w("r", w("fldChar", fldCharType=kind)) for kind in ("begin", "separate", "end")
    )
    return [run("— "), begin, w("r", code), split, run("1"), end, run(" —")]
