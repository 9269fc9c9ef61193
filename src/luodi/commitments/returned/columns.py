"""The columns of a task table under the names people give them."""

from __future__ import annotations

from luodi.people.tables.columns import Column

COLUMNS = (
    Column("number", "序号", "No.", ("编号", "项目号")),
    Column("heading", "板块", "Group", ("章节", "类别", "领域", "任务类别", "重点领域")),
    Column(
        "words",
        "重点事项",
        "What is to be done",
        (
            "事项",
            "重点任务",
            "工作任务",
            "主要任务",
            "任务",
            "任务内容",
            "工作内容",
            "事项内容",
            "具体任务",
            "具体措施",
            "重点工作",
        ),
        required=True,
    ),
    Column(
        "goal",
        "目标要求",
        "Goal",
        ("年度目标", "工作目标", "目标", "目标任务", "主要指标", "年度阶段目标", "工作要求"),
    ),
    Column(
        "due",
        "完成时限",
        "Deadline",
        ("时限", "完成时间", "办结时限", "时间节点", "时间要求", "完成期限"),
    ),
    Column(
        "lead",
        "牵头单位",
        "Lead unit",
        ("责任单位", "主责单位", "牵头部门", "责任部门", "主办单位", "牵头单位责任单位"),
    ),
    Column(
        "partners",
        "配合单位",
        "Partner units",
        ("协办单位", "参与单位", "配合部门", "协同单位", "参加单位", "责任单位配合单位"),
    ),
    Column("mode", "督办方式", "Follow-up", ("推进方式", "办理方式", "类型")),
    Column("opinion", "修改意见", "Opinion", ("意见", "意见建议", "反馈意见", "修改建议", "建议")),
    Column("id", "事项标识（勿改）", "Id", ("事项标识", "标识")),
)
