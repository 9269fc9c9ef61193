"""Chinese on a page in English says that it is Chinese; on a Chinese page nothing changes."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import mark_safe

from luodi.base.languages import marked_as_chinese


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("市住建局", '<span lang="zh-Hans">市住建局</span>'),
        ("5G基站3万个", '<span lang="zh-Hans">5G基站3万个</span>'),
        ("<市>&", '<span lang="zh-Hans">&lt;市&gt;&amp;</span>'),
        ("at least 5 万元, more", 'at least 5 <span lang="zh-Hans">万元</span>, more'),
        ("Duties of 望川市（演示）", 'Duties of <span lang="zh-Hans">望川市（演示）</span>'),
        ("the median of 五县 & 三区", 'the median of <span lang="zh-Hans">五县</span> &amp; '
         '<span lang="zh-Hans">三区</span>'),
        ("Budget & <plan>", "Budget &amp; &lt;plan&gt;"),
        (12, "12"),
        (mark_safe("<b>市</b>"), "<b>市</b>"),
    ],
)  # fmt: skip
def test_what_an_english_page_shows(value: object, shown: str) -> None:
    with translation.override("en"):
        assert marked_as_chinese(value) == shown


@pytest.mark.parametrize("value", ["市住建局", "<市>&", "Budget & plan"])
def test_a_chinese_page_shows_data_as_it_is(value: str) -> None:
    with translation.override("zh-hans"):
        marked = Template("{{ value|zh }}").render(Context({"value": value}))
        assert marked == Template("{{ value }}").render(Context({"value": value}))
