"""The words of the output in both languages."""

from __future__ import annotations

from typing import Literal

Language = Literal["zh", "en"]

KINDS: dict[str, tuple[str, str]] = {
    "goal": ("目标", "goal"),
    "task": ("任务", "task"),
    "project": ("项目", "project"),
    "reform": ("改革", "reform"),
    "request": ("请求", "request"),
    "problem": ("问题", "problem"),
}

WORDS: dict[str, tuple[str, str]] = {
    "file": ("文件", "file"),
    "number": ("序号", "no."),
    "kind": ("类别", "kind"),
    "text": ("摘录", "finding"),
    "targets": ("目标值", "targets"),
    "median": ("中位数", "median"),
    "average": ("平均水平", "average"),
    "measure": ("目标值（归一）", "targets, parsed"),
    "deadline": ("期限", "deadline"),
    "due": ("截止日期", "due"),
    "lead": ("牵头单位", "lead"),
    "partners": ("配合单位", "partners"),
    "owners": ("责任单位", "owners"),
    "places": ("地区", "places"),
    "named": ("待核对单位（ner提出）", "bodies to check (ner)"),
    "proposed": ("（ner提出）", " (ner)"),
    "section": ("章节", "section"),
    "confidence": ("把握", "confidence"),
    "bundle": ("事项", "plan row"),
    "reason": ("理由", "reason"),
    "start": ("起", "start"),
    "end": ("止", "end"),
    "cause": ("原因", "cause"),
    "body": ("涉及单位", "body"),
    "taken": ("是否摘录", "taken"),
    "clause": ("分句", "clause"),
    "commitments": ("部署", "commitments"),
    "problems": ("问题", "problems"),
    "clauses": ("分句及理由", "clauses and reasons"),
    "documents": ("文件", "documents"),
    "title": ("标题", "title"),
    "issuer": ("发文单位", "issuer"),
    "document number": ("文号", "document number"),
    "date": ("成文日期", "date"),
    "characters": ("字数", "characters"),
    "reader": ("识读程序", "reader"),
    "version": ("版本", "version"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "contents": ("原文", "text"),
    "none found": ("没有发现部署和问题。", "No commitments and no problems were found."),
    "no title": ("（无标题）", "(no title)"),
    "not stated": ("未写明", "not stated"),
    "recurring": ("常态", "recurring"),
    "partner mark": ("配合：", "with "),
    "list": ("；", "; "),
    "offline": (
        "本页由程序自动识读生成，供人工核对；不含脚本，不访问网络。",
        "Made by a program for people to check; holds no script and asks no network.",
    ),
    "recognised": (
        "由图像识别，引用前请与原图核对",
        "Recognised from page images (OCR): check against the page before quoting",
    ),
    "page": ("第{page}页，识别把握{sure:.0%}", "page {page}, recognised with {sure:.0%}"),
    "how to": (
        "点原文中的标记到表中对应一行，点序号回到原文。",
        "A mark in the text leads to its row, the number of a row back to the text.",
    ),
}


def word(key: str, language: Language) -> str:
    """Return a word of the output."""
    return WORDS[key][language == "en"]


def kind_word(kind: str, language: Language) -> str:
    """Return the name of a kind of finding."""
    return KINDS[kind][language == "en"]


def why(code: str, language: Language) -> str:
    """Return a reason code in words; an unknown code stands for itself."""
    from luodi.reading.reasons import REASONS

    reason = REASONS.get(code)
    if reason is None:
        return code
    return reason.en if language == "en" else reason.zh
