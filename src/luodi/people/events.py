"""Names of the area's events. Persons appear in them by opaque id only, never by name or number."""

from __future__ import annotations

from luodi.base.events import declare_event

UNIT_CREATED = declare_event(
    "people.unit.created", "{actor}新设单位：{name}", "{actor} set up the unit {name}"
)
UNIT_EDITED = declare_event(
    "people.unit.edited", "{actor}修改了单位信息：{name}", "{actor} edited the unit {name}"
)
UNIT_MOVED = declare_event(
    "people.unit.moved", "{actor}调整了单位隶属：{name}", "{actor} moved the unit {name}"
)
UNIT_CLOSED = declare_event(
    "people.unit.closed", "{actor}撤销了单位：{name}", "{actor} closed the unit {name}"
)
UNIT_REOPENED = declare_event(
    "people.unit.reopened", "{actor}恢复了单位：{name}", "{actor} reopened the unit {name}"
)
UNITS_IMPORTED = declare_event(
    "people.units.imported",
    "{actor}导入单位：新增{created}个，修改{changed}个",
    "{actor} imported units: {created} new, {changed} changed",
)
POST_CREATED = declare_event(
    "people.post.created", "{actor}设置岗位：{title}", "{actor} set up the post {title}"
)
POST_EDITED = declare_event(
    "people.post.edited", "{actor}修改岗位：{title}", "{actor} edited the post {title}"
)
POST_CLOSED = declare_event(
    "people.post.closed", "{actor}撤销岗位：{title}", "{actor} closed the post {title}"
)
APPOINTED = declare_event(
    "people.post.appointed",
    "{actor}安排人员任岗位：{title}，自{begins}起",
    "{actor} appointed a person to the post {title} from {begins}",
)
RELEASED = declare_event(
    "people.post.released",
    "{actor}解除岗位任职：{title}，至{ends}止",
    "{actor} released the holder of the post {title} after {ends}",
)
PERSON_CREATED = declare_event(
    "people.account.created", "{actor}新建一个账号", "{actor} created an account"
)
PERSONS_CREATED = declare_event(
    "people.accounts.created", "{actor}批量新建{count}个账号", "{actor} created {count} accounts"
)
PERSONS_IMPORTED = declare_event(
    "people.accounts.imported",
    "{actor}导入人员：新增账号{created}个，修改{changed}个，任职{appointed}项",
    "{actor} imported people: {created} accounts new, {changed} changed, {appointed} appointments",
)
PERSON_EDITED = declare_event(
    "people.account.edited", "{actor}修改了账号资料", "{actor} edited the data of an account"
)
PERSON_DEACTIVATED = declare_event(
    "people.account.deactivated", "{actor}停用了一个账号", "{actor} deactivated an account"
)
PERSON_REACTIVATED = declare_event(
    "people.account.reactivated", "{actor}恢复了一个账号", "{actor} reactivated an account"
)
PERSON_PURGED = declare_event(
    "people.account.purged",
    "{actor}与{second}依规清除了一个账号的个人信息",
    "{actor} and {second} lawfully erased the personal data of an account",
)
PASSWORD_RESET = declare_event(
    "people.password.reset",
    "{actor}重置了一个账号的密码",
    "{actor} reset the password of an account",
)
PASSWORD_CHANGED = declare_event(
    "people.password.changed", "{actor}修改了自己的密码", "{actor} changed the own password"
)
SECOND_STEP_CHANGED = declare_event(
    "people.second_step.changed",
    "{actor}更改了自己的两步验证设置",
    "{actor} changed the own two-step sign-in",
)
SECOND_STEP_RESET = declare_event(
    "people.second_step.reset",
    "{actor}解除了一个账号的两步验证",
    "{actor} removed the two-step sign-in of an account",
)
SIGNED_IN = declare_event("people.sign_in.done", "有账号登录", "An account signed in")
SIGN_IN_FAILED = declare_event(
    "people.sign_in.failed", "有一次登录未通过", "An attempt to sign in failed"
)
SIGN_IN_BLOCKED = declare_event(
    "people.sign_in.blocked",
    "因多次尝试，登录被暂时拒绝",
    "Signing in was refused for a while after many attempts",
)
LINK_MADE = declare_event(
    "people.sign_in.link_made", "生成一次性登录链接", "A single-use sign-in link was made"
)
ACTING_STARTED = declare_event(
    "people.acting.started", "{actor}开始代领导办理", "{actor} began to act for a leader"
)
ACTING_STOPPED = declare_event(
    "people.acting.stopped", "{actor}结束代领导办理", "{actor} stopped acting for a leader"
)
