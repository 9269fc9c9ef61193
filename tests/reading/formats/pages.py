"""The same article as seven kinds of site publish it."""

from __future__ import annotations

from tests.reading.formats.samples import ARTICLE

TITLE, BODY = ARTICLE[0], ARTICLE[1:]
_P = "".join(f"<p>{line}</p>" for line in BODY)
_BR = "<br>".join("&nbsp;&nbsp;&nbsp;&nbsp;" + line for line in BODY)
_DIVS = "".join(f"<div>{line}</div>" for line in BODY)
_SECTIONS = "".join(f"<section><span>{line}</span></section>" for line in BODY)
_WORDS = ["首页", "要闻", "时政", "经济", "社会", "专题", "视频", "图片", "县市区", "互动", "服务"]
_NAV = "<ul>" + "".join(f'<li><a href="/{w}">{w}</a></li>' for w in _WORDS) + "</ul>"
_COMMENTS = (
    "<div><div>评论（3）</div><div>风中的树：希望明年新建三座停车场，完成供水改造！</div>"
    "<div>老王：建议加快推进三号线建设，尽快开工。</div><div>市民：请教育局新建学校。</div></div>"
)
_FOOT = "<div>版权所有：望川日报社 鄂ICP备12345678号</div>"


def _page(title: str, body: str) -> str:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"


PAGES = {
    "portal with columns": _page(
        f"{TITLE}--望川频道",
        f'<div class="nav">{_NAV}</div><div class="layout"><div class="col fl"><h1>{TITLE}</h1>'
        '<div class="channel">2026年01月12日08:21 | 来源：<a href="x">望川网</a></div>'
        f'<div class="rm_txt_con">{_P}<div class="edit">(责编：张三、李四)</div></div></div>'
        f'<div class="col fr"><h2>热门排行</h2>{_NAV}</div></div>{_FOOT}',
    ),
    "article element": _page(
        TITLE,
        f"<header><nav>{_NAV}</nav></header><main><article><header><h1>{TITLE}</h1>"
        f"<p>2026-01-12 08:21:00 来源：望川发布</p></header>{_P}</article>"
        f"<section><h3>相关阅读</h3>{_NAV}</section>{_COMMENTS}</main><footer>{_FOOT}</footer>",
    ),
    "social account": _page(
        "",
        f'<div id="img-content"><h1>{TITLE}</h1><div><span>望川发布</span><em>2026-01-12</em></div>'
        f'<div id="js_content" style="visibility: hidden">{_SECTIONS}</div></div>'
        "<div>微信扫一扫 关注该公众号</div><div>继续滑动看下一个</div>",
    ),
    "sections elsewhere": _page(TITLE, f"{_NAV}<h1>{TITLE}</h1><div>{_SECTIONS}</div>{_FOOT}"),
    "layout tables": _page(
        f"{TITLE}-望川市政府网",
        f'<table><tr><td>{_NAV}</td></tr></table><table><tr><td>您现在的位置：<a href="/">首页</a>'
        f'&gt;&gt;<a href="/x">政务动态</a>&gt;&gt;正文</td></tr><tr><td><b>{TITLE}</b></td></tr>'
        "<tr><td>发布时间：2026-01-12　来源：本站　点击数：123　字号：[大 中 小]</td></tr>"
        f"<tr><td class=content>{_BR}</td></tr><tr><td>【打印】【关闭】</td></tr>"
        "<tr><td>上一篇：<a href=1>关于表彰的决定</a></td></tr></table>" + _FOOT,
    ),
    "one form around all": _page(
        TITLE,
        f'<form id="form1"><input type=hidden value="dDw"><div class="top">{_NAV}</div>'
        f'<div id="con"><div class="tit">{TITLE}</div><div>{_BR}</div></div>{_FOOT}</form>',
    ),
    "comments without a name": _page(
        TITLE,
        f"{_NAV}<h1>{TITLE}</h1>{_P}<p>来源：望川日报</p><p>责编：王芳</p>{_COMMENTS}{_FOOT}",
    ),
    "divisions only": _page(
        f"{TITLE}_要闻_望川新闻",
        f'<div class="w"><div class="m">{_NAV}</div><div class="l"><div class="h">{TITLE}</div>'
        f'<div class="s">来源：望川日报  作者：李明  时间：2026-01-12</div>{_DIVS}'
        f'<div>编辑：王芳</div></div><div class="r"><div>24小时热文</div>{_NAV}</div></div>{_COMMENTS}',
    ),
}
