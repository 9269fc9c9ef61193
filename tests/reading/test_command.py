"""`luodi read` from the outside: files in, findings out, a clear line for every bad file."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
from tests.reading.formats.samples import NEWSPAPER, p, word

from luodi.reading.command import main

TEXT = "望川市2026年工作要点\n一、加快项目建设\n各县市区要新建学校50所。\n年内改造老旧小区120个。\n"


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LUODI_LANG", raising=False)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "要点.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


Captured = pytest.CaptureFixture[str]


def test_jsonl_gives_offsets_into_the_file_as_it_is(plan: Path, capsys: Captured) -> None:
    plan.write_bytes(TEXT.replace("\n", "\r\n").encode("gbk"))
    assert main([str(plan), "--format", "jsonl"]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    text = plan.read_bytes().decode("gbk")
    assert records
    assert all(text[r["start"] : r["end"]] == r["text"] for r in records)
    assert any("新建学校50所" in r["text"] for r in records)


def test_the_date_given_dates_the_deadlines(plan: Path, capsys: Captured) -> None:
    assert main([str(plan), "--format", "jsonl", "--date", "2031-03-01"]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert "2031-12-31" in [r["deadline"]["by"] for r in records if r["deadline"]]


def test_the_date_of_a_web_page_is_used_where_the_text_has_none(
    tmp_path: Path, capsys: Captured
) -> None:
    path = tmp_path / "article.html"
    path.write_text(NEWSPAPER % "utf-8", encoding="utf-8")
    assert main([str(path), "--format", "jsonl"]) == 0
    out = capsys.readouterr().out
    dates = [(r["deadline"] or {}).get("by") for r in map(json.loads, out.splitlines())]
    assert "2026-12-31" in dates
    assert "停车场" not in out


def test_the_table_is_the_default_and_explain_gives_reasons(plan: Path, capsys: Captured) -> None:
    assert main([str(plan)]) == 0
    table = capsys.readouterr().out
    assert "部署" in table
    assert "新建学校50所" in table
    assert main([str(plan), "--explain"]) == 0
    explained = capsys.readouterr().out
    assert "✓ " in explained
    assert "· " in explained


def test_explain_in_english_as_jsonl(plan: Path, capsys: Captured) -> None:
    assert main([str(plan), "--explain", "--format", "jsonl", "--lang", "en"]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {r["taken"] for r in records} == {True, False}
    assert all(r["why"] and TEXT[r["start"] : r["end"]] == r["text"] for r in records)


def test_problems_enter_jsonl_only_by_their_flag(plan: Path, capsys: Captured) -> None:
    plan.write_text(TEXT + "二、存在问题\n一些部门推进不力，工作存在短板。\n", encoding="utf-8")
    kinds = []
    for more in ([], ["--problems"]):
        assert main([str(plan), "--format", "jsonl", *more]) == 0
        lines = capsys.readouterr().out.splitlines()
        kinds.append({json.loads(line)["kind"] for line in lines})
    assert "problem" not in kinds[0]
    assert "problem" in kinds[1]


@pytest.mark.parametrize(
    ("name", "opening"),
    [("a.jsonl", b'{"start"'), ("a.csv", "\ufeff文件".encode()), ("a.xlsx", b"PK"),
     ("a.html", b"<!DOCTYPE html>"), ("a.txt", "望川市".encode())],
)  # fmt: skip
def test_the_name_of_the_output_tells_its_format(plan: Path, name: str, opening: bytes) -> None:
    out = plan.with_name("out") / name
    out.parent.mkdir()
    assert main([str(plan), "--out", str(out)]) == 0
    assert out.read_bytes().startswith(opening)
    assert [path.name for path in out.parent.iterdir()] == [name]


def test_several_files_of_several_formats_go_into_one_workbook(plan: Path) -> None:
    letter = plan.with_name("函.docx")
    letter.write_bytes(word(p("关于学校建设的函") + p("请市教育局年内新建学校3所。")))
    out = plan.with_name("all.xlsx")
    assert main([str(plan), str(letter), "--out", str(out)]) == 0
    files = {row[0] for row in openpyxl.load_workbook(out)["文件"].values}
    assert files == {"文件", str(plan), str(letter)}


def test_a_bad_file_is_one_line_and_the_others_are_read(plan: Path, capsys: Captured) -> None:
    bad = {
        "空.txt": (b"", "文件是空的"),
        "坏.docx": (word(p("x"))[:200], "已损坏"),
        "图.txt": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "扫描件"),
        "零.txt": (b"abc\0", "空字节"),
        "密.txt": ("机密★3年\n关于某事的通知".encode(), "保密办"),
        "页眉.docx": (word(p("通知"), header1=p("秘密★1年")), "保密办"),
        "【机密】名.txt": (TEXT.encode(), "文件名"),
    }
    for name, (data, _) in bad.items():
        plan.with_name(name).write_bytes(data)
    names = [str(plan.with_name(name)) for name in bad]
    assert main([*names, str(plan), str(plan.with_name("无.txt")), str(plan.parent)]) == 1
    out, err = capsys.readouterr()
    lines = err.splitlines()
    assert "新建学校50所" in out
    for line, name, (_, words) in zip(lines, names, bad.values(), strict=False):
        assert line.startswith(name + ": ")
        assert words in line
    assert "找不到这个文件" in lines[-3]
    assert "这是文件夹" in lines[-2]
    assert lines[-1] == "读了 1 个文件，跳过 9 个。"


def test_bad_files_are_told_in_english_too(
    plan: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LUODI_LANG", "en_GB")
    plan.write_bytes(b"")
    assert main([str(plan)]) == 1
    assert "The file is empty" in capsys.readouterr().err


def test_an_error_inside_the_reader_stops_no_other_file(
    plan: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(text: str, **_: object) -> None:
        raise IndexError("off by one")

    monkeypatch.setattr("luodi.reading.files.read", broken)
    assert main([str(plan), str(plan)]) == 1
    assert capsys.readouterr().err.count("程序内部出错") == 2


def test_standard_input(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(TEXT.encode())))
    assert main(["-", "--format", "jsonl"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[0])["file"] == "-"


def test_a_bar_shows_progress_where_somebody_looks_on(
    plan: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main([str(plan), str(plan), "--format", "jsonl"]) == 0
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert main([str(plan), str(plan), "--format", "jsonl"]) == 0
    bar = capsys.readouterr().err
    assert "0/2" in bar
    assert "█" * 12 + "░" * 12 + " 1/2" in bar
    assert bar.endswith("\r")
    assert main([str(plan), "--format", "jsonl"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "缺少 FILE"),
        (["a", "--format", "pdf"], "--format 没有 'pdf'"),
        (["a", "--date", "昨天"], "日期请写成 2026-01-31"),
        (["a", "--nothing"], "没有这个选项 --nothing"),
        (["a", "--lang", "en", "--date", "x"], "write the date as 2026-01-31"),
    ],
)
def test_wrong_use_is_told_in_one_line(words: list[str], said: str, capsys: Captured) -> None:
    with pytest.raises(SystemExit) as caught:
        main(words)
    assert caught.value.code == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_wrong_combinations_are_refused(
    plan: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["-", str(plan)]) == 2
    assert main([str(plan), "--out", str(plan)]) == 2
    assert plan.read_text(encoding="utf-8") == TEXT
    assert main([str(plan), "--out", str(plan.parent / "none" / "a.html")]) == 2
    assert "写不了" in capsys.readouterr().err
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert main([str(plan), "--format", "xlsx"]) == 2


@pytest.mark.parametrize(("more", "said"), [([], "读政策文件"), (["--lang", "en"], "Read policy")])
def test_help_in_both_languages_fits_a_screen(more: list[str], said: str, capsys: Captured) -> None:
    with pytest.raises(SystemExit) as caught:
        main([*more, "--help"])
    out = capsys.readouterr().out
    assert caught.value.code == 0
    assert said in out
    assert len(out.splitlines()) < 24


def outside(*words: str, **more: object) -> subprocess.CompletedProcess[str]:
    source = Path(__file__).resolve().parents[2] / "src"
    code = "import sys; from luodi.reading.command import main; code = main(sys.argv[1:]);"
    code += "print(sorted(m.split('.')[0] for m in sys.modules), file=sys.stderr); sys.exit(code)"
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        env={**os.environ, "PYTHONPATH": str(source), "PYTHONIOENCODING": "ascii"},
        capture_output=True, text=True, encoding="utf-8", **more,  # type: ignore[call-overload]
    )  # fmt: skip


def test_neither_django_nor_heavy_libraries_are_imported_for_a_text(plan: Path) -> None:
    done = outside(str(plan), "--format", "html")
    assert done.returncode == 0
    assert done.stdout.startswith("<!DOCTYPE html>")
    assert "新建学校50所" in done.stdout
    for name in ("django", "openpyxl", "trafilatura", "docx", "lxml", "numpy"):
        assert f"'{name}'" not in done.stderr


def test_a_reader_that_leaves_early_is_no_accident(plan: Path) -> None:
    plan.write_text(TEXT * 3000, encoding="utf-8")
    source = Path(__file__).resolve().parents[2] / "src"
    code = "import sys; from luodi.reading.command import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, str(plan), "--format", "jsonl"]
    with subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(source)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as child:  # fmt: skip
        assert child.stdout
        assert child.stderr
        child.stdout.readline()
        child.stdout.close()
        said = child.stderr.read()
    assert child.returncode in {0, 1}  # the system may take one write whole before it tells
    assert said == b""


@pytest.mark.corpus
def test_the_scorer_reads_what_the_command_writes(shared: Path, tmp_path: Path) -> None:
    gold = shared / "reading" / "dev" / "gold.jsonl"
    passages = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()][:6]
    chosen = tmp_path / "gold.jsonl"
    chosen.write_text("\n".join(map(json.dumps, passages)), encoding="utf-8")
    for name in {passage["doc"] for passage in passages}:
        text = shared / "corpus" / "documents" / f"{name}.txt"
        assert main([str(text), "--out", str(tmp_path / f"{name}.jsonl")]) == 0
    score = [sys.executable, str(shared / "reading" / "score.py"), str(tmp_path), str(chosen)]
    done = subprocess.run([*score, "--json"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["scores"]["commitment F1"] > 0.3


@pytest.mark.parametrize("form", ["table", "jsonl", "csv", "html", "xlsx"])
def test_plan_rows_in_every_format(plan: Path, tmp_path: Path, capsys: Captured, form: str) -> None:
    out = tmp_path / f"out.{form}"
    assert main([str(plan), "--bundle", "--format", form, "--out", str(out)]) == 0
    if form == "xlsx":
        words = [str(cell) for row in openpyxl.load_workbook(out)["部署"].values for cell in row]
    else:
        words = [out.read_text(encoding="utf-8")]
    assert any(("bundle" if form == "jsonl" else "事项") in word for word in words)
