"""The drawing of vl-convert made fit for a page: classes for colours, no styles, no addresses.

Only listed elements and attributes pass, so that nothing a chart's words hold becomes markup, the
content policy has nothing to refuse, and links lead to pages of this server only.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from .palette import ROLES

SVG = "http://www.w3.org/2000/svg"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
ELEMENTS = {"svg", "g", "path", "rect", "line", "text", "tspan", "a"}
ATTRIBUTES = {
    "d", "x", "y", "x1", "y1", "x2", "y2", "width", "height", "transform", "viewBox", "dx", "dy",
    "stroke-width", "stroke-dasharray", "stroke-miterlimit", "stroke-linejoin", "stroke-linecap",
    "text-anchor", "font-size", "font-weight", "opacity", "fill-opacity", "stroke-opacity",
}  # fmt: skip
SPOKEN = "¶"
NUMBER = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")
# Of a path a tenth of a pixel is enough, and a map has thousands of them.
PLACE = re.compile(r"-?\d+\.\d{2,}(?:e-?\d+)?")
# vl-convert writes links as if the drawing stood there; nothing is ever asked of that address.
PLACED = "https://vega.github.io/vega-datasets/"
OPEN_LINK = re.compile(r"/(?![/\\])[^\s]*")


class DrawingRefused(ValueError):
    """The drawing holds something that has no place in a page: a mistake in a drawing function."""


def for_page(drawing: str) -> str:
    """Return the `svg` element for a page; refuses unknown elements and colours."""
    root = ElementTree.fromstring(drawing)
    made = _cleaned(root)
    if made is None:
        raise DrawingRefused("an empty drawing")
    del made.attrib["width"], made.attrib["height"]
    made.set("class", "chart-drawing")
    made.set("focusable", "false")
    return ElementTree.tostring(made, encoding="unicode")


def _cleaned(element: ElementTree.Element) -> ElementTree.Element | None:
    """Return the element as it may stand in a page; None for what nobody would see."""
    name = element.tag.removeprefix(f"{{{SVG}}}")
    if name not in ELEMENTS:
        raise DrawingRefused(f"element {name}")
    if element.get("display") == "none" or element.get("opacity") == "0":
        return None
    made = ElementTree.Element(name, _attributes(element))
    made.text = element.text
    if words := _spoken(element):
        # A `title` is shown on hover by the browser itself.
        ElementTree.SubElement(made, "title").text = words
    children = [_cleaned(child) for child in element]
    made.extend([child for child in children if child is not None])
    return made if name == "svg" or _is_seen(name, made) else None


def _is_seen(name: str, made: ElementTree.Element) -> bool:
    if name in {"g", "a"}:
        return len(made) > 0
    if name in {"text", "tspan"}:
        return bool(made.text) or len(made) > 0
    return "fill" in made.attrib or "stroke" in made.attrib


def _attributes(element: ElementTree.Element) -> dict[str, str]:
    kept = {key: _short(value, key) for key, value in element.items() if key in ATTRIBUTES}
    if kept.get("opacity") == "1":
        del kept["opacity"]
    if kept.get("stroke-dasharray") == "1,0":
        del kept["stroke-dasharray"]
    return kept | _colours(element) | _link(element)


def _colours(element: ElementTree.Element) -> dict[str, str]:
    """Return fill and stroke as classes. One role colours both through `color`; where they differ
    the line has a class of its own."""
    fill, stroke = _role(element.get("fill")), _role(element.get("stroke"))
    given: dict[str, str] = {}
    if element.get("fill") == "none":
        given["fill"] = "none"
    if fill or stroke:
        given["class"] = f"c-{fill or stroke}"
    if fill:
        given["fill"] = "currentColor"
    if stroke and fill and fill != stroke:
        given["class"] += f" s-{stroke}"
        given["stroke"] = "currentColor"
    elif stroke:
        given["stroke"] = "currentColor"
    return given


def _role(colour: str | None) -> str:
    if colour is None or colour in {"none", "transparent"}:
        return ""
    if colour not in ROLES:
        raise DrawingRefused(f"colour {colour}")
    return ROLES[colour]


def _link(element: ElementTree.Element) -> dict[str, str]:
    address = element.get(XLINK_HREF) or element.get("href") or ""
    address = address.removeprefix(PLACED)
    # The drawing is hidden from screen readers and keys: the table has the same links.
    return {"href": address, "tabindex": "-1"} if OPEN_LINK.fullmatch(address) else {}


def _spoken(element: ElementTree.Element) -> str:
    words = element.get("aria-label", "")
    return words.removeprefix(SPOKEN) if words.startswith(SPOKEN) else ""


def _short(value: str, name: str) -> str:
    digits, found = (1, PLACE) if name == "d" else (2, NUMBER)
    return found.sub(lambda match: _number(float(match[0]), digits), value)


def _number(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".rstrip("0").rstrip(".")
