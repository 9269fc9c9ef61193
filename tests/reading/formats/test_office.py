"""Old office files through LibreOffice or antiword, and the answer where there is neither."""

from __future__ import annotations

import http.server
import io
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest
from tests.reading.formats.samples import zipped

from luodi.reading.errors import BrokenFile, ParserFailed, SecretDocument, UnknownFormat
from luodi.reading.formats import Limits, antiword, extract, extract_isolated, office
from luodi.reading.secrecy import refuse_secret

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
DOC = OLE + "WordDocument".encode("utf-16-le") + bytes(488)
XLS = OLE + "Workbook".encode("utf-16-le") + bytes(496)
needs_libreoffice = pytest.mark.skipif(
    not office.libreoffice(), reason="LibreOffice is not installed here; it is optional"
)
needs_antiword = pytest.mark.skipif(
    not (shutil.which("antiword") and office.libreoffice()),
    reason="antiword, or LibreOffice to make a doc for it, is not installed here",
)


def words() -> bytes:
    document = docx.Document()
    document.add_paragraph("关于加快建设的通知")
    document.add_paragraph("到2027年，新建学校50所，增长6%左右。")
    table = document.add_table(rows=3, cols=2)
    for row, pair in enumerate((("任务", "单位"), ("新建学校", "市教育局"), ("", "市财政局"))):
        for column, text in enumerate(pair):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    document.sections[0].header.paragraphs[0].text = "机密★3年"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def table() -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "任务分解"
    book.active.append(["任务", "单位"])
    book.active.append(["新建学校", "市教育局"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The same document in the formats that LibreOffice can write."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "a.docx").write_bytes(words())
    (folder / "a.xlsx").write_bytes(table())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for kind, source in (("doc", "docx"), ("rtf", "docx"), ("odt", "docx"), ("xls", "xlsx")):
        command = [office.libreoffice(), profile, "--headless", "--convert-to", kind, "--outdir"]
        for _ in range(2):  # the first start of a new profile only makes the profile
            if not (folder / f"a.{kind}").exists():
                subprocess.run([*command, folder, folder / f"a.{source}"], timeout=120, check=False)
    return {kind: (folder / f"a.{kind}").read_bytes() for kind in ("doc", "rtf", "odt", "xls")}


@needs_libreoffice
@pytest.mark.parametrize("kind", ["doc", "rtf", "odt"])
def test_old_text_files_are_read_like_docx(made: dict[str, bytes], kind: str) -> None:
    read = extract_isolated(made[kind], f"a.{kind}")
    assert read.text.split("\n") == [
        "关于加快建设的通知",
        "到2027年，新建学校50所，增长6%左右。",
        "任务\t单位",
        "新建学校\t市教育局",
        "\t市财政局",
    ]
    assert (read.format, read.notes) == (kind, ())
    with pytest.raises(SecretDocument):
        refuse_secret(read.text, header=read.header)


@needs_libreoffice
@pytest.mark.parametrize("name", ["a.xls", "a.et"])
def test_old_sheets_are_read_like_xlsx(made: dict[str, bytes], name: str) -> None:
    read = extract_isolated(made["xls"], name)
    assert read.text.split("\n") == ["任务分解", "任务\t单位", "新建学校\t市教育局"]
    assert (read.format, read.notes) == ("xls", ())


@needs_libreoffice
def test_a_wps_file_is_told_from_a_doc_and_read(made: dict[str, bytes]) -> None:
    read = extract_isolated(made["doc"] + "WpsCustomData".encode("utf-16-le"), "a.wps")
    assert (read.format, read.notes) == ("wps", ())
    assert "新建学校50所" in read.text


@needs_libreoffice
def test_a_doc_that_libreoffice_cannot_open_is_refused() -> None:
    with pytest.raises(BrokenFile) as caught:
        extract_isolated(DOC, "a.doc")
    assert "另存为" in caught.value.message_zh


class _Counting(http.server.BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_error(404)

    do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    _Counting.asked.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Counting) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}/picture.png"
        listening.shutdown()


@needs_libreoffice
@pytest.mark.parametrize("network", ["cut off", "only forbidden"])
def test_a_linked_picture_is_not_fetched(
    server: str, network: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if network == "only forbidden":
        monkeypatch.setattr(office, "_NEW_USER_AND_NETWORK", 0)
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
        'xmlns:xlink="http://www.w3.org/1999/xlink"'
    )
    content = (
        f"<office:document-content {names}><office:body><office:text><text:p>加快建设<draw:frame>"
        f'<draw:image xlink:href="{server}" xlink:type="simple"/></draw:frame></text:p>'
        "</office:text></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    data = zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})
    assert "加快建设" in extract(data, "a.odt").text
    assert _Counting.asked == []


@needs_antiword
def test_without_libreoffice_antiword_reads_a_doc(
    made: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "libreoffice", lambda: "")
    read = extract(made["doc"], "a.doc")
    lines = read.text.split("\n")
    assert lines[:2] == ["关于加快建设的通知", "到2027年，新建学校50所，增长6%左右。"]
    assert lines[2:] == ["任务\t单位", "新建学校\t市教育局", "\t市财政局"]
    assert "antiword" in read.notes[0]
    with pytest.raises(SecretDocument):
        refuse_secret(read.text, header=read.header)
    with pytest.raises(BrokenFile):
        extract(DOC, "a.doc")


def test_rows_that_antiword_breaks_over_lines_are_put_together() -> None:
    printed = ["一、任务", "", "|任务   |单位   |", "|新建学 |市教育|", "|       |局    |"]
    printed += ["|       |市司法局      |", "完。"]
    assert list(antiword._lines(printed)) == [
        "一、任务",
        "任务\t单位",
        "新建学\t市教育局",
        "\t市司法局",
        "完。",
    ]


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with neither program."""
    monkeypatch.setattr(office, "libreoffice", lambda: "")
    monkeypatch.setattr(office.shutil, "which", lambda name: None)


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize(
    ("data", "what", "becomes"),
    [
        (DOC, "旧版 Word", "docx"),
        (DOC + "WpsCustomData".encode("utf-16-le"), "WPS 文字", "docx"),
        (XLS, "旧版电子表格", "xlsx"),
        (zipped({"xl/workbook.bin": "x"}), "旧版电子表格", "xlsx"),
        (b"{\\rtf1 abc}", "RTF", "docx"),
    ],
)
def test_without_programs_the_answer_says_where_to_save_it_anew(
    data: bytes, what: str, becomes: str
) -> None:
    with pytest.raises(UnknownFormat) as caught:
        extract(data, "a.doc")
    said = caught.value.message_zh
    assert what in said
    assert f"另存为 {becomes}" in said
    assert "WPS" in said
    assert "保存类型" in said
    assert "Save As" in caught.value.message_en


@pytest.mark.parametrize(
    ("stream", "name"),
    [
        (b"\xec\xa5" + bytes(8) + b"\x00\x01" + bytes(600), "WordDocument"),
        (b"\x09\x08\x10\x00" + bytes(16) + b"\x2f\x00" + bytes(600), "Workbook"),
    ],
)
def test_a_password_is_seen_before_any_program_starts(
    stream: bytes, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "libreoffice", lambda: pytest.fail("must not be asked"))
    with pytest.raises(UnknownFormat) as caught:
        extract(OLE + stream + name.encode("utf-16-le"), "a.doc")
    assert "密码" in caught.value.message_zh


def program(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of LibreOffice a script; it is called with the folder for output before last."""
    file = folder / "soffice.bin"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    monkeypatch.setattr(office, "libreoffice", lambda: str(file))


def test_a_program_that_hangs_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, f"echo $$ > {tmp_path}/pid; exec sleep 60", monkeypatch)
    with pytest.raises(ParserFailed) as caught:
        extract(DOC, "a.doc", Limits(wall_seconds=1))
    assert "LibreOffice" in caught.value.message_zh
    assert not Path(f"/proc/{(tmp_path / 'pid').read_text().strip()}").exists()


def test_a_program_that_wants_to_start_again_is_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ready.docx").write_bytes(words())
    again = f"[ -e {tmp_path}/once ] || {{ touch {tmp_path}/once; exit 81; }}"
    find_out = 'for last; do out="$before"; before="$last"; done'
    program(tmp_path, f'{again}\n{find_out}\ncp {tmp_path}/ready.docx "$out/in.docx"', monkeypatch)
    assert "新建学校50所" in extract(DOC, "a.doc").text


def test_the_profile_forbids_macros_links_and_the_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = tmp_path / "seen"
    script = (
        'for word; do case $word in -env:*) profile="${word#*file://}";; esac; done\n'
        f'cp "$profile/user/registrymodifications.xcu" {seen}; env > {tmp_path}/env'
    )
    program(tmp_path, script, monkeypatch)
    monkeypatch.setenv("LUODI_SECRET_KEY", "x")
    with pytest.raises(BrokenFile):
        extract(DOC, "a.doc")
    settings = seen.read_text()
    for name in ("DisableMacrosExecution", "BlockUntrustedRefererLinks", "MacroSecurityLevel"):
        assert name in settings
    assert "SECRET" not in (tmp_path / "env").read_text()
