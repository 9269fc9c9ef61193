"""luodi learn: trains the reader on the reviews of this deployment, or takes that back."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from luodi.base.actors import SYSTEM
from luodi.base.commands import LuodiCommand
from luodi.documents.queries.learning import Figures, figures_of
from luodi.documents.services import Outcome, learn, take_model_back
from luodi.reading.learning import ENOUGH, FEWEST_DOCUMENTS

_ROWS = (
    ("accuracy", "判断正确 / decided rightly"),
    ("precision", "摘录正确 / precision"),
    ("recall", "没有漏掉 / recall"),
)


class Command(LuodiCommand):
    """Trains in seconds, prints before and after with intervals, and takes the model up when the
    random sample shows it surely better; nothing leaves the machine."""

    help = "用本机的复核改进读取，或退回上一个模型 / learn from the reviews made here, or go back"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--back",
            action="store_true",
            help="停用当前模型，恢复上一个 / take the model in use back",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Learn or take back."""
        if options["back"]:
            self._back()
        else:
            self._learn(learn(actor=SYSTEM))

    def _back(self) -> None:
        before = take_model_back(actor=SYSTEM)
        if before is None:
            self.stdout.write("已恢复随附的读取器 / the reader as it ships is in use again")
        else:
            self.stdout.write(f"已恢复第 {before.n} 号模型 / model {before.n} is in use again")

    def _learn(self, outcome: Outcome) -> None:
        self.stdout.write(
            f"复核决定 / decisions: {outcome.rows}   抽样 / sampled: {outcome.sampled}"
        )
        if outcome.comparison is None or outcome.model is None:
            self.stdout.write(_why_not(outcome))
            return
        report = outcome.model.report
        before, after = figures_of(report["before"]), figures_of(report["after"])
        self._table(before, after)
        n = outcome.model.n
        self.stdout.write(
            f"第 {n} 号模型已启用 / model {n} is in use; luodi learn --back 可退回 / takes it back"
            if outcome.taken
            else f"第 {n} 号模型没有明显更准，未启用 / model {n} is not surely better and not taken"
        )

    def _table(self, before: Figures, after: Figures) -> None:
        for name, words in _ROWS:
            old, new = getattr(before, name), getattr(after, name)
            self.stdout.write(f"{words}: {old.words} → {new.words}  (n={old.n} → {new.n})")
        self.stdout.write(f"校准误差 / calibration error: {before.error:.3f} → {after.error:.3f}")


def _why_not(outcome: Outcome) -> str:
    if outcome.sampled < ENOUGH:
        return (
            f"抽样核对不足 {ENOUGH} 句，尚不可测，读取方式不变。请在文件复核页继续抽样核对。\n"
            f"Not yet measurable below {ENOUGH} sampled sentences (of {FEWEST_DOCUMENTS} documents "
            "or more); nothing changes. Please go on with the spot checks of reviews."
        )
    return (
        "没有新的逐条复核决定，读取方式不变。\n"
        "There is no new single decision to learn from; nothing changes."
    )
