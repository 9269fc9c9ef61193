"""The quantity grammar as a whole: whatever number is written, it comes back as it was meant."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luodi.reading.quantities import Quantity, find_quantities
from luodi.reading.reader import read

DIGITS = "零一二三四五六七八九"
SCALES = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}
UNITS = ("家", "公里", "亩", "人", "套", "吨")

numbers = st.integers(1, 99_999)
percents = st.decimals(0, 100, places=1).map(lambda value: value.normalize())
scales = st.sampled_from(list(SCALES))
units = st.sampled_from(UNITS)


def found(clause: str) -> list[Quantity]:
    quantities = find_quantities(clause, 0, len(clause))
    for item in quantities:
        assert 0 <= item.start < item.end <= len(clause)
    return list(quantities)


def only(clause: str) -> Quantity:
    (item,) = found(clause)
    return item


def told(clause: str) -> list[tuple[str, Decimal, Decimal | None, str]]:
    return [(q.comparator, q.value, q.value2, q.unit) for q in found(clause)]


def plain(value: Decimal) -> str:
    return format(value, "f")


def chinese(value: int) -> str:
    """The Chinese numeral of 1 to 9999, written the long way."""
    parts, gap = [], False
    for step, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, step)
        if digit:
            parts.append(("零" if gap and parts else "") + DIGITS[digit] + sign)
        gap = not digit
    return "".join(parts)


@given(numbers, scales, units)
def test_wan_and_yi_are_resolved_into_the_value(number: int, scale: str, unit: str) -> None:
    assert told(f"新建{number}{scale}{unit}") == [("=", number * SCALES[scale], None, unit)]


@given(st.integers(1, 999), st.integers(0, 999), st.integers(0, 999), units)
def test_commas_within_numbers(high: int, middle: int, low: int, unit: str) -> None:
    value = high * 10**6 + middle * 10**3 + low
    assert only(f"完成{value:,}{unit}").value == value


@given(st.decimals("0.01", 999, places=2), st.sampled_from(["万", "亿"]))
def test_decimals_are_exact(value: Decimal, scale: str) -> None:
    item = only(f"投资达到{plain(value)}{scale}元")
    assert (item.value, item.comparator, item.unit) == (value * SCALES[scale], ">=", "元")


@given(st.integers(2, 9999), st.sampled_from(["座", "公里", "所", "亩"]))
def test_chinese_numerals_are_numbers(number: int, unit: str) -> None:
    assert told(f"新建{chinese(number)}{unit}") == [("=", number, None, unit)]


@given(st.integers(1, 99))
def test_percent_in_words(number: int) -> None:
    assert told(f"覆盖率达到百分之{chinese(number)}") == [(">=", number, None, "%")]
    assert told(f"覆盖率达到百分之{chinese(number)}点五") == [
        (">=", number + Decimal("0.5"), None, "%")
    ]


COMPARED = [
    ("不低于{}", ">="), ("不得少于{}", ">="), ("不应少于{}", ">="), ("{}以上", ">="), ("超过{}", ">="),
    ("突破{}", ">="), ("达到{}", ">="), ("达{}", ">="), ("提高到{}", ">="), ("至少达到{}", ">="),
    ("不超过{}", "<="), ("不得高于{}", "<="), ("{}以内", "<="), ("控制在{}以内", "<="), ("{}以下", "<="),
    ("低于{}", "<="), ("降到{}以下", "<="), ("{}左右", "~"), ("约{}", "~"), ("达{}左右", "~"),
    ("增长{}", "+"), ("增长{}以上", "+"), ("年均增长{}左右", "+"), ("提高{}", "+"), ("力争增长{}", "+"),
    ("下降{}", "-"), ("压减{}以上", "-"), ("降低{}左右", "-"), ("减少{}", "-"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "comparator"), COMPARED)
@given(value=percents)
def test_words_around_a_share_say_how_it_compares(
    words: str, comparator: str, value: Decimal
) -> None:
    clause = "综合利用率" + words.format(f"{plain(value)}%")
    assert told(clause) == [(comparator, value, None, "%")]


@pytest.mark.parametrize("link", ["—", "至", "-"])
@given(low=st.integers(1, 50), more=st.integers(1, 50), unit=units)
def test_ranges_of_counts(link: str, low: int, more: int, unit: str) -> None:
    assert told(f"培育{low}{link}{low + more}{unit}") == [("range", low, low + more, unit)]


@given(low=percents, high=percents)
def test_ranges_of_shares_keep_both_ends(low: Decimal, high: Decimal) -> None:
    wanted = [("range", low, high, "%")]
    assert told(f"增长{plain(low)}%—{plain(high)}%") == wanted
    assert told(f"增长{plain(low)}%至{plain(high)}%") == wanted


@given(old=st.integers(1, 500), new=st.integers(1, 500), unit=units)
def test_from_to_keeps_the_baseline_apart(old: int, new: int, unit: str) -> None:
    (item,) = found(f"示范点从{old}{unit}增加到{new}{unit}")
    assert (item.comparator, item.value, item.baseline, item.unit) == (">=", new, old, unit)


@given(old=percents, new=percents)
def test_a_baseline_of_a_fall_is_no_target(old: Decimal, new: Decimal) -> None:
    (item,) = found(f"失业率由{plain(old)}%降到{plain(new)}%以下")
    assert (item.comparator, item.value, item.baseline) == ("<=", new, old)


@given(st.lists(percents, min_size=2, max_size=4))
def test_respectively_gives_every_member_the_same_comparator(values: list[Decimal]) -> None:
    listed = "、".join(f"{plain(value)}%" for value in values[:-1]) + f"和{plain(values[-1])}%"
    for words, comparator in (("分别增长", "+"), ("分别达到", ">="), ("分别下降", "-")):
        assert told(f"各项收入{words}{listed}") == [(comparator, v, None, "%") for v in values]


@given(st.integers(1, 90), st.integers(1, 90), units)
def test_one_verb_governs_the_members_of_its_list(one: int, other: int, unit: str) -> None:
    clause = f"高新企业达到{one}万{unit}、科技型企业{other}万{unit}"
    assert told(clause) == [(">=", one * 10**4, None, unit), (">=", other * 10**4, None, unit)]


@given(st.integers(1, 90), st.integers(1, 90))
def test_a_closing_word_binds_only_the_last_count(one: int, other: int) -> None:
    assert told(f"新建学校{one}所、医院{other}家以上") == [
        ("=", one, None, "所"),
        (">=", other, None, "家"),
    ]


@given(st.integers(2, 100))
def test_ranks(number: int) -> None:
    assert told(f"进入全国前{number}位") == [("rank<=", number, None, "位")]
    assert told(f"综合实力位居全国前{number}") == [("rank<=", number, None, "位")]
    assert told(f"跻身全国{number}强") == [("rank<=", number, None, "强")]


@settings(deadline=None)
@given(st.integers(2, 100), st.sampled_from(["", " ", "\u3000"]))
def test_a_blank_inside_a_rank_does_no_harm(number: int, blank: str) -> None:
    text = f"望川市工作要点\n一、目标任务\n力争进入全省县域{number}{blank}强。"
    (finding,) = [item for item in read(text).findings if item.targets]
    (target,) = finding.targets
    assert (target.comparator, target.value, target.unit) == ("rank<=", number, "强")
    assert text[target.span.start : target.span.end] == target.span.text
    assert finding.kind == "goal"


@pytest.mark.parametrize(
    ("clause", "value"),
    [("总量翻一番", 2), ("总量翻番", 2), ("总量较2020年翻两番", 4), ("规模倍增", 2), ("产值增长一倍", 2)],
)  # fmt: skip
def test_doublings(clause: str, value: int) -> None:
    assert told(clause) == [("x", value, None, "倍")]


@given(st.integers(2, 20))
def test_multiples_of_a_former_level(number: int) -> None:
    assert told(f"产值达到原来的{number}倍") == [("x", number, None, "倍")]


@given(st.integers(1, 9999), st.sampled_from(["每人每月", "每人每天", "每生每年", "每亩"]))
def test_rates_per_head_are_targets_and_caps_stay_caps(number: int, head: str) -> None:
    assert told(f"生活补贴{head}{number}元") == [("=", number, None, "元")]
    assert told(f"按照{head}不超过{number}元给予补助") == [("<=", number, None, "元")]
    assert told(f"{head}最高补贴{number}元") == [("<=", number, None, "元")]


@given(st.integers(2, 50))
def test_times_and_scopes_are_no_targets(number: int) -> None:
    assert told(f"应当在{number}个工作日内办结") == []
    assert told(f"聚焦{number}个方面加强服务") == []
    assert told(f"打造{number}分钟生活圈") == []
    assert told(f"支持年产值{number}亿元以上的企业") == []
    assert told(f"推动铝业公司{number}万吨铝板带项目建设") == []
    assert told(f"印发政办发〔2026〕{number}号文件") == []


@given(st.integers(2, 30))
def test_times_are_targets_where_they_are_to_be_shortened(number: int) -> None:
    clause = f"办理时限压缩至{number}个工作日以内"
    assert told(clause) == [("<=", number, None, "个工作日")]


@pytest.mark.parametrize(
    "clause",
    [
        "深入贯彻中央八项规定精神", "调动中央和地方两个积极性", "做到“两个维护”", "推进“三个一批”",
        "办好50人论坛", "实施三年行动", "打造“一江两岸”", "落实“四个最严”要求", "发展“6+1”产业",
        "巩固拓展第二批主题教育成果", "支持现有20个仓库升级", "落实第十四条规定",
    ],
)  # fmt: skip
def test_numbers_in_names_and_of_what_is_there_are_no_targets(clause: str) -> None:
    assert told(clause) == []


@given(
    st.text(
        alphabet="增长达到不低于超过0123456789.%万亿个家公里—至、，以上左右分别从由每前强番倍百分之一二三十",
        max_size=40,
    )
)
def test_no_run_of_signs_breaks_the_grammar(clause: str) -> None:
    quantities = find_quantities(clause, 0, len(clause))
    places = [(item.start, item.end) for item in quantities]
    assert places == sorted(places)
    assert all(one[1] <= other[0] for one, other in pairwise(places))
