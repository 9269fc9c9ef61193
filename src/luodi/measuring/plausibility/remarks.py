"""What is said of reported figures: contradictions, and questions to the reporter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# In the order of their weight.
Check = Literal["identity", "revision", "bunching", "related", "odd_point", "digits"]
Voice = Literal["contradiction", "question"]
ORDER: tuple[Check, ...] = (
    "identity", "revision", "bunching", "related", "odd_point", "digits",
)  # fmt: skip
CHECK_WORDS: dict[str, tuple[str, str]] = {
    "identity": ("数据勾稽", "accounting identity"),
    "revision": ("临近期限的修订", "revision near a deadline"),
    "bunching": ("集中在目标线上", "bunching at the target"),
    "related": ("与相关指标不一致", "disagreement with a related series"),
    "odd_point": ("超出波动范围", "outside the range of noise"),
    "digits": ("数字分布", "distribution of digits"),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing said of one place; only an identity is a contradiction."""

    check: Check
    where: str
    message_zh: str
    message_en: str

    @property
    def voice(self) -> Voice:
        return "contradiction" if self.check == "identity" else "question"


def question(check: Check, where: str, zh: str, en: str) -> Remark:
    """A remark worded as a question in both languages."""
    return Remark(check, where, f"{zh}，请问是什么原因？", f"{en}. What is the reason?")


def in_order(remarks: list[Remark]) -> tuple[Remark, ...]:
    """The remarks by weight; those of one check stay as they came."""
    return tuple(sorted(remarks, key=lambda remark: ORDER.index(remark.check)))
