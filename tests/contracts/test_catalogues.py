"""Django reads the catalogues of all apps as one: a word must mean one thing in all of them."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from launcher.catalogues import catalogues, read_po

SOURCE = Path(__file__).parents[2] / "src" / "luodi"


def _clashes(source: Path) -> list[str]:
    """One line for each text to which two catalogues give other Chinese."""
    said: dict[str, dict[tuple[str, ...], list[str]]] = defaultdict(lambda: defaultdict(list))
    for po in catalogues(source):
        for entry in read_po(po):
            if entry.key and entry.translated:
                # A text with a plural is looked up by its singular too.
                key = entry.key.partition("\0")[0]
                place = f"{po.relative_to(source).parts[0]}:{entry.line}"
                said[key][tuple(entry.forms.values())].append(place)
    return [
        f"{key!r}: "
        + ", ".join(f"{words[0]} ({' '.join(places)})" for words, places in all.items())
        for key, all in sorted(said.items())
        if len(all) > 1
    ]


def test_no_text_is_translated_in_two_ways() -> None:
    clashes = _clashes(SOURCE)
    assert not clashes, "give one of them a context, or agree on the words:\n" + "\n".join(clashes)


def test_a_clash_is_found_and_a_context_ends_it(tmp_path: Path) -> None:
    for app, words in (("a", 'msgid "Row"\nmsgstr "行"'), ("b", 'msgid "Row"\nmsgstr "事项"')):
        po = tmp_path / app / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
        po.parent.mkdir(parents=True)
        po.write_text(words, "utf-8")
    assert len(_clashes(tmp_path)) == 1
    po.write_text('msgctxt "plan"\nmsgid "Row"\nmsgstr "事项"', "utf-8")
    assert _clashes(tmp_path) == []
