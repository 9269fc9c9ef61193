"""Tables as offices send them: row by row, all or nothing, nothing twice."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook

from luodi.base import search
from luodi.base.actors import SYSTEM
from luodi.base.errors import Invalid
from luodi.base.models import Event
from luodi.people import queries, search_rows, services
from luodi.people.models import Holding, Person, Unit
from luodi.people.services.rows import Outcome
from luodi.people.tables import contents
from luodi.people.tables.export import workbook_of
from luodi.people.tables.files import table_of
from luodi.people.tables.layouts import PEOPLE_COLUMNS, UNIT_COLUMNS

from .factories import make_holder, make_person, make_post, make_root, make_unit

pytestmark = pytest.mark.django_db
UNIT_HEAD = ["单位名称", "单位类型", "上级单位", "简称", "别名", "职责", "代码", "排序"]
PEOPLE_HEAD = ["姓名", "账号", "手机号", "单位", "岗位", "角色", "协助岗位", "任职日期"]


def book(*rows, merge: tuple[str, ...] = (), before: int = 0) -> bytes:
    """A workbook of these rows, with empty rows before them."""
    made = Workbook()
    sheet = made.active
    for _ in range(before):
        sheet.append([])
    for line in rows:
        sheet.append(list(line))
    for area in merge:
        sheet.merge_cells(area)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def take_units(data: bytes, **more):
    return services.import_units(table_of(data, UNIT_COLUMNS).rows, actor=SYSTEM, **more)


def take_people(data: bytes, **more):
    return services.import_people(table_of(data, PEOPLE_COLUMNS).rows, actor=SYSTEM, **more)


def outcomes(answer) -> list[str]:
    return [row.outcome.value for row in answer.rows]


UNITS = book(
    UNIT_HEAD,
    ["市发改委综合科", "科室", "市发改委"],
    ["望川市发展和改革委员会", "部门", "", "市发改委", "发改委、市发展改革委", "规划", "FG01", 5],
    ["云岭县人民政府", "县", "望川市"],
)


def test_units_come_in_whatever_order_and_stand_in_the_tree():
    root = make_root()
    before = Event.objects.count()
    answer = take_units(UNITS)
    assert answer.written
    assert outcomes(answer) == ["new", "new", "new"]
    section = Unit.objects.get(name="市发改委综合科")
    assert section.parent.name == "望川市发展和改革委员会"
    assert section.path.startswith(root.path)
    assert queries.find_unit("市发展改革委").unit.uuid == section.parent.uuid
    assert (section.parent.code, section.parent.order) == ("FG01", 5)
    assert Event.objects.count() == before + 1


def test_the_same_table_twice_changes_nothing():
    make_root()
    take_units(UNITS)
    before = Event.objects.count()
    again = take_units(UNITS)
    assert outcomes(again) == ["same", "same", "same"]
    assert not again.written
    assert Event.objects.count() == before


def test_a_preview_says_what_will_happen_and_writes_nothing():
    make_root()
    shown = take_units(UNITS, preview=True)
    assert not shown.written
    assert Unit.objects.count() == 1
    assert outcomes(shown) == outcomes(take_units(UNITS))


def test_a_bad_row_stops_all_unless_the_good_ones_are_chosen():
    make_root()
    data = book(UNIT_HEAD, ["甲局", "部门", ""], ["乙局", "部门", "无此单位"], ["丙局", "星球", ""])
    answer = take_units(data)
    assert outcomes(answer) == ["new", "bad", "bad"]
    assert not answer.written
    assert Unit.objects.count() == 1
    assert [(row.number, row.field) for row in answer.rows if row.problem] == [
        (3, "parent"),
        (4, "kind"),
    ]
    assert "无此单位" in answer.rows[1].problem.zh
    assert take_units(data, good_only=True).written
    assert sorted(Unit.objects.values_list("name", flat=True))[-1] == "甲局"


def test_a_changed_row_changes_the_unit_and_keeps_what_the_cell_leaves_out():
    unit = make_unit("甲局", duty="旧职责", short_name="甲")
    answer = take_units(book(UNIT_HEAD, ["甲局", "部门", "", "", "", "新职责"]))
    assert outcomes(answer) == ["changed"]
    unit.refresh_from_db()
    assert (unit.duty, unit.short_name) == ("新职责", "甲")


def test_a_table_as_wps_saves_it_is_read():
    """Title rows, another order, inserted columns, merged cells, full-width, 同上, remarks."""
    make_unit("甲局")
    make_unit("乙局")
    data = book(
        ["望川市联络员登记表（2026年）"],
        ["序号", "所在单位", "备注", "姓　名*", "联系电话（手机）", "职务（必填）", "系统角色", ""],
        [1, "甲局", "x", "张　三", "１３８０００１０００１", "科长", "联络员", None],
        [2, None, None, "李四", 13800010002, "副科长", "同上", None],
        [3, "乙局", None, "王五", "138-0001-0003", "主任", "〃", None],
        [None] * 8,
        merge=("A1:H1", "B3:B4"),
    )
    answer = take_people(data)
    assert outcomes(answer) == ["new", "new", "new"], answer.rows
    assert [row.number for row in answer.rows] == [3, 4, 5]
    held = {h.person.name: h.post for h in Holding.objects.select_related("person", "post__unit")}
    assert held["李四"].unit.name == "甲局"
    assert held["王五"].role == "liaison"
    assert Person.objects.get(name="张三").account == "13800010001"
    assert {slip.unit for slip in answer.slips} == {"甲局", "乙局"}


def test_people_twice_change_nothing_and_slips_come_once():
    make_unit("甲局")
    data = book(
        PEOPLE_HEAD, ["张三", "zhangsan", "13800010001", "甲局", "联络员", "联络员", "", ""]
    )
    first, again = take_people(data), take_people(data)
    assert [slip.account for slip in first.slips] == ["zhangsan"]
    assert outcomes(again) == ["same"]
    assert again.slips == ()


def test_one_person_may_stand_in_two_rows():
    make_unit("甲局")
    make_unit("乙局")
    answer = take_people(
        book(
            PEOPLE_HEAD,
            ["张三", "zhangsan", "", "甲局", "联络员", "联络员", "", "2026年1月5日"],
            ["张三", "zhangsan", "", "乙局", "联络员", "联络员", "", date(2026, 2, 1)],
        )
    )
    assert outcomes(answer) == ["new", "changed"]
    begun = Holding.objects.order_by("begins").values_list("begins", flat=True)
    assert list(begun) == [date(2026, 1, 5), date(2026, 2, 1)]
    assert len(answer.slips) == 1


def test_a_successor_is_announced_and_takes_over():
    unit = make_unit("甲局")
    post = make_post(unit, title="联络员")
    services.appoint(make_person("old.one", "老张"), post, begins=date(2026, 1, 1), actor=SYSTEM)
    answer = take_people(book(PEOPLE_HEAD, ["小李", "xiaoli", "", "甲局", "联络员", "", "", ""]))
    assert "接替老张" in answer.rows[0].note_zh
    assert queries.holders_of(["liaison"])[0].holder == "小李"


def test_a_leader_and_the_assistant_may_stand_in_any_order():
    make_root()
    answer = take_people(
        book(
            PEOPLE_HEAD,
            ["小秘", "xiaomi", "", "望川市", "市长助理", "助理", "市长", ""],
            ["周市长", "zhou", "", "望川市", "市长", "市领导", "", ""],
        )
    )
    assert outcomes(answer) == ["new", "new"]
    assistant = queries.actor_of(Person.objects.get(account="xiaomi"))
    assert queries.posts_assisted_by(assistant)[0].holder == "周市长"


@pytest.mark.parametrize(
    ("line", "field", "words"),
    [
        (["张三", "", "", "甲局", "", "", "", ""], "account", "账号或手机号"),
        (["", "zhangsan", "", "甲局", "", "", "", ""], "name", "姓名"),
        (["张三", "zhangsan", "123", "甲局", "", "", "", ""], "mobile", "11位"),
        (["张三", "zhangsan", "", "甲局、乙局", "联络员", "联络员", "", ""], "unit", "拆成多行"),
        (["张三", "zhangsan", "", "专班", "联络员", "联络员", "", ""], "unit", "可能指"),
        (["张三", "zhangsan", "", "", "联络员", "联络员", "", ""], "unit", "单位"),
        (["张三", "zhangsan", "", "甲局", "联络员", "", "", ""], "role", "角色"),
        (["张三", "zhangsan", "", "甲局", "联络员", "国王", "", ""], "role", "无法识别"),
        (["张三", "zhangsan", "", "甲局", "老岗位", "市领导", "", ""], "role", "不能由导入更改"),
        (["张三", "zhangsan", "", "甲局", "助理", "助理", "无", ""], "assists", "协助"),
        (["张三", "zhangsan", "", "甲局", "联络员", "联络员", "", "明年"], "begins", "2026-01-05"),
        (["别名", "taken", "", "甲局", "", "", "", ""], "name", "改名"),
        (["张三", "zhangsan", "13800019999", "甲局", "", "", "", ""], "mobile", "已属于账号"),
        (["张三", "gone", "", "甲局", "", "", "", ""], "account", "已停用"),
        (["张三", "同上", "", "甲局", "", "", "", ""], "account", "同上"),
    ],
)
def test_a_bad_row_says_where_and_what_to_do(line, field, words):
    unit = make_unit("甲局", aliases=["专班"])
    make_unit("乙局", aliases=["专班"])
    make_post(unit, "liaison", "老岗位")
    make_person("taken", "真名", mobile="13800019999")
    services.deactivate_person(make_person("gone", "张三"), actor=SYSTEM)
    answer = take_people(book(PEOPLE_HEAD, line))
    row = answer.rows[0]
    assert (row.outcome, row.number, row.field) == (Outcome.BAD, 2, field)
    assert words in row.problem.zh
    assert not answer.written


def test_an_importer_appoints_nobody_to_a_post_of_the_own():
    admin = make_holder("security_admin", account="chief", name="老王")
    make_holder("security_admin")
    data = book(PEOPLE_HEAD, ["老王", "chief", "", "望川市", "系统管理员", "系统管理员", "", ""])
    rows = table_of(data, PEOPLE_COLUMNS).rows
    answer = services.import_people(rows, actor=queries.actor_of(admin))
    assert outcomes(answer) == ["bad"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空"),
        (b"PK\x03\x04 not a workbook", "另存为"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "旧版"),
        (b"\x00\x01\x02\x03", "另存为"),
        (book(["编号", "数量"], [1, 2]), "没有找到列"),
        (book(UNIT_HEAD), "没有内容"),
        (book(), "空"),
    ],
)
def test_a_file_that_is_no_table_is_answered(data, words):
    with pytest.raises(Invalid) as refused:
        table_of(data, UNIT_COLUMNS)
    assert words in refused.value.zh
    assert refused.value.field == "file"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_the_encodings_of_offices(encoding):
    text = "单位名称,单位类型\r\n甲局,部门\r\n"
    table = table_of(text.encode(encoding), UNIT_COLUMNS)
    assert [row.get("name") for row in table.rows] == ["甲局"]


def test_columns_nobody_knows_are_named():
    table = table_of(book(["单位名称", "单位类型", "心情"], ["甲局", "部门", "好"]), UNIT_COLUMNS)
    assert table.ignored == ("心情",)


def test_an_export_comes_back_unchanged():
    make_unit("甲局", duty="=1+1", aliases=["+别名"], code="-7")
    make_holder("liaison", make_unit("乙局", short_name="乙"), mobile="13800010001")
    make_holder("assistant")
    make_person(name="闲人")
    units = workbook_of("units", UNIT_COLUMNS, contents.unit_rows(SYSTEM))
    people = workbook_of("people", PEOPLE_COLUMNS, contents.people_rows(SYSTEM))
    assert set(outcomes(take_units(units))) == {"same"}
    assert set(outcomes(take_people(people))) == {"same"}


def test_cells_that_begin_a_formula_are_escaped_and_the_header_stays_in_sight():
    make_unit("甲局", duty="=HYPERLINK(1)", code="@x")
    sheet = load_workbook(
        io.BytesIO(workbook_of("units", UNIT_COLUMNS, contents.unit_rows(SYSTEM)))
    ).active
    row = [cell.value for cell in sheet[2]]
    assert "'=HYPERLINK(1)" in row
    assert "'@x" in row
    assert all(cell.data_type != "f" for line in sheet for cell in line)
    assert sheet.freeze_panes == "A2"
    assert sheet.data_validations.dataValidation[0].formula1.startswith('"市,县,')


def test_many_rows_are_taken_in_a_few_seconds_worth_of_queries(django_assert_max_num_queries):
    make_root()
    lines = [[f"第{n}局", "部门", ""] for n in range(60)]
    table = table_of(book(UNIT_HEAD, *lines), UNIT_COLUMNS)
    with django_assert_max_num_queries(60 * 9 + 20):
        answer = services.import_units(table.rows, actor=SYSTEM)
    assert answer.count(Outcome.NEW) == 60


def test_imported_units_are_found_by_the_search_once_they_are_written():
    make_root()
    rows = table_of(book(UNIT_HEAD, ["水利局", "部门", ""]), UNIT_COLUMNS).rows

    def found() -> int:
        return len(search.search("水利", labels={search_rows.SIGNED_IN}).hits)

    services.import_units(rows, preview=True, actor=SYSTEM)
    assert found() == 0
    services.import_units(rows, actor=SYSTEM)
    assert found() == 1


def test_dates_are_read_as_people_write_them():
    from luodi.people.tables.columns import day_of
    from luodi.people.tables.workbook import text_of

    for text in ("2026-1-5", "2026.01.05", "2026/1/5", "2026年1月5日", "２０２６年１月５日"):
        assert day_of(text) == date(2026, 1, 5)
    assert day_of("2026年1月") == date(2026, 1, 1)
    assert day_of("2026-13-40") is None
    assert text_of(datetime(2026, 1, 5, 8, 0)) == "2026-01-05"
    assert [text_of(value) for value in (3.0, 3.5, True, None, " x ")] == [
        "3", "3.5", "是", "", "x"
    ]  # fmt: skip
