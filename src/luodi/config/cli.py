"""The `luodi` command. What needs no database starts without Django."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib import import_module
from unicodedata import east_asian_width

import luodi

Main = Callable[[list[str]], int]

# Words that never import Django, and the function that carries each out.
LIGHT = {
    "read": "luodi.reading.command:main",
    "read_many": "luodi.reading.many.command:main",
    "measure": "luodi.measuring.commands.main:main",
    "start": "luodi.config.start:main",
    "evaluate": "luodi.reading.evaluation.command:main",
    "train": "luodi.reading.training:main",
}

# Every word of ours, in the order of a deployment's life; a test compares it with the commands.
WORDS: tuple[tuple[str, str, str], ...] = (
    ("start", "启动服务与后台，可带一个文件", "start server and worker, with a file if given"),
    ("read", "读文件，列出摘录；不用数据库", "read files and list findings; no database"),
    ("read_many", "读整个档案，可中断后接着读", "read an archive in shards; no database"),
    ("measure", "用CSV表测算指标；不用数据库", "measure figures of a CSV table; no database"),
    ("evaluate", "评测读得准不准，或给标注打分", "measure the reader, or score labels"),
    ("train", "训练“已做还是要做”的模型", "train the done-or-to-do model"),
    ("learn", "用本机的复核改进读取，可退回", "learn from the reviews made here"),
    ("open_file", "存入一个文件，给出审阅地址", "store a document and give its review address"),
    ("migrate", "建立或更新数据库", "create or update the database"),
    ("demo", "装入示范城市（数据库须为空）", "load the demonstration city (empty database)"),
    ("load", "装入随附的数据集（普查）", "load a shipped data set (the census)"),
    ("outlines", "载入地区边界（GeoJSON），供地图使用", "load outlines of places for maps"),
    ("first_admin", "设立首位管理员", "set up the first administrator"),
    ("work", "执行后台任务", "perform background jobs"),
    ("tick", "重排中断的任务，启动定期任务", "requeue lost jobs, start periodic ones"),
    ("doctor", "体检：版本、磁盘、任务、台账、备份", "examine the installation"),
    ("backup", "备份到一个文件，无须停机", "back up into one file while running"),
    ("restore", "从备份恢复", "restore from a backup"),
    ("reindex", "重建全文检索，无须停机", "make the search index anew while running"),
    ("verify", "校验台账；可与所存链头比较", "verify the ledger, against a kept head"),
    ("purge", "依法清除一份文件或一人的内容", "erase a document's or a person's content"),
)


def main(words: list[str] | None = None) -> int:
    """Carry out one word; return the exit code."""
    words = sys.argv[1:] if words is None else words
    if not words or words[0] in {"help", "-h", "--help"}:
        print(overview())
        return 0
    if words[0] == "--version":
        print(f"luodi {luodi.__version__}")
        return 0
    word = words[0].replace("-", "_")
    if word in LIGHT:
        return _light(LIGHT[word])(words[1:])
    return _django([word, *words[1:]])


def overview() -> str:
    """Return the list of words in both languages."""
    width = max(len(word) for word, _, _ in WORDS) + 2
    lines = [f"  {word:<{width}}{_padded(zh, 40)}{en}" for word, zh, en in WORDS]
    head = f"luodi 落地 {luodi.__version__}   {_name()} WORD ...\n"
    foot = f"\n{_name()} WORD --help   详细说明 / more about a word"
    return "\n".join([head, *lines, foot])


def _padded(text: str, width: int) -> str:
    """Return the text filled with blanks to a width in columns; a Chinese sign takes two."""
    taken = sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
    return text + " " * max(1, width - taken)


def _name() -> str:
    return os.environ.get("LUODI_COMMAND", "luodi")


def _light(place: str) -> Main:
    module, function = place.split(":")
    found: Main = getattr(import_module(module), function)
    return found


def _django(words: list[str]) -> int:
    """Carry out a word of Django's; it ends the process by itself when it fails."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luodi.config.settings")
    from django.core.management import ManagementUtility

    ManagementUtility([_name(), *words]).execute()
    return 0
