"""Every text of the interface must have a Chinese translation: `python -m launcher.translations`.

Texts are found in Python by the syntax tree and in templates by Django's own reader of their tags.
A text belongs to the catalogue of the app that shows it, unless Django itself has it; `config` is
no app, so what it names may stand in any catalogue.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .catalogues import Entry, read_po
from .place import SOURCE

LANGUAGE = "zh_Hans"
_SIMPLE = {"_", "gettext", "gettext_lazy", "gettext_noop", "ugettext", "translate"}
_PLURAL = {"ngettext", "ngettext_lazy"}
_CONTEXT = {"pgettext", "pgettext_lazy"}
_CONTEXT_PLURAL = {"npgettext", "npgettext_lazy"}
_CALL = re.compile(r"\b(_|gettext|ngettext|pgettext|npgettext)\((?=u?['\"])")
_HOLES = re.compile(r"%\(\w+\)[sdf]|%[sd]|\{\w*\}")


@dataclass(frozen=True)
class Text:
    """One text of the interface, as gettext looks it up, and where it stands."""

    app: str
    key: str
    file: Path
    line: int


def texts(source: Path) -> Iterator[Text]:
    """Give every text of the interface below a package folder."""
    for file in sorted(source.rglob("*")):
        app = file.relative_to(source).parts[0]
        if file.suffix == ".py" and "migrations" not in file.parts:
            found = _in_python(file.read_text("utf-8"))
        elif file.suffix in {".html", ".txt"} and "templates" in file.parts:
            found = _in_template(file.read_text("utf-8"))
        else:
            continue
        yield from (Text(app, key, file, line) for key, line in found)


def _in_python(code: str) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and (key := _key(node)) is not None:
            yield key, node.lineno


def _key(call: ast.Call) -> str | None:
    """Return what the call looks up, or None where it looks up nothing that is written here."""
    name = getattr(call.func, "id", None) or getattr(call.func, "attr", "")
    words = [a.value if isinstance(a, ast.Constant) else None for a in call.args]
    written = [word for word in words if isinstance(word, str)]
    if name in _SIMPLE and len(written) == 1 and len(words) == 1:
        return written[0]
    if name in _PLURAL and len(written) >= 2:
        return "\0".join(written[:2])
    if name in _CONTEXT and len(written) >= 2:
        return "\4".join(written[:2])
    if name in _CONTEXT_PLURAL and len(written) >= 3:
        return f"{written[0]}\4{written[1]}\0{written[2]}"
    return None


def _in_template(html: str) -> Iterator[tuple[str, int]]:
    from django.utils.translation.template import templatize

    as_code = templatize(html)
    for match in _CALL.finditer(as_code):
        line = as_code.count("\n", 0, match.start()) + 1
        call = _call_at(as_code, match.start())
        if call is not None and (key := _key(call)) is not None:
            yield key, line


def _call_at(code: str, start: int) -> ast.Call | None:
    """Return the call that begins there: the shortest piece that is an expression."""
    for end in (i + 1 for i in range(start, len(code)) if code[i] == ")"):
        try:
            node = ast.parse(code[start:end], mode="eval").body
        except SyntaxError:
            continue
        return node if isinstance(node, ast.Call) else None
    return None


def complaints(source: Path) -> list[str]:
    """Return what is wrong with the translations below a package folder, one sentence each."""
    catalogues = {
        po.relative_to(source).parts[0]: {entry.key: entry for entry in read_po(po)}
        for po in source.glob(f"*/locale/{LANGUAGE}/LC_MESSAGES/django.po")
    }
    anywhere = {
        key for entries in catalogues.values() for key, e in entries.items() if e.translated
    }
    djangos = _of_django()
    wrong = []
    for text in texts(source):
        entry = catalogues.get(text.app, {}).get(text.key)
        good = entry.translated if entry else text.key in djangos
        if text.key and not (good or (text.app == "config" and text.key in anywhere)):
            wrong.append(f"{_at(text)}: no Chinese for {_shown(text.key)}")
    for app, entries in sorted(catalogues.items()):
        wrong += [
            f"{app}/locale:{entry.line}: other placeholders than in {_shown(entry.key)}"
            for entry in entries.values()
            if entry.key and entry.translated and not _same_holes(entry)
        ]
    return sorted(set(wrong))


def _of_django() -> set[str]:
    import django

    folder = Path(django.__file__).parent / "conf" / "locale" / LANGUAGE / "LC_MESSAGES"
    return {entry.key for entry in read_po(folder / "django.po") if entry.translated}


def _at(text: Text) -> str:
    inside = SOURCE in text.file.parents
    return f"{text.file.relative_to(SOURCE) if inside else text.file.name}:{text.line}"


def _shown(key: str) -> str:
    text = key.replace("\4", " | ").replace("\0", " / ").replace("\n", "\\n")
    return f'"{text}"'


def _same_holes(entry: Entry) -> bool:
    wanted = set(_HOLES.findall(entry.plural or entry.source or ""))
    return all(set(_HOLES.findall(form)) <= wanted for form in entry.forms.values()) and any(
        set(_HOLES.findall(form)) == wanted for form in entry.forms.values()
    )


def main() -> int:
    """Print the complaints; return 1 when there are any."""
    wrong = complaints(SOURCE / "luodi")
    for sentence in wrong:
        print(sentence)
    print(f"{len(wrong)} texts without a good translation" if wrong else "every text is translated")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
