"""The two tables luodi takes: units, and people with their posts."""

from __future__ import annotations

from ..models import Role, UnitKind
from ..names import fold
from .columns import Column

_KINDS = {
    UnitKind.CITY: ("市", "城市", "city"),
    UnitKind.COUNTY: ("县", "区", "县区", "县市区", "县级市", "county", "district"),
    UnitKind.DEPARTMENT: ("部门", "市直部门", "县直部门", "委办局", "市直单位", "department"),
    UnitKind.SECTION: ("科室", "股室", "站所", "内设机构", "二级单位", "直属单位", "section"),
    UnitKind.FIRM: ("国企", "国有企业", "市属国企", "平台公司", "企业", "state firm", "firm"),
    UnitKind.TOWNSHIP: ("乡镇", "街道", "镇", "乡", "乡镇街道", "township"),
    UnitKind.OTHER: ("其他", "其他机构", "其它", "other", "other body"),
}
_ROLES = {
    Role.SYSTEM_ADMIN: ("系统管理员", "system administrator"),
    Role.SECURITY_ADMIN: ("安全管理员", "安全保密管理员", "security administrator"),
    Role.AUDITOR: ("审计员", "安全审计员", "auditor"),
    Role.FOLLOWUP: ("督查室", "督查", "考核办", "督查考核", "follow-up office"),
    Role.LIAISON: ("联络员", "单位联络员", "经办人", "liaison officer"),
    Role.UNIT_LEADER: ("单位领导", "单位负责人", "主要负责人", "分管领导", "leader of a unit"),
    Role.CITY_LEADER: ("市领导", "县领导", "city leader"),
    Role.ASSISTANT: ("领导助理", "助理", "秘书", "联络秘书", "assistant of a leader"),
}
KIND_TITLES = tuple(names[0] for names in _KINDS.values())
ROLE_TITLES = tuple(names[0] for names in _ROLES.values())
KIND_TITLE = {kind.value: names[0] for kind, names in _KINDS.items()}
ROLE_TITLE = {role.value: names[0] for role, names in _ROLES.items()}
_KIND_OF = {fold(name).lower(): kind.value for kind, names in _KINDS.items() for name in names}
_ROLE_OF = {fold(name).lower(): role.value for role, names in _ROLES.items() for name in names}


def kind_of(text: str) -> str:
    """Return the unit kind people mean by this word, or an empty text."""
    return _KIND_OF.get(fold(text).lower(), "")


def role_of(text: str) -> str:
    """Return the role people mean by this word, or an empty text."""
    return _ROLE_OF.get(fold(text).lower(), "")


UNIT_COLUMNS = (
    Column(
        "name",
        "单位名称",
        "Unit",
        ("名称", "单位", "单位全称", "全称", "机构名称", "name"),
        required=True,
        hint_zh="全称，一行一个单位",
        hint_en="Full name, one unit a row",
        width=30,
    ),
    Column(
        "kind",
        "单位类型",
        "Kind",
        ("类型", "类别", "单位类别", "性质", "单位性质"),
        required=True,
        hint_zh="从下拉列表选择",
        hint_en="Choose from the list",
        choices=KIND_TITLES,
        width=12,
    ),
    Column(
        "parent",
        "上级单位",
        "Unit above",
        ("上级", "隶属", "隶属单位", "主管单位", "主管部门", "parent"),
        hint_zh="空则为最上级单位",
        hint_en="Empty: the topmost unit",
        width=30,
    ),
    Column("short_name", "简称", "Short name", ("单位简称", "规范简称")),
    Column(
        "aliases",
        "别名",
        "Other names",
        ("其他名称", "曾用名", "俗称", "aliases"),
        hint_zh="多个用顿号分开",
        hint_en="Several parted by commas",
        width=30,
    ),
    Column("duty", "职责", "Duties", ("主要职责", "工作职责", "职能", "duty"), width=40),
    Column("code", "代码", "Code", ("单位代码", "机构代码", "统一社会信用代码", "编码")),
    Column(
        "order",
        "排序",
        "Order",
        ("排序号", "顺序"),
        hint_zh="数字，小的在前",
        hint_en="A number, small ones first",
        width=8,
    ),
)
PEOPLE_COLUMNS = (
    Column("name", "姓名", "Name", ("人员姓名", "人员", "联系人"), required=True, width=12),
    Column(
        "account",
        "账号",
        "Account",
        ("帐号", "用户名", "登录名", "登录账号"),
        hint_zh="小写字母、数字；空则用手机号",
        hint_en="Empty: the mobile number",
    ),
    Column(
        "mobile",
        "手机号",
        "Mobile",
        ("手机", "手机号码", "联系电话", "电话", "联系方式", "mobile number"),
        hint_zh="11位",
        hint_en="11 digits",
    ),
    Column(
        "unit",
        "单位",
        "Unit",
        ("单位名称", "所在单位", "工作单位", "部门", "责任单位"),
        required=True,
        hint_zh="全称、简称或别名",
        hint_en="Any of its names",
        width=30,
    ),
    Column(
        "title",
        "岗位",
        "Post",
        ("岗位名称", "职务", "职位", "title"),
        hint_zh="空则只建账号",
        hint_en="Empty: an account only",
    ),
    Column(
        "role",
        "角色",
        "Role",
        ("权限", "系统角色"),
        hint_zh="从下拉列表选择",
        hint_en="Choose from the list",
        choices=ROLE_TITLES,
        width=14,
    ),
    Column(
        "assists",
        "协助岗位",
        "Assists",
        ("协助", "服务领导", "协助领导"),
        hint_zh="仅领导助理填写",
        hint_en="Only for assistants",
    ),
    Column(
        "begins",
        "任职日期",
        "From",
        ("开始日期", "任职时间", "到岗日期", "begins"),
        hint_zh="如2026-01-05；空则为当日",
        hint_en="Empty: today",
        width=14,
    ),
)
