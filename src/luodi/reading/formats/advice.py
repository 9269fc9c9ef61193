"""What to do with a file that luodi does not read."""

from __future__ import annotations

from luodi.reading.errors import ScannedFile, UnknownFormat

_DOCX_ZH = "请用 Word 或 WPS 打开，另存为 docx 后再试。"
_DOCX_EN = "Open it in Word or WPS, save it as docx and try again."
_WHERE_ZH = (
    "请另存为 docx 后再试：在 WPS 中点左上角“文件”，选“另存为”，再选“Word 文件（*.docx）”；"
    "在 Word 中点“文件”，选“另存为”，再点“浏览”，“保存类型”选“Word 文档（*.docx）”。"
)
_WHERE_EN = (
    "Save it as docx and try again. In WPS: File, Save As, Word file (*.docx). "
    "In Word: File, Save As, Browse, then choose Word Document (*.docx) under “Save as type”."
)
_SHEET_ZH = (
    "请另存为 xlsx 后再试：在 WPS 中点左上角“文件”，选“另存为”，再选“Excel 文件（*.xlsx）”；"
    "在 Excel 中点“文件”，选“另存为”，“保存类型”选“Excel 工作簿（*.xlsx）”。"
)
_SHEET_EN = (
    "Save it as xlsx and try again. In WPS: File, Save As, Excel file (*.xlsx). "
    "In Excel: File, Save As, then choose Excel Workbook (*.xlsx)."
)

_KINDS: dict[str, tuple[str, str, str, str]] = {
    "doc": ("这是旧版 Word 文件（doc）。", _WHERE_ZH, "This is an old Word file (doc).", _WHERE_EN),
    "wps": ("这是 WPS 文字文件（wps）。", _WHERE_ZH, "This is a WPS Writer file (wps).", _WHERE_EN),
    "rtf": ("这是 RTF 文件。", _WHERE_ZH, "This is an RTF file.", _WHERE_EN),
    "odt": ("这是 OpenDocument 文件。", _WHERE_ZH, "This is an OpenDocument file.", _WHERE_EN),
    "word xml": ("这是 Word XML 文件。", _WHERE_ZH, "This is a Word XML file.", _WHERE_EN),
    "mht": ("这是单个文件网页（mht）。", "请在浏览器中另存为 html 后再试。",
            "This is a web archive (mht).", "Save it from the browser as html and try again."),
    "xls": ("这是旧版电子表格（xls 或 et）。", _SHEET_ZH,
            "This is an old spreadsheet (xls or et).", _SHEET_EN),
    "ppt": ("这是演示文稿。", "请把文字部分另存为 docx 后再试。",
            "This is a presentation.", "Save its text as docx and try again."),
    "heic": ("这是手机拍摄的 HEIC 图片。", "请在手机或电脑上另存为 JPG 后再试。",
             "This is a picture in a phone's format (HEIC).", "Save it as JPG and try again."),
    "zip": ("这是压缩包。", "请先解压，再逐个上传其中的文件。",
            "This is an archive.", "Unpack it and upload the files one by one."),
    "encrypted": ("文件设有打开密码。", "请在 Word 或 WPS 中取消密码，另存为 docx 后再试。",
                  "The file is protected by a password.",
                  "Remove the password in Word or WPS, save it as docx and try again."),
    "binary": ("认不出这是什么文件。", _DOCX_ZH, "The format of the file is unknown.", _DOCX_EN),
}  # fmt: skip
_SAME = {"xlsb": "xls", "pptx": "ppt", "ole": "binary"}


def unknown_format(kind: str) -> UnknownFormat:
    """Return the error that names the format and says which one to save it as."""
    what_zh, do_zh, what_en, do_en = _KINDS.get(_SAME.get(kind, kind), _KINDS["binary"])
    return UnknownFormat(what_zh + do_zh, f"{what_en} {do_en}")


def picture_file() -> ScannedFile:
    """Return the answer for a file that is a picture."""
    return ScannedFile(
        "这是图片或扫描件，里面没有可以复制的文字。请改用原始的 docx 文件；"
        "确实只有图片的，请管理员加装文字识别组件（附加项 ocr）后再试。",
        "This is a picture (scanned or photographed) without text. Use the docx it was made from; "
        "where there is only the picture, ask your administrator to install the extra `ocr`.",
    )
