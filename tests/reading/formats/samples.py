"""Small files made on the spot: Word documents part by part, and web pages of a city."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def p(text: str, properties: str = "") -> str:
    """A paragraph."""
    return (
        f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def cell(text: str, properties: str = "") -> str:
    """A table cell of one or several paragraphs."""
    inside = "".join(p(line) for line in text.split("\n"))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def row(*cells: str) -> str:
    """A table row of ready cells or of words."""
    ready = (c if c.startswith("<") else cell(c) for c in cells)
    return f"<w:tr>{''.join(ready)}</w:tr>"


def word(body: str, **parts: str) -> bytes:
    """A docx with this body; other parts are given as numbering=, styles=, header1=."""
    files = {
        "_rels/.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="r1" Type="{_RELATION}" Target="word/document.xml"/>'
        "</Relationships>",
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
    }
    wrap = {"numbering": "numbering", "styles": "styles"}
    for name, inside in parts.items():
        tag = wrap.get(name, "hdr")
        files[f"word/{name}.xml"] = f'<w:{tag} xmlns:w="{W}">{inside}</w:{tag}>'
    return zipped({name: _HEAD + markup for name, markup in files.items()})


def zipped(files: dict[str, str | bytes]) -> bytes:
    """An archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


ARTICLE = [
    "望川市部署明年县域经济工作",
    "本报讯（通讯员 李明）望川市县域经济发展大会昨日召开，会议总结今年工作，部署明年任务。",
    "一、加快项目建设",
    "到2027年底前，全市新建标准厂房50万平方米，新建改建学校12所，市发改委牵头负责。",
    "各县市区要加快推进老旧小区改造，年内完成120个小区，惠及居民3万户以上。",
    "二、强化要素保障",
    "市财政局要统筹资金10亿元，支持县城基础设施补短板，争取国家开发区扩区试点。",
    "会议强调，要一锤接着一锤敲，推动各项部署落地见效，切实解决群众急难愁盼问题。",
]

NEWSPAPER = f"""<!DOCTYPE html><html><head><meta charset="%s">
<title>{ARTICLE[0]} - 望川新闻网</title>
<script>var menu = "<p>会议要求新建学校999所。</p>";</script>
<style>p {{ color: red }}</style></head><body>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/a">要闻</a></li>
<li><a href="/b">时政</a></li><li><a href="/c">县市区</a></li>
<li><a href="/d">专题</a></li></ul></div>
<div class="crumbs"><a href="/">首页</a> &gt;
<a href="/a">要闻</a> &gt; 正文</div>
<div class="article"><h1>{ARTICLE[0]}</h1>
<div class="info">2026-01-12 08:21　来源：望川日报　责任编辑：王芳　浏览：1234</div>
<div class="content">{"".join(f"<p>　　{line}</p>" for line in ARTICLE[1:])}
<p>来源：望川日报</p><p>（责任编辑：王芳）</p></div></div>
<div class="related"><h3>相关新闻</h3><ul>
<li><a href="/1">市委召开常委会会议部署安全生产工作</a></li>
<li><a href="/2">全市将新建公园二十座以上</a></li></ul></div>
<div id="comments"><h3>网友评论</h3>
<div class="comment"><b>风中的树</b><p>希望明年新建三座停车场，完成供水改造！</p></div>
<div class="comment"><b>老王</b><p>建议加快推进三号线建设，尽快开工。</p></div>
<form><textarea>说点什么</textarea><button>发表评论</button></form></div>
<div class="footer">望川日报社版权所有 鄂ICP备00000000号</div></body></html>"""

GOVERNMENT = f"""<html><head><meta name="ArticleTitle" content="{ARTICLE[0]}"><meta name="PubDate"
content="2026-01-12 08:21"><title>{ARTICLE[0]}_望川市人民政府</title></head><body>
<div>当前位置：<a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a>&gt;
<a href="/wj">政府文件</a></div>
<table class="head"><tr><td>索引号：</td><td>000014349/2026-00001</td></tr></table>
<div>【字体：<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>】 <a href="#">打印</a></div>
<div class="TRS_Editor">{"".join(f"<p>{line}</p>" for line in ARTICLE)}
<table><tr><th>序号</th><th>任务</th><th>责任单位</th></tr>
<tr><td>1</td><td>新建学校12所</td><td>市教育局</td></tr></table></div>
<div>扫一扫在手机打开当前页</div><div>【打印本页】 【关闭窗口】</div>
<div>主办单位：望川市人民政府办公室 网站标识码0000000000</div></body></html>"""
