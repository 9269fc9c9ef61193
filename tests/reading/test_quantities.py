"""The quantity grammar: planted answers, and generated quantities that must parse back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.reading.numerals import number_of
from luodi.reading.quantities import Quantity, find_quantities


def found(words: str) -> list[Quantity]:
    return list(find_quantities(words, 0, len(words)))


@pytest.mark.parametrize(
    ("words", "text", "comparator", "value", "value2", "unit"),
    [
        ("地区生产总值增长5%以上", "5%以上", "+", 5, None, "%"),
        ("社会消费品零售总额增长7%左右", "7%左右", "+", 7, None, "%"),
        ("居民消费价格涨幅2%左右", "2%左右", "~", 2, None, "%"),
        ("国内生产总值增长5.5%—6%", "5.5%—6%", "range", "5.5", 6, "%"),
        ("占比不超过30%", "30%", "<=", 30, None, "%"),
        ("给予最高300万元补助", "300万元", "<=", 3_000_000, None, "元"),
        ("达9.5%左右", "9.5%左右", "~", "9.5", None, "%"),
        ("为经营主体减负1000亿元以上", "1000亿元以上", ">=", 100_000_000_000, None, "元"),
        ("比重提高到11%", "11%", ">=", 11, None, "%"),
        ("能耗下降到2%左右", "2%左右", "~", 2, None, "%"),
        ("固定资产投资零增长", "零增长", "+", 0, None, "%"),
        ("惠及20多万人", "20多万人", ">=", 200_000, None, "人"),
        ("用水量减少8%至10%", "8%至10%", "range", 8, 10, "%"),
        ("解决6000万农村人口饮水", "6000万", "=", 60_000_000, None, "人"),
        ("新建学校50所", "50所", "=", 50, None, "所"),
        ("进入全国前10位", "前10位", "rank<=", 10, None, "位"),
        ("跻身县域20强", "20强", "rank<=", 20, None, "强"),
        ("产值翻一番", "翻一番", "x", 2, None, "倍"),
        ("产值翻两番", "翻两番", "x", 4, None, "倍"),
        ("城镇调查失业率控制在5%以内", "5%以内", "<=", 5, None, "%"),
        ("配置不少于2辆", "2辆", ">=", 2, None, "辆"),
        ("款项清偿一半以上", "一半以上", ">=", 50, None, "%"),
        ("比重达到百分之十二", "百分之十二", ">=", 12, None, "%"),
        ("改造农网五百公里", "五百公里", "=", 500, None, "公里"),
        ("单位能耗降低3个百分点", "3个百分点", "-", 3, None, "个百分点"),
        ("覆盖率稳定在230万亩以上", "230万亩以上", ">=", 2_300_000, None, "亩"),
        ("修建管网1,200公里", "1,200公里", "=", 1200, None, "公里"),
    ],
)
def test_planted_quantity(
    words: str, text: str, comparator: str, value: object, value2: object, unit: str
) -> None:
    (item,) = found(words)
    assert words[item.start : item.end] == text
    assert (item.comparator, item.unit) == (comparator, unit)
    assert item.value == Decimal(str(value))
    assert item.value2 == (None if value2 is None else Decimal(str(value2)))


@pytest.mark.parametrize(
    "words",
    [
        "建设15分钟生活圈",
        "实施三年行动",
        "推进“6+1”产业",
        "落实“两个毫不动摇”",
        "做好第四批试点",
        "贯彻国发〔2019〕5号文件",
        "打造“一江两岸”",
        "年满18周岁",
        "推进5G网络覆盖",
        "办好2026年重点实事",
    ],
)
def test_numbers_that_are_no_targets(words: str) -> None:
    assert found(words) == []


def test_a_qualifying_number_is_left_out_and_the_count_kept() -> None:
    (item,) = found("培育年产值超100亿元的企业10家")
    assert (item.value, item.unit) == (10, "家")


def test_the_baseline_goes_to_the_target_after_it() -> None:
    (item,) = found("试点从15个扩大到57个")
    assert (item.comparator, item.value, item.baseline) == (">=", 57, 15)


def test_members_of_a_list_share_the_comparator_before_it() -> None:
    items = found("分别不少于60万元、40万元、5万元")
    assert [item.comparator for item in items] == [">=", ">=", ">="]
    assert [item.value for item in items] == [600_000, 400_000, 50_000]


def test_a_closing_least_binds_only_the_last_of_several() -> None:
    items = found("培育企业20家、平台10个以上")
    assert [item.comparator for item in items] == ["=", ">="]


def test_a_rate_per_head_names_only_the_amount() -> None:
    (item,) = found("每5000名老年人配备1名")
    assert (item.value, item.unit) == (1, "名")


NUMBERS = st.decimals(min_value=1, max_value=9999, places=1).map(lambda n: n.normalize())
SCALES = st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8), ("万亿", 10**12)])
UNITS = st.sampled_from(["元", "家", "公里", "亩", "吨", "人", "户", "套"])
BOUNDS = st.sampled_from(
    [
        ("", "以上", ">="),
        ("不低于", "", ">="),
        ("不少于", "", ">="),
        ("超过", "", ">="),
        ("达到", "", ">="),
        ("", "以内", "<="),
        ("不超过", "", "<="),
        ("控制在", "以内", "<="),
        ("", "左右", "~"),
        ("约", "", "~"),
        ("完成", "", "="),
        ("增长", "", "+"),
        ("增加", "以上", "+"),
        ("下降", "", "-"),
        ("压减", "", "-"),
        ("提高到", "", ">="),
    ]
)


def written(number: Decimal) -> str:
    return f"{number:f}"


@given(NUMBERS, SCALES, UNITS, BOUNDS)
def test_generated_quantities_parse_back(
    number: Decimal, scale: tuple[str, int], unit: str, bound: tuple[str, str, str]
) -> None:
    before, after, comparator = bound
    (item,) = found(f"总量{before}{written(number)}{scale[0]}{unit}{after}")
    assert (item.comparator, item.unit) == (comparator, unit)
    assert item.value == number * scale[1]


@given(NUMBERS, NUMBERS, UNITS)
def test_generated_ranges_parse_back(low: Decimal, high: Decimal, unit: str) -> None:
    (item,) = found(f"建设{written(low)}—{written(high)}{unit}")
    assert (item.comparator, item.value, item.value2) == ("range", low, high)


@given(NUMBERS)
def test_generated_percentages_parse_back(number: Decimal) -> None:
    (item,) = found(f"覆盖率达到{written(number)}%")
    assert (item.comparator, item.value, item.unit) == (">=", number, "%")


@given(st.integers(min_value=1, max_value=300))
def test_generated_ranks_parse_back(rank: int) -> None:
    (item,) = found(f"综合实力进入全国前{rank}位")
    assert (item.comparator, item.value) == ("rank<=", rank)


DIGITS = "零一二三四五六七八九"


def in_chinese(number: int) -> str:
    """A number below 10,000 as written in Chinese."""
    words, gap = "", False
    for step, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // step % 10
        if digit:
            words += ("零" if gap and words else "") + DIGITS[digit] + mark
            gap = False
        else:
            gap = True
    return words


@given(st.integers(min_value=1, max_value=9999))
def test_chinese_numerals_parse_back(number: int) -> None:
    assert number_of(in_chinese(number)) == number


@given(st.integers(min_value=2, max_value=99))
def test_chinese_percentages_parse_back(number: int) -> None:
    (item,) = found(f"比重达到百分之{in_chinese(number)}")
    assert (item.value, item.unit) == (number, "%")


@given(st.text(alphabet="0123456789.,%—至万亿元家个百分之以上前位强增长到每从翻番两", max_size=40))
def test_no_text_breaks_the_grammar(words: str) -> None:
    for item in found(words):
        assert 0 <= item.start < item.end <= len(words)


@pytest.mark.parametrize(
    ("words", "comparator"),
    [("新增500个", "="), ("至少10家", ">="), ("最多10家", "<="), ("比上年高3个百分点", "+")],
)
def test_words_that_only_look_like_growth(words: str, comparator: str) -> None:
    (item,) = found(words)
    assert item.comparator == comparator
