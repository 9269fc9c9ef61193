"""Names of the area's events. Persons appear in them by opaque id only."""

from __future__ import annotations

from luodi.base.events import declare_event

STORED = declare_event(
    "documents.document.stored",
    "{actor}提交了文件《{title}》",
    "{actor} added the document “{title}”",
)
STORED_AGAIN = declare_event(
    "documents.document.given_again",
    "{actor}再次提交了已有的文件《{title}》",
    "{actor} gave the document “{title}” again",
)
EDITED = declare_event(
    "documents.document.edited",
    "{actor}修改了文件《{title}》的信息",
    "{actor} edited the details of the document “{title}”",
)
RELEASE_SET = declare_event(
    "documents.release.set",
    "{actor}将文件《{title}》的公开属性由{before_zh}改为{after_zh}",
    "{actor} changed who may read “{title}” from {before_en} to {after_en}",
)
READING_STARTED = declare_event(
    "documents.reading.started",
    "{actor}要求重新读取文件《{title}》",
    "{actor} asked for the document “{title}” to be read again",
)
READING_RECORDED = declare_event(
    "documents.reading.recorded",
    "文件《{title}》读取完毕，得到{count}条摘录",
    "The document “{title}” was read: {count} findings",
)
FINDING_ACCEPTED = declare_event(
    "documents.finding.accepted",
    "{actor}接受了《{title}》的一条摘录",
    "{actor} accepted a finding of “{title}”",
)
FINDING_EDITED = declare_event(
    "documents.finding.edited",
    "{actor}修改了《{title}》的一条摘录",
    "{actor} edited a finding of “{title}”",
)
FINDING_REJECTED = declare_event(
    "documents.finding.rejected",
    "{actor}未采纳《{title}》的一条摘录",
    "{actor} rejected a finding of “{title}”",
)
FINDING_RESTORED = declare_event(
    "documents.finding.restored",
    "{actor}恢复了《{title}》的一条摘录",
    "{actor} restored a finding of “{title}”",
)
DECISION_UNDONE = declare_event(
    "documents.decision.undone",
    "{actor}撤销了对《{title}》的上一步复核（{count}条）",
    "{actor} took back the last step in the review of “{title}” ({count} findings)",
)
FINDINGS_ACCEPTED = declare_event(
    "documents.findings.accepted",
    "{actor}批量接受了《{title}》把握度{percent}%以上的{count}条摘录",
    "{actor} accepted {count} findings of “{title}” at once, all at {percent} % or above",
)
SCAN_GIVEN = declare_event(
    "documents.scan.given",
    "{actor}提交了扫描件《{title}》（{pages}页），等待识别文字",
    "{actor} added the scan “{title}” ({pages} pages), whose text is to be recognised",
)
SCAN_RETRIED = declare_event(
    "documents.scan.retried",
    "{actor}要求重新识别扫描件《{title}》",
    "{actor} asked for the scan “{title}” to be recognised again",
)
SCAN_READ = declare_event(
    "documents.scan.recognised",
    "扫描件《{title}》识别完毕（{pages}页，{low}行把握较低）",
    "The text of the scan “{title}” was recognised ({pages} pages, {low} doubtful lines)",
)
SCAN_LET_GO = declare_event(
    "documents.scan.let_go",
    "一份扫描件未能成为文件，已从系统中删除",
    "A scan could not become a document and was taken out of the system",
)
SCAN_DISMISSED = declare_event(
    "documents.scan.dismissed",
    "{actor}放弃了扫描件《{title}》，已从系统中删除",
    "{actor} gave up the scan “{title}”; it was taken out of the system",
)
PURGED = declare_event(
    "documents.document.purged",
    "{actor}依规清除了一份文件",
    "{actor} lawfully erased a document",
)
FINDING_ADDED = declare_event(
    "documents.finding.added",
    "{actor}在《{title}》中补充了一条摘录",
    "{actor} added a finding to “{title}”",
)
SPAN_CHANGED = declare_event(
    "documents.finding.span_changed",
    "{actor}改定了《{title}》中一条摘录的范围",
    "{actor} cut a finding of “{title}” otherwise",
)
FINDING_SPLIT = declare_event(
    "documents.finding.split",
    "{actor}将《{title}》的一条摘录拆为两条",
    "{actor} split a finding of “{title}” in two",
)
FINDINGS_MERGED = declare_event(
    "documents.findings.merged",
    "{actor}将《{title}》的{count}条摘录合为一条",
    "{actor} merged {count} findings of “{title}”",
)
REGISTERED = declare_event(
    "documents.words.registered",
    "{actor}登记了《{title}》（{count}项）",
    "{actor} registered “{title}” ({count} items)",
)
VERSION_ADDED = declare_event(
    "documents.version.added",
    "{actor}提交了《{title}》的第{n}版：{carried}条摘录沿用，{open}条待核对",
    "{actor} added version {n} of “{title}”: {carried} findings carried over, {open} to settle",
)
MATCH_SETTLED = declare_event(
    "documents.match.settled",
    "{actor}核对了《{title}》新版本中的一条摘录",
    "{actor} settled a finding of “{title}” in its new version",
)
SPOT_CHECKED = declare_event(
    "documents.spot_check.answered",
    "{actor}核对了《{title}》中抽出的一句",
    "{actor} judged a sentence drawn from “{title}”",
)
MODEL_TAKEN = declare_event(
    "documents.reader.model_taken",
    "读取器启用了第{n}号自学模型（{rows}条复核决定，抽样{sample}句）",
    "The reader took up model {n} ({rows} decisions of reviews, {sample} sampled sentences)",
)
MODEL_NOT_TAKEN = declare_event(
    "documents.reader.model_not_taken",
    "第{n}号自学模型没有明显更准，未启用（{rows}条复核决定，抽样{sample}句）",
    "Model {n} was not surely better and not taken ({rows} decisions, {sample} sampled sentences)",
)
MODEL_TAKEN_BACK = declare_event(
    "documents.reader.model_taken_back",
    "{actor}停用了第{n}号自学模型，恢复使用{back_zh}",
    "{actor} took model {n} back; in use again: {back_en}",
)
SPOT_CHECKS_REFRESHED = declare_event(
    "documents.spot_checks.refreshed",
    "按新版读取器重新对照了{count}句抽样核对",
    "{count} sampled sentences were put to the newer reader",
)
SECOND_READING = declare_event(
    "documents.reading.second",
    "第二读取器{reader}就文件《{title}》提出{count}条，待人判断（问{asked}句，{unanswered}句无回答）",
    "The second reader {reader} proposed {count} findings of “{title}” "
    "({asked} sentences asked, {unanswered} unanswered)",
)
