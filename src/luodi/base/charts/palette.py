"""Colours by their role: hexadecimal in a drawing, class names in a page.

Each role has one colour of the light theme and no two roles share one, so that the drawing of
vl-convert can be read back role by role. Paper and Word use the colours, pages only the classes.
"""

from __future__ import annotations

# What each role is to the reader; the colours are those of tokens.css.
COLOURS: dict[str, str] = {
    "ink": "#20242a",
    "soft": "#4b525b",
    "main": "#1f4a80",
    "plan": "#93640a",
    "target": "#a3241d",
    "limit": "#656b73",
    "peer": "#857f74",
    "grid": "#ddd9d0",
    "fan": "#dce8f9",
    "ground": "#ffffff",
    "none": "#eeece6",
    "map-1": "#edf3fa",
    "map-2": "#d3e2f3",
    "map-3": "#b9d1ec",
    "map-4": "#9fc0e4",
    "map-5": "#85aedb",
}
ROLES = {colour: role for role, colour in COLOURS.items()}
MAP_CLASSES = 5
FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","WenQuanYi Micro Hei",sans-serif'


def colour(role: str) -> str:
    """Return the colour of a role."""
    return COLOURS[role]


def map_colour(number: int | None, classes: int) -> str:
    """Return the ground of a class of a map; spread over the five when there are fewer."""
    if number is None:
        return COLOURS["none"]
    step = 1 if classes < 2 else 1 + round((number - 1) * (MAP_CLASSES - 1) / (classes - 1))
    return COLOURS[f"map-{min(step, MAP_CLASSES)}"]
