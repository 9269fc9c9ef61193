"""What a second reader is asked about, and what of its answers is believed."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from luodi.reading.second import (
    CONFIDENCE,
    REASON,
    Proposed,
    Sentence,
    believed,
    doubtful,
    findings,
)

WORDS = "在此基础上，到2026年底前新建学校12所，并建成公园。"
SENTENCE = Sentence(10, 10 + len(WORDS), WORDS)


def told(*rows: object) -> str:
    return json.dumps({"findings": list(rows)}, ensure_ascii=False)


def test_sentences_left_in_doubt_are_asked_about_most_doubtful_first() -> None:
    text = "第一句话说的是这些。第二句话说的是那些。第三句很确定的话在此。短句。\n"
    second, third, short = text.index("第二"), text.index("第三"), text.index("短句")
    left = [
        (0, 9, 0.8),
        (second, second + 9, 0.6),
        (third, third + 9, 0.95),
        (short, short + 2, 0.1),
    ]
    assert [one.text for one in doubtful(text, left)] == [
        "第二句话说的是那些。",
        "第一句话说的是这些。",
    ]
    assert [one.start for one in doubtful(text, left, most=1)] == [second]
    assert doubtful(text, []) == ()


def test_exact_words_of_the_sentence_are_believed() -> None:
    answer = believed(SENTENCE, told({"text": "新建学校12所", "kind": "project"}), [])
    start = 10 + WORDS.index("新建")
    assert answer.proposed == (Proposed(start, start + 7, "project"),)
    assert answer.refused == 0


@pytest.mark.parametrize(
    "row",
    [
        {"text": "新建学校十二所", "kind": "task"},  # other words than those of the sentence
        {"text": "新建", "kind": "task"},  # too short to say anything
        {"text": "", "kind": "task"},
        {"kind": "task"},
        {"text": 12},
        "新建学校12所",
        None,
    ],
)
def test_what_does_not_stand_there_is_refused(row: object) -> None:
    answer = believed(SENTENCE, told(row), [])
    assert (answer.proposed, answer.refused) == ((), 1)


def test_an_unknown_kind_is_left_to_the_grammar() -> None:
    answer = believed(SENTENCE, told({"text": "新建学校12所", "kind": "danger"}), [])
    assert answer.proposed[0].kind is None


def test_repeats_and_what_is_known_are_refused() -> None:
    row = {"text": "新建学校12所", "kind": "task"}
    once = believed(SENTENCE, told(row, row, {"text": "学校12所，", "kind": "task"}), [])
    assert (len(once.proposed), once.refused) == (1, 2)
    start = 10 + WORDS.index("新建")
    known = believed(SENTENCE, told(row), [(start + 2, start + 4)])
    assert (known.proposed, known.refused) == ((), 1)


def test_an_endless_list_is_cut() -> None:
    words = "".join(f"事项第{n:02}号。" for n in range(30))
    sentence = Sentence(0, len(words), words)
    rows = [{"text": f"事项第{n:02}号", "kind": "task"} for n in range(30)]
    answer = believed(sentence, told(*rows), [])
    assert (len(answer.proposed), answer.refused) == (5, 25)


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "好的",
        "{",
        '{"findings": {}}',
        "[1]",
        '{"other": []}',
        '{"a":' * 5000 + "1" + "}" * 5000,
    ],
)
def test_an_answer_of_another_shape_is_refused(answer: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        believed(SENTENCE, answer, [])


def test_an_answer_in_a_fence_is_understood() -> None:
    fenced = f"```json\n{told({'text': '建成公园', 'kind': 'project'})}\n```"
    assert len(believed(SENTENCE, fenced, []).proposed) == 1


def test_figures_and_dates_are_those_of_the_grammar() -> None:
    text = "0123456789" + WORDS
    start = text.index("到2026")
    proposed = [
        Proposed(start, text.index("，并"), "goal"),
        Proposed(len(text) - 5, len(text) - 1, None),
    ]
    first, second = findings(text, proposed, date(2026, 1, 1))
    assert (first.kind, first.reason, first.confidence) == ("goal", REASON, CONFIDENCE)
    assert first.span.text == "到2026年底前新建学校12所"
    assert first.deadline is not None
    assert first.deadline.by == date(2026, 12, 31)
    assert [(t.value, t.unit) for t in first.targets] == [(Decimal(12), "所")]
    assert second.span.text == "建成公园"
    assert findings(text, [], None) == ()
