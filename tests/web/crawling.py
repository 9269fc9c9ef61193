"""Follows every link of the pages that a role sees, and says what is wrong with a page.

The languages are told apart by one rule: what stands in the database (names, titles, words of
texts) is data and may be Chinese or Latin anywhere; all else is interface, and speaks the language
of the page. An element with a `lang` of its own is read in that language.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

import lxml.html
from ahocorasick_rs import AhoCorasick, MatchKind
from django.apps import apps
from django.db import models
from django.http import HttpResponse
from django.urls import Resolver404, resolve

from launcher.catalogues import catalogues, read_po

SOURCE = Path(__file__).parents[2] / "src" / "luodi"
HAN = re.compile(r"[㐀-鿿]+")
WORDS = re.compile(r"[A-Za-z]{2,}(?:[ ,]+[A-Za-z']{2,})+")
# The product's name, its commands, programs and their settings are the same in every language.
NAMES = re.compile(
    r"(?:luodi|\./run) [a-z]+(?: [A-Z]+\b| --[a-z]+)*|luodi|落地|Excel|Word|WPS|SQLite"
    r"|PostgreSQL|Python|LibreOffice|[a-z_]+=[a-z]+"
)
# A unit of measure of one character, as texts and heads of tables have it: 12 所, Figure (元).
COUNTED = re.compile(r"(?:(?<=\d) ?|(?<=\())([㐀-鿿])(?![㐀-鿿])")
CLAUSE_ENDS = re.compile(r"[，；。：\n]")
EDGES = re.compile(r"^\W+|\W+$")
LETTER = re.compile(r"[A-Za-z㐀-鿿]")
SAID = ("title", "aria-label", "placeholder", "alt")
# Not the interface's own words: scripts, and what is shown as machines write it.
UNREAD = {"script", "style", "pre", "code", "kbd", "textarea"}
MACHINES = {"mono", "hash"}
SIGNS_OUT = "account_logout"


@dataclass(frozen=True)
class Link:
    """An address as a link has it: the page it names, and the page that shows it."""

    url: str
    shown_on: str

    @property
    def view(self) -> str:
        """The name of the page behind the address; empty when there is none."""
        try:
            return resolve(urlsplit(self.url).path).view_name
        except Resolver404:
            return ""

    @property
    def kind(self) -> tuple[str, tuple[str, ...]]:
        """Addresses of one kind differ in ids and values only."""
        return self.view, tuple(sorted({key for key, _ in parse_qsl(urlsplit(self.url).query)}))


def crawl(
    open_page: Callable[[str], HttpResponse], start: str = "/", most: int = 1
) -> Iterator[tuple[Link, HttpResponse]]:
    """Give each page that links lead to, with its link; at most so many of one kind."""
    todo, seen, counts = deque([Link(start, "")]), {start}, Counter[object]()
    while todo:
        link = todo.popleft()
        if link.view == SIGNS_OUT or counts[link.kind] >= most:
            continue
        counts[link.kind] += 1
        answer = open_page(link.url)
        yield link, answer
        for url in _leads_to(answer, link.url):
            if url not in seen:
                seen.add(url)
                todo.append(Link(url, link.url))


def _leads_to(answer: HttpResponse, here: str) -> Iterator[str]:
    if answer.status_code in {301, 302, 303}:
        yield urldefrag(urljoin(here, answer["Location"]))[0]
    elif is_html(answer):
        page = _parsed(answer)
        for found in page.xpath("//a/@href | //*/@hx-get"):
            parts = urlsplit(url := urldefrag(urljoin(here, str(found)))[0])
            if not parts.scheme and not parts.netloc:
                yield url


def is_html(answer: HttpResponse) -> bool:
    """Answer whether the answer is a page, or a part of one, to be read."""
    shown = answer.get("Content-Type", "").startswith("text/html")
    return shown and not answer.streaming and bool(answer.content.strip())


def _parsed(answer: HttpResponse) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(answer.content.decode())


def faults(answer: HttpResponse, language: str, data: Data) -> list[str]:
    """Return what is wrong with a page: its status, its frame, words of another language."""
    if answer.status_code >= 400:
        return [f"status {answer.status_code}"]
    if not is_html(answer):
        return []
    page = _parsed(answer)
    wrong = _frame(page, language) if b"<html" in answer.content else []
    if language == "en":
        wrong += [f"Chinese that does not say so: {text!r}" for text in _unmarked(page, language)]
    for text, lang in _said(page, language):
        strange = data.strange(text, lang)
        wrong += [f"not {lang}: {strange!r} in {text!r}"] if strange else []
    return wrong


def _frame(page: lxml.html.HtmlElement, language: str) -> list[str]:
    wrong = []
    if page.get("lang") != language:
        wrong.append(f"its language is {page.get('lang')!r}")
    if len(page.xpath("//h1")) != 1 or not page.xpath("string(//h1)").strip():
        wrong.append("it has not one heading")
    if not page.xpath("string(//title)").partition("·")[0].strip():
        wrong.append("it has no title")
    return wrong


def _said(element: lxml.html.HtmlElement, language: str) -> Iterator[tuple[str, str]]:
    """Give every text that a person reads or hears, with the language it is in."""
    lang = element.get("lang", language)
    for text in (element.get(name) for name in SAID):
        yield from _words(text, lang)
    if element.tag in UNREAD or MACHINES & set(element.get("class", "").split()):
        return
    yield from _words(element.text, lang)
    for child in element:
        if isinstance(child.tag, str):
            yield from _said(child, lang)
        yield from _words(child.tail, lang)


def _unmarked(element: lxml.html.HtmlElement, language: str) -> Iterator[str]:
    """Give the texts with Chinese that a screen reader takes for another language. `<title>` holds
    no elements, so that the name in it cannot say what it is."""
    lang = element.get("lang", language)
    if element.tag in UNREAD | {"title"}:
        return
    yield from _chinese_in(element.text, lang)
    for child in element:
        if isinstance(child.tag, str):
            yield from _unmarked(child, lang)
        yield from _chinese_in(child.tail, lang)


def _chinese_in(text: str | None, lang: str) -> Iterator[str]:
    if text and not lang.startswith("zh") and HAN.search(text):
        yield " ".join(text.split())


def _words(text: str | None, lang: str) -> Iterator[tuple[str, str]]:
    if text and text.strip():
        yield " ".join(text.split()), lang


class Data:
    """What stands in the database, by which it is told from the interface.

    A clause of a stored text is data too, and so is its beginning where a page cuts it.
    """

    def __init__(self) -> None:
        whole = set(_values())
        clauses = {clause for value in whole for clause in CLAUSE_ENDS.split(value)}
        values = {EDGES.sub("", " ".join(value.split())) for value in whole | clauses}
        self._values = {v for v in values if 1 < len(v) < 300 and LETTER.search(v)}
        self._single = {value for value in values if HAN.fullmatch(value) and len(value) == 1}
        self._sorted = sorted(self._values)
        self._finder = AhoCorasick(self._sorted, matchkind=MatchKind.LeftmostLongest)
        self._known: dict[tuple[str, str], str] = {}

    def strange(self, text: str, lang: str) -> str:
        """Return the words of a text that are neither data nor of the language."""
        if (text, lang) not in self._known:
            look = self._strange_in_english if lang == "en" else self._strange_in_chinese
            self._known[text, lang] = look(text)
        return self._known[text, lang]

    def _strange_in_english(self, text: str) -> str:
        if not HAN.search(text):
            return ""
        if text in _chinese() and text not in self._values:
            return text
        rest = COUNTED.sub(self._unit, NAMES.sub("·", self._without(text)))
        return " ".join(HAN.findall(rest))

    def _strange_in_chinese(self, text: str) -> str:
        if text in _english() and text not in self._values:
            return text
        found = WORDS.search(NAMES.sub("·", self._without(text)))
        return found[0] if found else ""

    def _unit(self, match: re.Match[str]) -> str:
        return "" if match[1] in self._single else match[0]

    def _without(self, text: str) -> str:
        """Return the text with a stroke for everything that stands in the database."""
        text = self._without_cut_end(text)
        rest, at = [], 0
        for _, start, end in self._finder.find_matches_as_indexes(text):
            rest.append(text[at:start])
            at = end
        return "|".join([*rest, text[at:]])

    def _without_cut_end(self, text: str) -> str:
        end = CLAUSE_ENDS.split(text)[-1].removesuffix("…").strip()
        after = self._sorted[bisect_left(self._sorted, end) :][:1]
        begins = bool(end) and any(value.startswith(end) for value in after)
        return text.removesuffix("…").removesuffix(end) if begins else text


def _values() -> Iterator[str]:
    for model in apps.get_models():
        if not model.__module__.startswith("luodi."):
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField):
                for value in model._base_manager.values_list(field.name, flat=True).distinct():
                    yield from _strings(value)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


@cache
def _translations() -> tuple[tuple[str, str], ...]:
    return tuple(
        (entry.source, words)
        for po in catalogues(SOURCE)
        for entry in read_po(po)
        for words in entry.forms.values()
        if entry.source and words != entry.source
    )


@cache
def _english() -> frozenset[str]:
    return frozenset(source for source, _ in _translations())


@cache
def _chinese() -> frozenset[str]:
    return frozenset(words for _, words in _translations())
