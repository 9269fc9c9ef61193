"""`luodi measure`: what it answers, and how it refuses."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luodi.measuring.commands.answers import Code
from luodi.measuring.commands.main import main
from luodi.measuring.commands.options import OPTIONS
from luodi.measuring.commands.words import KEYS, VALUES, WHATS

Run = Callable[..., tuple[int, str, str]]
MONTHS = "日期,数值\n2026-01,10\n2026-02,20\n2026-03,25\n"


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Measures a table given as text; exit code, output and complaint."""
    monkeypatch.delenv("LUODI_LANG", raising=False)

    def measured(what: str, text: str | bytes, *words: str) -> tuple[int, str, str]:
        path = tmp_path / "table.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        code = main([what, str(path), *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return measured


def as_json(done: tuple[int, str, str]) -> dict[str, Any]:
    assert done[0] == 0, done[2]
    found: dict[str, Any] = json.loads(done[1])
    return found


PLAN = ("--start", "2026-01-01", "--due", "2026-12-31", "--target", "100", "--cumulative")


def test_trajectory(run: Run) -> None:
    found = as_json(run("trajectory", MONTHS, *PLAN, "--format", "json"))
    first = found["rows"][0]
    assert first["time"] == "2026-01-31"
    assert first["planned_low"] == "8.4932"  # 31 of 365 days
    assert (first["gap"], first["days"], first["met"]) == ("1.5068", 5, True)


def test_trajectory_by_quarters_and_steps(run: Run) -> None:
    quarters = (*PLAN, "--shape", "quarters", "--quarters", "20,30,30,20", "--format", "json")
    assert as_json(run("trajectory", MONTHS, *quarters))["rows"][2]["planned_low"] == "20.0000"
    steps = (
        *PLAN,
        "--shape",
        "stepped",
        "--steps",
        "2026-02-01:15，2026-06-30:50",
        "--format",
        "json",
    )
    assert as_json(run("trajectory", MONTHS, *steps))["rows"][1]["planned_low"] == "15.0000"


def test_control(run: Run) -> None:
    text = (
        "time,value\n"
        + "".join(f"2024-{m:02},{50 + m % 3}\n" for m in range(1, 13))
        + "2025-01,90\n"
    )
    found = as_json(run("control", text, "--target", "200", "--format", "json"))
    assert (found["assurance"], found["provisional"]) == ("consistent_fail", False)
    assert found["rows"][-1]["cause"] == "Above UCL"
    assert found["calls_for"]["zh"] == "未见值得追究的变化"


def series(count: int, years: int) -> str:
    rows = [
        f"{2026 - years + year},县{n},{30 + n * year * 0.3 + (year * 7 + n) % 3 * 0.5:.1f}"
        for n in range(count)
        for year in range(years)
    ]
    return "年份,县,数值\n" + "\n".join(rows) + "\n"


TREND = ("--target", "40", "--due", "2028", "--series", "县", "--share", "--format", "json")


def test_trend_shows_a_probability_where_its_backtest_bears_it(run: Run) -> None:
    found = as_json(run("trend", series(8, 14), *TREND))
    assert found["shown"] is True
    assert found["brier"] < found["base"]
    for row in found["rows"]:
        assert 0 <= row["probability"]["low"] <= row["probability"]["value"] <= 1
        assert row["basis"] in {"difference", None}


def test_trend_keeps_to_words_where_the_backtest_is_too_thin(run: Run) -> None:
    found = as_json(run("trend", series(2, 8), *TREND))
    assert found["shown"] is False
    assert {row["probability"] for row in found["rows"]} == {None}
    assert found["rows"][0]["outlook"]["zh"] == "按目前步伐达不到"


def test_trend_says_not_assessable(run: Run) -> None:
    found = as_json(run("trend", series(2, 4), *TREND))
    assert found["rows"][0]["outlook"]["not_assessable"] == "too_few"
    code, out, _ = run("trend", series(2, 4), *TREND[:-2])
    assert code == 0
    assert "数据点不足，无法评估（4个，至少需要5个）" in out


def test_a_probability_is_never_written_as_certain(run: Run) -> None:
    _, out, _ = run("trend", series(8, 14), *TREND[:-2])
    assert "<1%" in out
    assert not re.search(r"(?<![\d.])100%|(?<![\d.])0%", out)


UNITS = "名称,人口,面积,收入,误差\n" + "".join(
    f"县{n},{40 + n},{900 + (n * 37) % 100},{n * n % 50},{1.5}\n" for n in range(12)
)


def test_peers(run: Run) -> None:
    found = as_json(
        run(
            "peers",
            UNITS,
            "--unit",
            "县3",
            "--by",
            "人口,面积",
            "--value",
            "收入",
            "--format",
            "json",
        )
    )
    assert len(found["rows"]) <= 5
    assert (found["of"], found["rank"]["value"]) == (12, 8)
    first = as_json(
        run(
            "peers", UNITS, "--value", "收入", "--error", "误差", "--first", "3", "--format", "json"
        )
    )
    assert {row["place"] for row in first["rows"]} <= {"surely_in", "possibly_in", "not_in"}
    without = as_json(run("peers", UNITS, "--value", "收入", "--first", "3", "--format", "json"))
    assert without["ranking"]["not_assessable"] == "no_error_known"


INDUSTRIES = "地区,农业,工业\n甲,10,30\n乙,20,20\n丙,30,10\n"


@pytest.mark.parametrize(
    ("method", "key"),
    [("quotient", "工业"), ("concentration", "krugman")],
)
def test_region_by_place(run: Run, method: str, key: str) -> None:
    found = as_json(run("region", INDUSTRIES, "--method", method, "--format", "json"))
    assert [row["name"] for row in found["rows"]] == ["甲", "乙", "丙"]
    assert found["rows"][0][key] == pytest.approx({"工业": 1.5, "krugman": 0.5}[key])


def test_region_of_sizes_and_growth(run: Run, tmp_path: Path) -> None:
    size = as_json(
        run("region", INDUSTRIES, "--method", "size", "--value", "农业", "--format", "json")
    )
    assert size["two_city"] == 1.5
    unequal = as_json(
        run("region", INDUSTRIES, "--method", "inequality", "--value", "农业", "--format", "json")
    )
    assert unequal["gini"] == pytest.approx(2 / 9)
    after = tmp_path / "after.csv"
    after.write_text(INDUSTRIES.replace("10", "20"), encoding="utf-8")
    shift = as_json(
        run("region", INDUSTRIES, "--method", "shift", "--after", str(after), "--format", "json")
    )
    assert shift["rows"][0]["change"] == 10
    code, _, said = run("region", INDUSTRIES, "--method", "shift")
    assert code == 2
    assert "--after" in said


def test_plausibility(run: Run) -> None:
    text = (
        "名称,数值,甲区,乙区,原报,修订日期,目标\n"
        "一,10,4,6,,,12\n二,12,5,6,11,2026-12-30,12\n三,13,6,7,,,12\n"
    )
    found = as_json(
        run("plausibility", text, "--parts", "甲区,乙区", "--was", "原报", "--on", "修订日期",
            "--due", "2026-12-31", "--goal", "目标", "--format", "json")
    )  # fmt: skip
    assert [(row["check"], row["voice"], row["name"]) for row in found["rows"]] == [
        ("identity", "contradiction", "二"),
        ("revision", "question", "二"),
    ]
    assert "数字分布：数据点不足" in found["not_made"]["zh"]


def test_hdi_reads_its_own_reference(reference: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hdi", str(reference / "hdi.csv"), "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert (len(rows), rows[0]["name"], round(rows[0]["hdi"], 3)) == (3477, "AFG", 0.273)


CELLS = st.sampled_from(
    ["", "0", "-1", "1", "2.5", "40%", "1e300", "-1e300", "9" * 400, "2026", "2027-01", "2025Q3", "甲", "nan", "∞", "１２", "a,b", '"']
)  # fmt: skip
EXTREMES = st.sampled_from(
    ["0", "-1", "1", "2.5", "7", "12", "1e300", "-1e300", "1e-300", "9" * 400]
)
ORDERS = (
    ("trajectory", *PLAN),
    ("trajectory", *PLAN[:6], "--shape", "s", "--direction", "band", "--upper", "120"),
    ("control", "--target", "3"),
    ("trend", "--target", "3", "--due", "2030", "--series", "名称"),
    ("trend", "--target", "3", "--due", "2030", "--direction", "down"),
    ("peers", "--unit", "甲", "--by", "数值,甲", "--value", "数值", "--error", "甲"),
    ("peers", "--value", "数值", "--error", "甲", "--first", "2"),
    *(("region", "--method", one, "--columns", "数值,甲") for one in ("quotient", "concentration")),
    *(("region", "--method", one, "--group", "名称") for one in ("size", "inequality")),
    ("plausibility", "--parts", "甲", "--cumulative", "--goal", "甲", "--related", "甲"),
    ("plausibility", "--was", "甲", "--on", "日期", "--due", "2026-12-31", "--in-time"),
    ("hdi", "--life", "数值", "--expected", "甲", "--mean", "甲", "--income", "数值"),
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), min_size=5, max_size=12),
    st.sampled_from(ORDERS),
    st.none() | st.lists(EXTREMES, min_size=24, max_size=24),
)
def test_whatever_a_table_holds_it_is_answered(
    tmp_path: Path, rows: list[tuple[str, ...]], order: tuple[str, ...], numbers: list[str] | None
) -> None:
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(("名称", "日期", "数值", "甲"))
    for at, (name, day, *cells) in enumerate(rows):
        figures = numbers[2 * at : 2 * at + 2] if numbers else cells
        table.writerow((name, f"20{10 + at}" if numbers else day, *figures))
    path = tmp_path / "any.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    what, *words = order
    said, complaint = io.StringIO(), io.StringIO()
    with redirect_stdout(said), redirect_stderr(complaint):
        code = main([what, str(path), *words, "--format", "json"])
    assert code in {0, 1}
    if code:
        assert complaint.getvalue().startswith("luodi measure: ")
    else:
        assert json.loads(said.getvalue())["measure"] == what


# --- bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("日期,完成\n2026-01,1\n", "没有“数值/值", "no column"),
        (
            "日期,数值\n2026-01,1\n2026-02,十二\n",
            "第3行“数值”列是“十二”，应是数",
            "row 3, column 数值 is '十二'",
        ),
        ("日期,数值\n2026-01,\n", "第2行“数值”列是空的，应是数", "row 2, column 数值 is empty"),
        ("日期,数值\n去年,1\n", "第2行“日期”列是“去年”，应是日期", "row 2, column 日期"),
        ("日期,数值\n2026-13,1\n", "第2行“日期”列", "row 2"),
        (
            "日期,数值\n2026-01,40%\n2026-02,0.4\n",
            "第3行“数值”列：有的带%",
            "row 3, column 数值: some",
        ),
        ("日期,数值\n2026-01,1,2\n", "第2行有3格，表头有2格", "row 2 has 3 cells, the header 2"),
        ("日期,数值,数值\n2026-01,1,2\n", "有两列都叫“数值”", "two columns are called 数值"),
        ("日期,数值\n", "没有数据行", "no rows"),
        ("", "没有数据行", "no rows"),
        (b"\xff\xff\xff\x81", "文件编码", "neither UTF-8"),
        ("日期,数值\n2026-01,1\n2026-02,nan\n", "第3行", "row 3"),
    ],
)
def test_a_bad_table_is_refused_with_its_place(
    run: Run, text: str | bytes, zh: str, en: str
) -> None:
    for language, wanted in (("zh", zh), ("en", en)):
        code, out, said = run("trajectory", text, *PLAN, "--lang", language)
        assert (code, out) == (1, "")
        assert wanted in said


def test_too_few_points_are_refused_or_said(run: Run) -> None:
    code, _, said = run("control", "日期,数值\n2026-01,1\n")
    assert (code, said) == (1, "luodi measure: 序列只有1个数，至少需要2个\n")


def test_two_rows_of_one_time_are_refused(run: Run) -> None:
    code, _, said = run("trend", "年份,数值\n2024,1\n2024,2\n", "--target", "3", "--due", "2028")
    assert code == 1
    assert "时间相同" in said


@pytest.mark.parametrize(
    ("words", "zh"),
    [
        (["measure"], "没有这种测算"),
        (["trend"], "请给出一个CSV文件"),
        (["trend", "a.csv", "--targt", "3"], "没有这个选项 --targt"),
        (["trend", "a.csv", "--target", "x"], "--target 应是数"),
        (["trend", "a.csv", "--due", "soon"], "--due 日期请写成"),
        (["trend", "a.csv", "--format", "xml"], "--format 没有 'xml'"),
        (["peers", "a.csv", "--count", "1.5"], "--count 应是整数"),
        (["control", "a.csv", "--unit", "x"], "没有这个选项 --unit"),
    ],
)
def test_wrong_use_is_answered_in_chinese(
    words: list[str], zh: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert zh in capsys.readouterr().err


def test_what_must_be_given_is_named(run: Run) -> None:
    code, _, said = run("trend", MONTHS, "--lang", "en")
    assert (code, said) == (2, "luodi measure: --target is needed; see luodi measure --help\n")
    code, _, said = run("peers", UNITS, "--unit", "县1")
    assert code == 2
    assert "--by / --value" in said


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["control", str(tmp_path / "none.csv")]) == 1
    assert "找不到这个文件" in capsys.readouterr().err
    assert main(["control", str(tmp_path), "--lang", "en"]) == 1
    assert "this is a folder" in capsys.readouterr().err


def test_numbers_and_times_as_people_write_them(run: Run) -> None:
    text = '日期,数值\n2025年一季度,"１，234.5"\n2025Q2,1300\n2025年9月,1.4e3\n2025-12-31,1500\n'.replace(
        "，", ","
    )
    found = as_json(run("control", text, "--format", "json"))
    assert [row["value"] for row in found["rows"]] == [1234.5, 1300, 1400, 1500]
    gb = "日期,数值\n2026-01,40%\n2026-02,41%\n".encode("gb18030")
    assert as_json(run("control", gb, "--format", "json"))["mean"] == 40.5


def test_words_of_a_file_steer_no_terminal(run: Run) -> None:
    code, out, _ = run("hdi", "name,le,eys,mys,gnipc\n\x1b[31m,70,12,8,9000\nopen,70,12,8,9000\n")
    assert code == 0
    assert "\x1b" not in out
    assert "open" in out  # a name that is also a class of ours stays a name


def test_every_class_and_heading_has_both_languages() -> None:
    assert set(WHATS) == set(OPTIONS)
    for zh, en in (*KEYS.values(), *VALUES.values(), *WHATS.values()):
        assert zh
        assert en.isascii()
    assert isinstance(Code("open"), str)


def test_measuring_needs_no_django(root: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from luodi.config.cli import main\n"
        "assert main(['measure', '--help']) == 0\n"
        "sys.exit(any(name in sys.modules for name in ('django', 'luodi.reading')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(root / "src"), "PATH": "/usr/bin"},
        cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert all(what in done.stdout for what in WHATS)
