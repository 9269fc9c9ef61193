"""Lines that a newspaper or a government site puts around an article."""

from __future__ import annotations

import re

_SOURCE = re.compile(
    r"^[【\[（(]?\s*(?:(?:信息|稿件|文章|新闻|本文)?来\s*源|责\s*任?\s*编\s*辑?|编\s*辑|作\s*者|记\s*者|校\s*对|审\s*核|终\s*审|初\s*审"
    r"|监\s*制|发布(?:时间|日期|人|机构)|浏览(?:次数|量)|点击(?:数|次数|量)|访问(?:次数|量)|阅读(?:量|次数)?|字体(?:大小)?|字号"
    r"|分享到?|打印(?:本页)?|保存|收藏|关闭(?:窗口)?|扫一扫)\s*(?:[:：丨|】\]]|$)"
)
_CRUMBS = re.compile(
    r"^(?:您?(?:当前|现在)?的?(?:所在)?位置\s*[:：是]|首\s*页\s*(?:>|»|›|/|-|＞|→|$))"
)
_BUTTONS = re.compile(
    r"^(?:[【\[（(]?\s*(?:大|中|小|打印|关闭|收藏|分享|返回(?:顶部|首页)?|顶部|字体|字号|默认|特大|超大|A[+-]?|T[+-]?|听全文|朗读|播报|微信|微博|QQ空间"
    r"|纠错|我要纠错|下载|复制链接|手机版|扫码看|登录|注册|无障碍)\s*[】\]）)]?[\s|丨·]*)+[:：]?$"
)
_TAIL = re.compile(
    r"^[【\[（(]?\s*(?:(?:网友|最新|热门|全部|精彩|用户|文章)?评论(?:区)?(?:\s*[（(]?\d*\s*条?[）)]?)?$|(?:我要|发表|写|查看(?:更多|全部)?)评论"
    r"|我来说两句|网友(?:留言|热评|跟帖)|跟帖|相关(?:阅读|新闻|链接|稿件|文章|推荐|政策|解读|信息|报道)(?:\s*[:：】\]]|$)"
    r"|延伸阅读|推荐阅读|热点推荐|为您推荐|猜你喜欢|热门(?:文章|新闻|推荐)|更多(?:新闻|内容|精彩)|[上下]一[篇条页](?:\s*[:：]|$)"
    r"|分享(?:到|至)|扫一扫|扫码|版权(?:声明|所有)|免责声明|网站地图|主办(?:单位)?\s*[:：]|承办(?:单位)?\s*[:：].*备案"
    r"|.{0,12}ICP备|.{0,6}公网安备|Copyright|友情链接|网站标识码)",
    re.IGNORECASE,
)
_HEAD_LINES = 12
_SHORT = 80


def without_furniture(lines: list[str]) -> list[str]:
    """Return the lines without crumbs and source lines in front and what follows the end."""
    lines = _without_head(lines)
    return _without_credits(lines[: _end(lines)])


def _without_head(lines: list[str]) -> list[str]:
    """Drop furniture among the first lines; a long line means that the article has begun."""
    kept: list[str] = []
    for at, line in enumerate(lines[:_HEAD_LINES]):
        if len(line) > _SHORT and not _CRUMBS.match(line):
            return kept + lines[at:]
        if not _is_head_furniture(line):
            kept.append(line)
    return kept + lines[_HEAD_LINES:]


def _is_head_furniture(line: str) -> bool:
    return bool(_CRUMBS.match(line) or _SOURCE.match(line) or _BUTTONS.match(line)) or _is_dateline(
        line
    )


def _is_dateline(line: str) -> bool:
    """As in 2021-05-10 08:21 来源：荆州日报 浏览：123."""
    return bool(
        re.match(
            r"^(?:19|20)\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}日?(?:\s+\d{1,2}:\d\d(?::\d\d)?)?", line
        )
        and (re.search(r"来源|浏览|作者|编辑|点击", line) or re.search(r"\d:\d\d", line))
    )


def _end(lines: list[str]) -> int:
    """Where comments, related articles or the foot of the page begin."""
    total = sum(map(len, lines))
    seen = 0
    for at, line in enumerate(lines):
        if at >= 2 and seen >= min(100, total * 0.3) and len(line) <= _SHORT and _TAIL.match(line):
            return at
        seen += len(line)
    return len(lines)


def _without_credits(lines: list[str]) -> list[str]:
    """Cut the source and editor lines and the buttons that close an article."""
    end = len(lines)
    while end > 1 and len(lines[end - 1]) <= _SHORT and _is_credit(lines[end - 1]):
        end -= 1
    return lines[:end]


def _is_credit(line: str) -> bool:
    bare = line.strip("（）()[]【】 ")
    return bool(_SOURCE.match(line) or _SOURCE.match(bare) or _BUTTONS.match(line))
