"""Names of the area's events. Persons appear in them by opaque id only."""

from __future__ import annotations

from luodi.base.events import declare_event

PLAN_CREATED = declare_event(
    "commitments.plan.created",
    "{actor}新建了方案《{title}》",
    "{actor} began the plan “{title}”",
)
PLAN_EDITED = declare_event(
    "commitments.plan.edited",
    "{actor}修改了方案《{title}》的名称或年度",
    "{actor} changed title or year of the plan “{title}”",
)
FINDINGS_TAKEN = declare_event(
    "commitments.findings.taken",
    "{actor}将{findings}条摘录编入方案《{title}》，新增{rows}个事项",
    "{actor} took {findings} findings into the plan “{title}” as {rows} rows",
)
ROW_EDITED = declare_event(
    "commitments.row.edited",
    "{actor}修改了方案《{title}》的第{number}号事项",
    "{actor} edited row {number} of the plan “{title}”",
)
ROW_SPLIT = declare_event(
    "commitments.row.split",
    "{actor}将方案《{title}》的第{number}号事项拆分，另立第{other}号",
    "{actor} split row {number} of the plan “{title}”; row {other} is new",
)
ROWS_JOINED = declare_event(
    "commitments.rows.joined",
    "{actor}将方案《{title}》的{count}个事项并入第{number}号",
    "{actor} joined {count} rows of the plan “{title}” into row {number}",
)
ROW_MOVED = declare_event(
    "commitments.row.moved",
    "{actor}调整了方案《{title}》中第{number}号事项的位置",
    "{actor} moved row {number} of the plan “{title}”",
)
ROW_REMOVED = declare_event(
    "commitments.row.removed",
    "{actor}从方案《{title}》草稿中移除了第{number}号事项",
    "{actor} removed row {number} from the draft of the plan “{title}”",
)
ROW_CANCELLED = declare_event(
    "commitments.row.cancelled",
    "{actor}取消了方案《{title}》的第{number}号事项",
    "{actor} cancelled row {number} of the plan “{title}”",
)
ROW_REINSTATED = declare_event(
    "commitments.row.reinstated",
    "{actor}恢复了方案《{title}》的第{number}号事项",
    "{actor} reinstated row {number} of the plan “{title}”",
)
PLAN_MOVED = declare_event(
    "commitments.plan.moved",
    "{actor}将方案《{title}》由{before_zh}转为{after_zh}",
    "{actor} took the plan “{title}” from {before_en} to {after_en}",
)
PLAN_APPROVED = declare_event(
    "commitments.plan.approved",
    "{actor}批准了方案《{title}》第{n}版（{rows}个事项）",
    "{actor} approved version {n} of the plan “{title}” ({rows} rows)",
)
ROWS_CARRIED = declare_event(
    "commitments.rows.carried",
    "{actor}将方案《{title}》的{count}个未完成事项结转至《{into}》",
    "{actor} carried {count} open rows of the plan “{title}” over to “{into}”",
)
CORRESPONDENCE_STARTED = declare_event(
    "commitments.correspondence.started",
    "{actor}将《{title}》与方案《{plan}》对照（{count}条）",
    "{actor} set “{title}” against the plan “{plan}” ({count} clauses)",
)
CORRESPONDENCE_RENEWED = declare_event(
    "commitments.correspondence.renewed",
    "{actor}更新了《{title}》的对照（新增{count}条）",
    "{actor} brought the answers to “{title}” up to date ({count} clauses more)",
)
CLAUSE_ANSWERED = declare_event(
    "commitments.clause.answered",
    "{actor}将《{title}》的一条要求标为{state_zh}",
    "{actor} marked a clause of “{title}” as: {state_en}",
)
CONSULTATION_OPENED = declare_event(
    "commitments.consultation.opened",
    "{actor}就方案《{title}》征求{count}个单位的意见",
    "{actor} asked {count} units about the plan “{title}”",
)
CONSULTATION_CLOSED = declare_event(
    "commitments.consultation.closed",
    "{actor}结束了方案《{title}》的征求意见",
    "{actor} ended the consultation about the plan “{title}”",
)
REPLY_RECORDED = declare_event(
    "commitments.reply.recorded",
    "{actor}登记了{unit}对方案《{title}》的回复（{count}条意见）",
    "{actor} recorded the reply of {unit} about the plan “{title}” ({count} opinions)",
)
TABLE_READ = declare_event(
    "commitments.table.read",
    "{actor}读入了{unit}退回的方案《{title}》表格（{count}处改动）",
    "{actor} read the table of the plan “{title}” that {unit} sent back ({count} changes)",
)
OPINION_DECIDED = declare_event(
    "commitments.opinion.decided",
    "{actor}对{unit}就方案《{title}》的一条意见作出决定：{state_zh}",
    "{actor} decided about an opinion of {unit} on the plan “{title}”: {state_en}",
)
CHANGE_DECIDED = declare_event(
    "commitments.change.decided",
    "{actor}对{unit}就方案《{title}》提出的一处改动作出决定：{state_zh}",
    "{actor} decided about a change that {unit} proposed to the plan “{title}”: {state_en}",
)
PAPER_DRAFTED = declare_event(
    "commitments.paper.drafted",
    "{actor}拟制了方案《{title}》交{unit}的通知单",
    "{actor} drafted the notice of the plan “{title}” to {unit}",
)
PAPER_EDITED = declare_event(
    "commitments.paper.edited",
    "{actor}修改了方案《{title}》交{unit}的通知单",
    "{actor} edited the notice of the plan “{title}” to {unit}",
)
PAPER_DROPPED = declare_event(
    "commitments.paper.dropped",
    "{actor}删去了方案《{title}》交{unit}的通知单草稿",
    "{actor} dropped the draft of the notice of the plan “{title}” to {unit}",
)
PAPER_SIGNED = declare_event(
    "commitments.paper.signed",
    "{actor}签发了{number}，交{unit}",
    "{actor} signed out {number} to {unit}",
)
PAPER_STAMPED = declare_event(
    "commitments.paper.stamped",
    "{actor}附上了{number}的盖章件",
    "{actor} attached the stamped copy of {number}",
)
PAPER_WITHDRAWN = declare_event(
    "commitments.paper.withdrawn",
    "{actor}收回了{number}",
    "{actor} withdrew {number}",
)
TEMPLATE_SET = declare_event(
    "commitments.template.set",
    "{actor}为{kind_zh}启用了自备模板",
    "{actor} set the city's own template for: {kind_en}",
)
TEMPLATE_DROPPED = declare_event(
    "commitments.template.dropped",
    "{actor}停用了{kind_zh}的自备模板",
    "{actor} dropped the city's own template for: {kind_en}",
)
