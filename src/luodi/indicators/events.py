"""Names of the area's events. Persons appear in them by opaque id only."""

from __future__ import annotations

from luodi.base.events import declare_event

INDICATOR_DEFINED = declare_event(
    "indicators.indicator.defined",
    "{actor}新建了指标“{name}”",
    "{actor} defined the indicator “{name}”",
)
INDICATOR_EDITED = declare_event(
    "indicators.indicator.edited",
    "{actor}修改了指标“{name}”的定义",
    "{actor} changed the definition of the indicator “{name}”",
)
DEFINITION_OPENED = declare_event(
    "indicators.definition.opened",
    "{actor}将指标“{name}”标为口径未定：{reason}",
    "{actor} marked the definition of “{name}” as not settled: {reason}",
)
DEFINITION_SETTLED = declare_event(
    "indicators.definition.settled",
    "{actor}确定了指标“{name}”的口径（依据：{words}）",
    "{actor} settled the definition of “{name}” (by: {words})",
)
INDICATOR_RETIRED = declare_event(
    "indicators.indicator.retired",
    "{actor}停用了指标“{name}”：{reason}",
    "{actor} retired the indicator “{name}”: {reason}",
)
BREAK_MARKED = declare_event(
    "indicators.break.marked",
    "{actor}标明指标“{name}”自{period}起口径变化：{reason}",
    "{actor} marked a break of “{name}” from {period} on: {reason}",
)
PEERS_DECLARED = declare_event(
    "indicators.peers.declared",
    "{actor}确定了对标范围“{name}”（{count}个）",
    "{actor} declared the peers “{name}” ({count})",
)
FIGURES_RECORDED = declare_event(
    "indicators.figures.recorded",
    "{actor}登记了{count}个指标数据（新增{new}个，修订{revised}个）",
    "{actor} recorded {count} figures ({new} new, {revised} revised)",
)
FIGURE_CHECKED = declare_event(
    "indicators.figure.checked",
    "{actor}核实了指标“{name}”{period}的数据",
    "{actor} checked the figure of “{name}” for {period}",
)
FIGURE_DISPUTED = declare_event(
    "indicators.figure.disputed",
    "{actor}对指标“{name}”{period}的数据提出疑问：{reason}",
    "{actor} disputed the figure of “{name}” for {period}: {reason}",
)
IMPORT_TAKEN = declare_event(
    "indicators.import.taken",
    "{actor}上传了数据表“{name}”（{rows}行）",
    "{actor} gave the table “{name}” ({rows} rows)",
)
IMPORT_WRITTEN = declare_event(
    "indicators.import.written",
    "{actor}登记了数据表“{name}”：新增{new}个，修订{revised}个",
    "{actor} recorded the table “{name}”: {new} new, {revised} revised",
)
IMPORT_DROPPED = declare_event(
    "indicators.import.dropped",
    "{actor}放弃了数据表“{name}”",
    "{actor} dropped the table “{name}”",
)
TARGET_SET = declare_event(
    "indicators.target.set",
    "{actor}为“{words}”确定了目标（指标“{name}”）",
    "{actor} set a target for “{words}” (indicator “{name}”)",
)
TARGET_EDITED = declare_event(
    "indicators.target.edited",
    "{actor}修改了“{words}”的目标",
    "{actor} changed the target of “{words}”",
)
TARGET_DROPPED = declare_event(
    "indicators.target.dropped",
    "{actor}取消了“{words}”的目标：{reason}",
    "{actor} dropped the target of “{words}”: {reason}",
)
OUTLOOKS_TESTED = declare_event(
    "indicators.outlooks.tested",
    "{actor}检验了以往的达标概率（{forecasts}次预测）",
    "{actor} tested past probabilities ({forecasts} forecasts)",
)
