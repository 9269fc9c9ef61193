"""The search finds what stands in the texts and nothing else, the same on both databases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from luodi.base import search
from luodi.base.models import SearchRow
from luodi.base.search import EVERYTHING, Entry, Filter, Found
from luodi.base.search.folding import fold, words_of

pytestmark = pytest.mark.django_db

PLAN = Entry(
    "document", "plan", "城区排水防涝实施方案", "到2027年底前，新建管网 50 公里。\n各区考核达标。",
    unit="water", state="internal", day=date(2026, 3, 1), source="市政府", access="business",
)  # fmt: skip
LETTER = Entry(
    "document", "letter", "云岭县来函", "请支持城区管网改造，ＧＤＰ增长5%。",
    unit="county", state="work_secret", day=date(2026, 5, 1), source="云岭县", access="unit:county",
)  # fmt: skip
FINDING = Entry(
    "finding", "f1", "新建管网50公里", "一、城区建设",
    unit="water", state="accepted", day=date(2025, 1, 1), source="市政府", access="business",
)  # fmt: skip


@pytest.fixture
def rows() -> None:
    search.index_many([PLAN, LETTER, FINDING])


def keys(question: str, labels: object = EVERYTHING, **more: object) -> list[str]:
    found = search.search(question, labels=labels, **more)  # type: ignore[arg-type]
    assert found.total == len(found.hits)
    return [hit.key for hit in found.hits]


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("城", ["plan", "letter", "f1"]),
        ("考核", ["plan"]),
        ("区考核", ["plan"]),
        ("达标", ["plan"]),
        ("标", ["plan"]),
        ("管网", ["f1", "letter", "plan"]),
        ("管网 城区", ["plan", "f1", "letter"]),
        ("管网50公里", ["f1", "plan"]),
        ("“管网 50 公里”", ["f1", "plan"]),
        ("gdp", ["letter"]),
        ("ＧＤＰ", ["letter"]),
        ("里各", []),
        ("考核 来函", []),
        ("网管", []),
        ("方案到2027", []),
        ("", []),
        ("。", []),
    ],
)
def test_words_are_found_as_they_stand(question: str, expected: list[str]) -> None:
    assert keys(question) == expected


@pytest.mark.usefixtures("rows")
def test_a_label_that_is_not_held_hides_the_row() -> None:
    assert keys("管网", {"business"}) == ["f1", "plan"]
    assert keys("管网", {"unit:county"}) == ["letter"]
    assert keys("管网", {"business", "unit:county", "unit:other"}) == ["f1", "letter", "plan"]
    assert keys("管网", set()) == []
    search.index("document", "bare", "没有标签的管网")
    assert keys("标签", {"business", ""}) == []
    assert keys("标签") == ["bare"]


@pytest.mark.usefixtures("rows")
def test_hits_are_narrowed() -> None:
    assert keys("管网", kinds=["document"]) == ["letter", "plan"]
    assert keys("管网", kinds=["row"]) == []
    cases = [
        (Filter(unit="water"), ["f1", "plan"]),
        (Filter(state="work_secret"), ["letter"]),
        (Filter(source="云岭县"), ["letter"]),
        (Filter(since=date(2026, 3, 1)), ["letter", "plan"]),
        (Filter(until=date(2026, 3, 1)), ["f1", "plan"]),
        (Filter(since=date(2026, 3, 1), until=date(2026, 3, 1), source="市政府"), ["plan"]),
    ]
    for narrowed, expected in cases:
        assert keys("管网", narrowed=narrowed) == expected


@pytest.mark.usefixtures("rows")
def test_a_hit_shows_where_the_words_stand() -> None:
    hit = search.search("50公里 城区", labels=EVERYTHING, kinds=["document"]).hits[0]
    assert (hit.kind, hit.key, hit.unit, hit.state) == ("document", "plan", "water", "internal")
    assert (hit.day, hit.source) == (date(2026, 3, 1), "市政府")
    assert hit.title.parts[1] == ("城区", True)
    assert ("50 公里", True) in hit.snippet.parts
    assert "\n" not in hit.snippet.text


def test_a_page_at_a_time_the_newest_first_and_those_without_a_day_last() -> None:
    days = [date(2026, 1, day) for day in range(1, 8)]
    search.index_many(Entry("row", str(day), "清淤", day=day) for day in days)
    search.index("row", "never", "清淤")
    pages = [search.search("清淤", labels=EVERYTHING, limit=3, offset=at) for at in (0, 3, 6, 9)]
    assert [found.total for found in pages] == [8, 8, 8, 8]
    shown = [hit.key for found in pages for hit in found.hits]
    assert shown == [*map(str, reversed(days)), "never"]
    assert search.search("清淤", labels=EVERYTHING, limit=-5, offset=-5).hits


@pytest.mark.usefixtures("rows")
def test_what_is_indexed_again_is_found_by_its_new_words_only() -> None:
    search.index("document", "plan", "海绵城市方案", access="business")
    assert keys("海绵") == ["plan"]
    assert keys("考核") == []
    assert SearchRow.objects.filter(kind="document", key="plan").count() == 1
    search.index_many([Entry("document", "plan", "旧"), Entry("document", "plan", "新泵站")])
    assert keys("新泵站") == ["plan"]


@pytest.mark.usefixtures("rows")
def test_what_is_forgotten_is_not_found() -> None:
    search.forget("document", "plan")
    search.forget("document", "plan")
    search.forget("finding", "letter")
    assert keys("管网") == ["f1", "letter"]
    search.index("document", "other", "城区排水防涝实施方案")
    assert keys("排水") == ["other"]


@pytest.mark.usefixtures("rows")
def test_what_is_described_anew_keeps_its_words() -> None:
    search.redescribe("document", ["letter", "nothing"], unit="u", access="business")
    assert keys("来函", {"business"}, narrowed=Filter(unit="u", state="work_secret")) == ["letter"]
    assert keys("管网", {"unit:county"}) == []
    assert search.keys_of("document") == {"plan", "letter"}


@pytest.mark.usefixtures("rows")
def test_a_change_that_fails_leaves_the_search_as_it_was() -> None:
    def fail() -> None:
        with transaction.atomic():
            search.forget("document", "plan")
            search.index("document", "new", "考核办法")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert keys("考核") == ["plan"]


def test_an_erased_thing_leaves_no_trace_in_the_index() -> None:
    search.index_many([PLAN, Entry("document", "leak", "绝密甲", "泄露乙")])
    search.erase("document", ["leak"])
    assert keys("泄露乙") == []
    assert keys("排水防涝") == ["plan"]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT block FROM base_searchtext_data")
            blocks = b"".join(bytes(block) for (block,) in cursor.fetchall())
        assert b"6c34" in blocks  # 水, as it is written there
        assert b"9732" not in blocks  # 露
    assert not SearchRow.objects.filter(key="leak").exists()


@pytest.mark.usefixtures("rows")
def test_a_kind_is_made_anew_without_what_is_gone() -> None:
    now = {"plan": PLAN, "more": Entry("document", "more", "管网新增"), "draft": None}

    def entries(wanted: Sequence[str]) -> Iterable[Entry]:
        return [entry for key in wanted if (entry := now.get(key))]

    SearchRow.objects.filter(key="plan").update(title="弄坏了")
    assert search.rebuild("document", now, entries) == 2
    assert search.keys_of("document") == {"plan", "more"}
    assert keys("管网") == ["f1", "more", "plan"]
    assert keys("排水") == ["plan"]


def test_strange_entries_are_taken() -> None:
    search.index(
        "document", "x", "\x00\ud800", "\x00城\x00区\ud83d\n😀\U00020bb7乡", source="长" * 999
    )
    assert keys("城区") == ["x"]
    assert keys("😀") == []  # a face is no word, but a rare character is
    assert keys("😀\U00020bb7") == ["x"]
    assert keys("\U00020bb7乡") == ["x"]
    search.index("document", "empty", "", "")
    search.index("document", "long", "长", "".join(chr(0x4E00 + n % 20000) for n in range(200_000)))
    assert keys(chr(0x4E00 + 12345) + chr(0x4E00 + 12346) + chr(0x4E00 + 12347)) == ["long"]


WORDS = st.text(st.sampled_from("城区排水管aＡ1 \n，\"“”*'%"), max_size=6)
ENTRY = st.builds(
    Entry,
    kind=st.sampled_from(["document", "finding"]),
    key=st.sampled_from("abcdef"),
    title=WORDS,
    body=st.lists(WORDS, max_size=4).map("".join),
    unit=st.sampled_from(["", "u"]),
    day=st.sampled_from([None, date(2026, 1, 1), date(2026, 2, 1)]),
    access=st.sampled_from(["business", "unit:u"]),
)


class TestAnything(TestCase):
    """Any rows and any question, against the words as Python finds them."""

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(ENTRY, max_size=8), WORDS, st.sets(st.sampled_from(["business", "unit:u"])))
    def test_as_python_finds_them(
        self, entries: list[Entry], question: str, labels: set[str]
    ) -> None:
        for entry in entries:
            search.index_many([entry])
        words = words_of(question)
        last = {(entry.kind, entry.key): entry for entry in entries}
        expected = [
            (-sum(word in fold(e.title) for word in words), e.day is None, e.day or date.min, e)
            for e in last.values()
            if words and e.access in labels and all(word in _text(e) for word in words)
        ]
        found = search.search(question, labels=labels)
        assert {(hit.kind, hit.key) for hit in found.hits} == {
            (entry.kind, entry.key) for *_, entry in expected
        }
        order = [(-rank, not late and day) for rank, late, day, _ in expected]
        shown = [
            (sum(word in fold(hit.title.text) for word in words), hit.day or False)
            for hit in found.hits
        ]
        assert shown == sorted(order, key=lambda item: (item[0], item[1] or date.min), reverse=True)

    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.text(max_size=60), st.text(max_size=10))
    def test_no_question_fails(self, question: str, value: str) -> None:
        search.index("document", "x", question, value)
        found = search.search(
            question, labels={value, "a"}, kinds=[value], narrowed=Filter(unit=value, source=value)
        )
        assert isinstance(found, Found)


def _text(entry: Entry) -> str:
    return f"{fold(entry.title)}\n{fold(entry.body)}"
