"""Papers of the invented city, one of each kind."""

from __future__ import annotations

from datetime import date

from luodi.base.papers import (
    Attachment,
    Brief,
    BriefRow,
    Cell,
    Column,
    GroupRow,
    Heading,
    Paper,
    Signature,
    Table,
    Text,
    paper_number,
)

WORDS = (
    "各县（市、区）、市直各单位要对照任务分解表，逐项谋划、逐项落实，明确牵头单位和配合单位，"
    "把目标、时限、责任落到岗位，确保到2027年底县城人口占比达到40%以上，“四上”企业净增120家。"
)
SOURCE = "http://luodi.invalid/findings/1"
COLUMNS = (
    Column("序号", align="center"),
    Column("事项"),
    Column("目标"),
    Column("时限", align="center"),
    Column("牵头单位", align="center"),
    Column("配合单位"),
    Column("来源"),
)


def task_row(at: int) -> tuple[Cell | str, ...]:
    return (
        str(at),
        "实施县城扩容提质行动，完善公共服务设施" + "，推进老旧小区改造和供水管网更新" * (at % 3),
        "县城人口占比40%以上",
        "2027年12月底前",
        "市住建局",
        "市发改委、市财政局、各县（市、区）人民政府",
        Cell("望发〔2026〕1号第二部分第（三）条", SOURCE),
    )


def task_table(rows: int = 24) -> Table:
    tasks = tuple(task_row(at) for at in range(1, rows + 1))
    return Table(COLUMNS, (GroupRow("一、县域经济"), *tasks), note="注：排在第一位的为牵头单位。")


def small_table() -> Table:
    columns = (Column("指标"), Column("单位", align="center"), Column("2026年", align="right"))
    rows = (("地区生产总值增速", "%", "6.5左右"), ("城镇新增就业", "万人", "3.2"))
    return Table(columns, rows, caption="表1　主要预期目标", unit="万人", landscape=False)


def circular() -> Paper:
    return Paper(
        title="望川市人民政府关于印发《2026年市政府工作报告主要目标任务分解方案》的通知",
        issuer="望川市人民政府文件",
        number=paper_number("望政发", 2026, 12),
        copy_number="000123",
        urgency="特急",
        recipients=("各县（市、区）人民政府", "市政府各部门"),
        body=(
            Text(WORDS),
            Heading(1, "总体要求"),
            Text(WORDS, link=SOURCE),
            Heading(2, "压实责任"),
            Heading(3, "按月调度", WORDS),
            Heading(4, "明确节点", WORDS),
            small_table(),
            Heading(1, "工作要求"),
            Text(WORDS),
        ),
        attachments=(
            Attachment("主要目标任务分解表", (task_table(),)),
            Attachment("反馈表填写说明", (Heading(1, "填写要求"), Text(WORDS))),
        ),
        signature=Signature("望川市人民政府", date(2026, 3, 5)),
        contact="联系人：张某；联系电话：0000-1234567",
        copies=("市委各部门", "市人大常委会办公室", "市政协办公室", "市监委", "望川军分区"),
        printer="望川市人民政府办公室",
        printed=date(2026, 3, 6),
    )


def petition() -> Paper:
    return Paper(
        title="关于请求支持望川市建设区域性中心城市的请示",
        issuer="望川市人民政府",
        number=paper_number("望政", 2026, 5),
        signers=("李某某", "王某", "赵某"),
        recipients=("省人民政府",),
        body=(Text(WORDS), Text("妥否，请批示。")),
        attachments=(Attachment("望川市建设方案"),),
        signature=Signature("望川市人民政府", date(2026, 11, 24)),
        copies=("省发展改革委",),
        printer="望川市人民政府办公室",
        printed=date(2026, 11, 24),
    )


def notice() -> Paper:
    return Paper(
        title="交办通知单",
        number=paper_number("望督", 2026, 7),
        recipients=("市住建局",),
        body=(Text(WORDS),),
        signature=Signature("中共望川市委望川市人民政府督查室", date(2026, 3, 5), sealed=False),
        contact="承办人：张某，电话：0000-1234567",
        copies=("市委办公室",),
    )


def bare_table() -> Paper:
    return Paper(title="2026年市政府工作报告主要目标任务分解表", body=(task_table(),))


def brief() -> Brief:
    row = BriefRow(
        "实施县城扩容提质行动，推动农业转移人口市民化",
        "县城人口占比40%以上",
        "2027年底",
        "市住建局",
    )
    return Brief(
        title="县域经济高质量发展意见的落实安排",
        unit="市委督查室",
        day=date(2026, 3, 5),
        number="〔2026〕第12期",
        to="李书记",
        gist=("意见共提出32项部署，其中26项有量化目标，涉及我市牵头的11项。",),
        vital=(row,) * 5,
        asks=("请市发改委牵头，3月20日前提出分解方案。",),
        contact="张某，0000-1234567",
    )


PAPERS = {
    "circular": circular,
    "petition": petition,
    "notice": notice,
    "bare_table": bare_table,
    "brief": brief,
}
