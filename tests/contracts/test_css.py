"""Style sheets: small, readable in light and dark, and nothing that Chromium 86 does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.contracts.house import SOURCE, files, shown

BASE = SOURCE / "base" / "static" / "base"
BASE_BYTES = 30_000
AREA_BYTES = 16_000
TEXT, GRAPHIC = 4.5, 3.0  # WCAG 2.2 AA

SHEETS = sorted(files(".css", inside="static"))
SCRIPTS = sorted(files(".js", inside="static"))
PAGES = sorted(files(".html", inside="templates"))
THEMES = {"light": ["tokens.css"], "dark": ["tokens.css", "dark.css"]}

GROUNDS = ("paper", "surface", "sunken")
KINDS = ("goal", "task", "project", "reform", "request", "problem")
ROLES = ("good", "warn", "bad", "info", "quiet")
TEXTS = [
    *(
        (ink, ground)
        for ink in ("ink", "ink-2", "ink-3", "accent", "accent-strong")
        for ground in GROUNDS
    ),
    *((role, ground) for role in ROLES for ground in (f"{role}-soft", "surface", "paper")),
    *((f"kind-{kind}-ink", f"kind-{kind}-bg") for kind in KINDS),
    *(("ink", f"kind-{kind}-bg") for kind in KINDS),
    *(("accent", ground) for ground in ("accent-soft",)),
    ("ink", "accent-soft"),
    *(("ink", f"map-{step}") for step in range(1, 6)),
    ("on-accent", "accent"),
    ("on-seal", "seal"),
]
GRAPHICS = [
    *(
        (f"lamp-{colour}", ground)
        for colour in ("green", "yellow", "red", "blue", "grey")
        for ground in GROUNDS
    ),
    *((f"kind-{kind}-line", ground) for kind in KINDS for ground in ("surface", f"kind-{kind}-bg")),
    *(("focus", ground) for ground in GROUNDS),
    *(("line-strong", ground) for ground in GROUNDS),
]

# What came after Chromium 86, with the version that brought it.
NEWER_CSS = {
    r":is\(": 88,
    r":where\(": 88,
    r":has\(": 105,
    r"\baspect-ratio\s*:": 88,
    r"(?<![\w-])inset(?:-block|-inline)?\s*:": 87,
    r"\b(?:margin|padding)-(?:inline|block)\s*:": 87,
    r"\bborder-(?:inline|block)\s*:": 87,
    r"@layer\b": 99,
    r"@container\b": 105,
    r"\bcontainer-type\b": 105,
    r"\bcolor-mix\(": 111,
    r"\b(?:oklch|oklab|lab|lch|hwb)\(": 101,
    r"\blight-dark\(": 123,
    r"\d(?:dvh|svh|lvh|dvw|svw|lvw)\b": 108,
    r"\bsubgrid\b": 117,
    r"\baccent-color\s*:": 93,
    r"\boverflow(?:-[xy])?\s*:\s*clip": 90,
    r"\bscrollbar-(?:gutter|color|width)\s*:": 94,
    r"\btext-wrap\s*:": 114,
    r"(?<![\w-])(?:translate|rotate|scale)\s*:": 104,
    r"\((?:width|height)\s*[<>]": 104,
    r"@starting-style\b": 117,
    r"\bfield-sizing\s*:": 123,
    r"(?<![\w-])print-color-adjust\s*:": 136,
    r"(?<![\w-])mask(?:-image)?\s*:": 120,
    r"(?<![\w-])hyphens\s*:\s*auto": 88,
    r":user-(?:in)?valid": 119,
    r"@scope\b": 118,
    r"\bcolor-scheme\s*:\s*only": 98,
    r"(?<![\w-])line-clamp\s*:": 999,
    r"(?:^|[{;])\s*&": 112,
    r"\binitial-letter\s*:": 110,
    r":not\([^()]*,": 88,
}
NEWER_JS = {
    r"\.at\(": 92,
    r"\bstructuredClone\(": 98,
    r"\bObject\.hasOwn\(": 93,
    r"\brandomUUID\(": 92,
    r"\.findLast(?:Index)?\(": 97,
    r"\.to(?:Sorted|Reversed|Spliced)\(": 110,
    r"\bObject\.groupBy\(": 117,
    r"\bAbortSignal\.(?:timeout|any)\(": 103,
    r"\bIntl\.Segmenter\b": 87,
    r"\bstatic\s*\{": 94,
    r"\bstartViewTransition\b": 111,
    r"\bshowPopover\b": 114,
    r"\.inert\b": 102,
    r"\bnew CloseWatcher\b": 126,
    # Over plain http a browser offers none of these.
    r"\bnavigator\.clipboard\b": 999,
    r"\bserviceWorker\b": 999,
    r"\bcrypto\.subtle\b": 999,
}
NEWER_HTML = {
    r"\sinert[\s>=]": 102, r"\spopover(?:target)?[\s>=]": 114, r"<search[\s>]": 118, r"\sclosedby=": 134,
    r"<details[^>]*\sname=": 120, r"\sfetchpriority=": 102,
}  # fmt: skip


def colours(theme: str) -> dict[str, str]:
    """The colour tokens of a theme."""
    found: dict[str, str] = {}
    for name in THEMES[theme]:
        found |= dict(
            re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{6})\b", (BASE / name).read_text("utf-8"))
        )
    return found


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, as WCAG 2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def newer(text: str, features: dict[str, int]) -> list[str]:
    """Return what in the text came after Chromium 86; what stands in @supports, or behind its own
    older name, has a fallback."""
    text = re.sub(r"/\*.*?\*/", lambda m: "\n" * m[0].count("\n"), text, flags=re.DOTALL)
    text = _without_supports(text)
    text = re.sub(r"(-webkit-([\w-]+)\s*:[^;}]*;\s*)\2(?=\s*:)", r"\1both", text)
    return [
        f"{text.count(chr(10), 0, m.start()) + 1}: {m[0].strip()} (Chromium {version})"
        for pattern, version in features.items()
        for m in re.finditer(pattern, text)
    ]


def _without_supports(text: str) -> str:
    """Take the blocks of @supports out of a style sheet."""
    while match := re.search(r"@supports\b[^{]*\{", text):
        depth, end = 1, match.end()
        while depth and end < len(text):
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        text = text[: match.start()] + text[end:]
    return text


def rules(sheet: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Give the innermost rules of a style sheet: selector and declarations."""
    sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet):
        pairs = (part.partition(":") for part in body.split(";") if ":" in part)
        yield selector.strip(), {name.strip(): value.strip() for name, _, value in pairs}


def _pairs_of_rules() -> set[tuple[str, str]]:
    """The text and ground tokens that one rule sets together."""
    found = set()
    for sheet in SHEETS:
        for _, said in rules(sheet.read_text("utf-8")):
            ink = re.fullmatch(r"var\(--([\w-]+)\)", said.get("color", ""))
            ground = re.match(
                r"var\(--([\w-]+)\)", said.get("background", said.get("background-color", ""))
            )
            if ink and ground:
                found.add((ink[1], ground[1]))
    return found


@pytest.mark.parametrize("theme", THEMES)
def test_texts_can_be_read(theme: str) -> None:
    tokens = colours(theme)
    pairs = {*TEXTS, *_pairs_of_rules()}
    assert len(pairs) > len(TEXTS) // 2
    dim = {
        f"{ink} on {ground}": round(contrast(tokens[ink], tokens[ground]), 2)
        for ink, ground in pairs
        if ink in tokens and ground in tokens and contrast(tokens[ink], tokens[ground]) < TEXT
    }
    assert dim == {}


@pytest.mark.parametrize("theme", THEMES)
def test_marks_can_be_seen(theme: str) -> None:
    tokens = colours(theme)
    dim = {
        f"{mark} on {ground}": round(contrast(tokens[mark], tokens[ground]), 2)
        for mark, ground in GRAPHICS
        if contrast(tokens[mark], tokens[ground]) < GRAPHIC
    }
    assert dim == {}


def test_both_themes_have_every_colour() -> None:
    light = set(re.findall(r"--([\w-]+):\s*#", (BASE / "tokens.css").read_text("utf-8")))
    dark = set(re.findall(r"--([\w-]+):\s*#", (BASE / "dark.css").read_text("utf-8")))
    assert light == dark
    assert {name for pair in (*TEXTS, *GRAPHICS) for name in pair} <= light


def test_contrast_is_that_of_the_standard() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("sheet", SHEETS, ids=shown)
def test_colours_are_tokens(sheet: Path) -> None:
    """A colour written out would stay as it is in the dark; paper is always white."""
    if sheet.name in {"tokens.css", "dark.css", "print.css"}:
        return
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
    screens = re.sub(r"@media print\s*\{(?:[^{}]|\{[^{}]*\})*\}", "", text)
    assert (
        re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{}]*\{)|\brgba?\([^)]*\)|\bhsla?\([^)]*\)", screens)
        == []
    )


@pytest.mark.parametrize("sheet", SHEETS, ids=shown)
def test_tokens_that_are_used_exist(sheet: Path) -> None:
    known = set()
    for each in SHEETS:
        known |= set(re.findall(r"(--[\w-]+)\s*:", each.read_text("utf-8")))
    assert set(re.findall(r"var\((--[\w-]+)", sheet.read_text("utf-8"))) <= known


def test_the_sheets_stay_small() -> None:
    assert sum(file.stat().st_size for file in BASE.glob("*.css")) < BASE_BYTES
    areas: dict[str, int] = {}
    for sheet in SHEETS:
        area = sheet.relative_to(SOURCE).parts[0]
        areas[area] = areas.get(area, 0) + sheet.stat().st_size
    del areas["base"]
    assert {area: size for area, size in areas.items() if size > AREA_BYTES} == {}


@pytest.mark.parametrize(
    ("features", "found"),
    [(NEWER_CSS, SHEETS), (NEWER_JS, SCRIPTS), (NEWER_HTML, PAGES)],
    ids=["css", "js", "html"],
)
def test_nothing_is_newer_than_chromium_86(features: dict[str, int], found: list[Path]) -> None:
    assert found
    late = {shown(file): newer(file.read_text("utf-8"), features) for file in found}
    assert {name: lines for name, lines in late.items() if lines} == {}


@pytest.mark.parametrize(
    ("text", "features"),
    [
        ("a:has(b) { color: red }", NEWER_CSS),
        ("a { inset: 0 }", NEWER_CSS),
        ("a { b: c; &:hover { d: e } }", NEWER_CSS),
        ("@media (width >= 600px) { a { b: c } }", NEWER_CSS),
        ("a { margin-inline: 4px }", NEWER_CSS),
        ("list.at(-1)", NEWER_JS),
        ("navigator.clipboard.writeText(a)", NEWER_JS),
        ("<div popover>", NEWER_HTML),
    ],
)
def test_what_is_newer_is_noticed(text: str, features: dict[str, int]) -> None:
    assert newer(text, features)


@pytest.mark.parametrize(
    "text",
    [
        "a { top: 0; inset-inline-start: 0; margin-inline-start: 4px }",
        "@supports (inset: 0) { a { inset: 0; } b { c: d } }",
        "/* a:has(b) */ a:not(.b) { -webkit-print-color-adjust: exact; print-color-adjust: exact }",
        "a { transform: scale(2); -webkit-line-clamp: 2 }",
    ],
)
def test_what_chromium_86_knows_is_not(text: str) -> None:
    assert newer(text, NEWER_CSS) == []
