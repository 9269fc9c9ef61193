"""What to do with a file that luodi does not read."""

from __future__ import annotations

from luodi.reading.errors import UnknownFormat

_DOCX_ZH = "请用 Word 或 WPS 打开，另存为 docx 后再试。"
_DOCX_EN = "Open it in Word or WPS, save it as docx and try again."

_KINDS: dict[str, tuple[str, str, str, str]] = {
    # PDF comes with a later step: it will be read here, and leaves this table.
    "pdf": ("暂不能读取 PDF 文件。", _DOCX_ZH, "PDF is not read yet.", _DOCX_EN),
    "doc": ("这是旧版 Word 文件（doc）。", _DOCX_ZH, "This is an old Word file (doc).", _DOCX_EN),
    "wps": ("这是 WPS 文字文件（wps）。", _DOCX_ZH, "This is a WPS Writer file (wps).", _DOCX_EN),
    "rtf": ("这是 RTF 文件。", _DOCX_ZH, "This is an RTF file.", _DOCX_EN),
    "odt": ("这是 OpenDocument 文件。", _DOCX_ZH, "This is an OpenDocument file.", _DOCX_EN),
    "word xml": ("这是 Word XML 文件。", _DOCX_ZH, "This is a Word XML file.", _DOCX_EN),
    "mht": ("这是单个文件网页（mht）。", "请在浏览器中另存为 html 后再试。",
            "This is a web archive (mht).", "Save it from the browser as html and try again."),
    "ofd": ("这是 OFD 版式文件。", "请用原始的 docx 文件，或用阅读器导出文本后再试。",
            "This is an OFD file.", "Use the docx it was made from, or export its text."),
    "xls": ("这是电子表格。", "正文请另存为 docx；数据表请到相应页面的“导入”处上传。",
            "This is a spreadsheet.", "Save text as docx; import tables on the page for them."),
    "ppt": ("这是演示文稿。", "请把文字部分另存为 docx 后再试。",
            "This is a presentation.", "Save its text as docx and try again."),
    "image": ("这是图片或扫描件。", "请用可以复制文字的 docx 文件。",
              "This is a picture or a scan.", "Use a docx whose text can be copied."),
    "zip": ("这是压缩包。", "请先解压，再逐个上传其中的文件。",
            "This is an archive.", "Unpack it and upload the files one by one."),
    "encrypted": ("文件设有打开密码。", "请在 Word 或 WPS 中取消密码，另存为 docx 后再试。",
                  "The file is protected by a password.",
                  "Remove the password in Word or WPS, save it as docx and try again."),
    "binary": ("认不出这是什么文件。", _DOCX_ZH, "The format of the file is unknown.", _DOCX_EN),
}  # fmt: skip
_SAME = {"xlsx": "xls", "pptx": "ppt", "ole": "binary"}


def unknown_format(kind: str) -> UnknownFormat:
    """Return the error that names the format and says which one to save it as."""
    what_zh, do_zh, what_en, do_en = _KINDS.get(_SAME.get(kind, kind), _KINDS["binary"])
    return UnknownFormat(what_zh + do_zh, f"{what_en} {do_en}")
