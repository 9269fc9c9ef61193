"""Papers as Word files: they hold to the layout, and say what they were told to say."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.base.papers.samples import SOURCE, circular, notice, petition, small_table, task_table

from luodi.base.errors import Invalid
from luodi.base.papers import (
    Attachment,
    Brief,
    Column,
    GroupRow,
    Heading,
    Paper,
    Signature,
    Table,
    Text,
    check_layout,
    chinese_date,
    paper_number,
    write_docx,
)
from luodi.base.papers.text import chinese_number


def opened(paper: Paper | Brief) -> docx.document.Document:
    return docx.Document(io.BytesIO(write_docx(paper)))


def texts(paper: Paper | Brief) -> list[str]:
    return [p.text for p in opened(paper).paragraphs]


def test_every_kind_of_paper_holds_to_the_layout(paper: Paper | Brief) -> None:
    assert check_layout(write_docx(paper)) == []


def test_the_same_paper_gives_the_same_bytes(paper: Paper | Brief) -> None:
    assert write_docx(paper) == write_docx(paper)


def test_a_paper_tells_nothing_of_the_library_that_wrote_it() -> None:
    facts = opened(circular()).core_properties
    assert (facts.author, facts.comments, facts.last_modified_by) == ("", "", "")
    assert facts.title == "望川市人民政府关于印发《2026年市政府工作报告主要目标任务分解方案》的通知"


def test_parts_stand_in_the_order_of_the_standard() -> None:
    found = [text for text in texts(circular()) if text]
    wanted = [
        "000123",
        "特急",
        "望川市人民政府文件",
        "望政发〔2026〕12号",
        "各县（市、区）人民政府，市政府各部门：",
        "一、总体要求",
        "附件：1.主要目标任务分解表",
        "2.反馈表填写说明",
        "望川市人民政府",
        "2026年3月5日",
        "（联系人：张某；联系电话：0000-1234567）",
        "附件1",
        "附件2",
    ]
    assert [text for text in found if text in wanted] == wanted


def test_headings_are_numbered_by_level_and_begin_anew() -> None:
    levels = (1, 2, 3, 3, 4, 2, 1, 2)
    paper = Paper("标题", tuple(Heading(level, "题") for level in levels))  # type: ignore[arg-type]
    found = [text for text in texts(paper) if text.endswith("题") and text != "标题"]
    assert found == [
        "一、题",
        "（一）题",
        "1.题",
        "2.题",
        "（1）题",
        "（二）题",
        "二、题",
        "（一）题",
    ]


def test_a_heading_runs_on_in_body_type() -> None:
    paper = Paper("标题", (Heading(2, "压实责任", "各单位照办。"),))
    last = opened(paper).paragraphs[-1]
    assert last.text == "（一）压实责任。各单位照办。"
    fonts = [run._r.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) for run in last.runs]
    assert fonts == [None, "仿宋_GB2312"]


@pytest.mark.parametrize(
    ("count", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")]
)
def test_numbers_of_headings(count: int, words: str) -> None:
    assert chinese_number(count) == words


def test_signers_stand_two_a_line_and_the_number_beside_the_last() -> None:
    lines = [text for text in texts(petition()) if "签发人" in text or "望政〔" in text]
    assert lines == ["\t签发人：李某某　王某", "望政〔2026〕5号\t　　　　赵某"]


def test_the_record_block_names_copies_and_printer() -> None:
    cells = [row.cells[0].text for row in opened(circular()).tables[-1].rows]
    copies = "抄送：市委各部门，市人大常委会办公室，市政协办公室，市监委，望川军分区。"
    assert cells == [copies, "望川市人民政府办公室\t2026年3月6日印发"]


def test_a_landscape_table_stands_in_a_section_of_its_own() -> None:
    paper = Paper("标题", (Text("前文"), task_table(2), Text("后文")))
    turned = [section.orientation for section in opened(paper).sections]
    assert turned == [0, 1, 0]


def test_a_bare_table_begins_landscape() -> None:
    assert len(opened(Paper("分解表", (task_table(2),))).sections) == 1


def test_header_rows_repeat_and_rows_stay_whole() -> None:
    table = opened(Paper("分解表", (task_table(3),))).tables[0]._tbl
    rows = table.findall(qn("w:tr"))
    assert rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)


def test_a_row_taller_than_half_a_page_may_break() -> None:
    table = Table((Column("事项"), Column("单位")), (("长" * 3000, "市住建局"),))
    row = opened(Paper("分解表", (table,))).tables[0]._tbl.findall(qn("w:tr"))[1]
    assert row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is None


def test_columns_fill_the_table_and_short_ones_keep_their_width() -> None:
    table = opened(Paper("分解表", (task_table(6),))).tables[0]._tbl
    widths = [int(column.get(qn("w:w"))) for column in table.tblGrid]
    assert sum(widths) == 12756
    deadline = widths[3] - 160
    assert deadline >= 7 * 240  # "2027年12月底前" on one line of 12-point type


def widths_of(table: Table) -> list[float]:
    """The widths of the columns in characters of twelve points, without their padding."""
    found = opened(Paper("分解表", (table,))).tables[0]._tbl.tblGrid
    return [(int(column.get(qn("w:w"))) - 160) / 240 for column in found]


def test_a_date_stays_on_its_line_in_broad_letters_too() -> None:
    rows = tuple(("很长的事项" * 8, "2026年12月31日", "市住房和城乡建设局") for _ in range(3))
    table = Table((Column("事项"), Column("完成时限"), Column("牵头单位")), rows)
    assert widths_of(table)[1] >= 9.3  # eight figures of 0.64, three characters, five gaps


def test_a_column_with_few_words_leaves_its_room_to_the_long_ones() -> None:
    heads = (Column("序号"), Column("重点事项"), Column("目标要求"), Column("完成时限"))
    rows = [(str(at), "很长的事项" * 20, "", "") for at in range(40)]
    few = [("41", "很长的事项" * 20, "规模以上工业企业达到900家", "2026年12月31日")]
    _, words, goal, _ = widths_of(Table(heads, (*rows, *few)))
    assert words > 5 * goal


def test_a_line_does_not_break_inside_a_number() -> None:
    """Figures set as Chinese text are broken anywhere by LibreOffice."""
    language = opened(notice()).styles.element.find(f".//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "en-US"
    assert language.get(qn("w:eastAsia")) == "zh-CN"


def test_a_group_row_spans_all_columns() -> None:
    table = opened(Paper("分解表", (task_table(1),))).tables[0]
    assert table.rows[1].cells[0].text == "一、县域经济"
    assert len({cell._tc for cell in table.rows[1].cells}) == 1


def test_an_empty_table_says_so() -> None:
    empty = Table((Column("事项"),), (), landscape=False)
    assert opened(Paper("标题", (empty,))).tables[0].rows[1].cells[0].text == "（无）"


def test_figures_lead_to_their_source() -> None:
    document = opened(circular())
    targets = [r.target_ref for r in document.part.rels.values() if r.is_external]
    assert set(targets) == {SOURCE}
    links = document.element.body.findall(f".//{qn('w:hyperlink')}")
    assert len(links) == 25  # one paragraph, 24 rows


def test_the_stamp_has_two_free_lines_above_the_issuer() -> None:
    found = texts(petition())
    at = found.index("望川市人民政府", 10)
    assert found[at - 2 : at + 2] == ["", "", "望川市人民政府", "2026年11月24日"]


def test_the_end_of_the_text_goes_with_the_signature() -> None:
    last = next(p for p in opened(petition()).paragraphs if p.text == "妥否，请批示。")
    assert last.paragraph_format.keep_with_next


def test_a_paper_needs_a_title_and_a_number_needs_a_mark() -> None:
    with pytest.raises(Invalid, match="title"):
        Paper(" ", ())
    with pytest.raises(Invalid, match="mark"):
        paper_number("", 2026, 1)
    with pytest.raises(Invalid, match="from 1"):
        paper_number("望政发", 2026, 0)


def test_a_row_of_another_length_is_refused_by_its_number() -> None:
    with pytest.raises(Invalid, match="Row 2 has 1 cells") as refused:
        Table((Column("甲"), Column("乙")), (GroupRow("组"), ("一",)))
    assert "第2行" in refused.value.zh


def test_dates_have_no_leading_zeros() -> None:
    assert chinese_date(date(2026, 3, 5)) == "2026年3月5日"


def test_an_attachment_without_body_is_only_named() -> None:
    paper = Paper("标题", (Text("正文"),), attachments=(Attachment("另附"),))
    found = texts(paper)
    assert "附件：另附" in found
    assert "附件" not in found


def test_a_unit_longer_than_its_date_keeps_two_characters_free() -> None:
    unit = "中共望川市委全面深化改革委员会办公室督查室"
    paper = Paper("标题", (Text("正文"),), signature=Signature(unit, date(2026, 3, 5)))
    assert check_layout(write_docx(paper)) == []
    signed = next(p for p in opened(paper).paragraphs if p.text == unit)
    assert signed._p.pPr.find(qn("w:ind")).get(qn("w:rightChars")) == "200"


def test_small_tables_stay_upright() -> None:
    document = opened(Paper("标题", (Text("前文"), small_table())))
    assert len(document.sections) == 1
    widths = [int(c.get(qn("w:w"))) for c in document.tables[0]._tbl.tblGrid]
    assert sum(widths) == 8845


def test_an_unsealed_notice_dates_two_characters_in_from_the_issuer() -> None:
    assert check_layout(write_docx(notice())) == []


anything = st.text(st.characters(codec="utf-8"), max_size=120)


@settings(max_examples=25, deadline=None)
@given(title=anything.filter(str.strip), body=st.lists(anything, max_size=4), cell=anything)
def test_any_words_make_a_paper_that_opens_and_holds(
    title: str, body: list[str], cell: str
) -> None:
    table = Table((Column("甲"), Column("乙")), ((cell, cell[::-1]),))
    paper = Paper(title, (*[Text(text) for text in body], table), recipients=("市住建局",))
    data = write_docx(paper)
    assert check_layout(data) == []
    assert len(docx.Document(io.BytesIO(data)).tables) == 1
