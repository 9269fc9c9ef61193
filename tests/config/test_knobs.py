"""Settings: one variable each, read in one place, refused with a sentence when impossible."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from luodi.config.settings.knobs import KNOBS, Knob, home, knob, secret_key, unknown_names


@pytest.mark.parametrize(
    "each", [k for k in KNOBS if k.kind in (int, bool) or k.choices], ids=lambda k: k.name
)
def test_an_impossible_value_is_refused_by_name(
    each: Knob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(each.name, "maybe")
    with pytest.raises(ImproperlyConfigured, match=f"{each.name}=maybe"):
        each.read()


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("LUODI_UPLOAD_MB", " 20 ", 20),
        ("LUODI_UPLOAD_MB", "", 50),
        ("LUODI_HTTPS", "Yes", True),
        ("LUODI_HTTPS", "off", False),
        ("LUODI_HOSTS", "a.example, b.example,", ["a.example", "b.example"]),
        ("LUODI_LEDGER_HASH", "sm3", "sm3"),
    ],
)
def test_values(name: str, given: str, value: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, given)
    assert knob(name) == value


@pytest.mark.parametrize("given", ["0", "-1", "1.5", "１０"])
def test_a_number_is_whole_and_above_nothing(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUODI_UPLOAD_MB", given)
    with pytest.raises(ImproperlyConfigured):
        knob("LUODI_UPLOAD_MB")


def test_the_key_is_made_once_and_for_its_owner_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LUODI_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("LUODI_SECRET_KEY", raising=False)
    first = secret_key()
    assert len(first) > 50
    assert secret_key() == first
    assert stat.S_IMODE((home() / "secret.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(home().stat().st_mode) == 0o700
    assert os.listdir(home()) == ["secret.key"]


def test_no_other_file_reads_our_variables(root: Path) -> None:
    """What an administrator can set stands in one table; first_admin and the command line's own
    few are words said to one command, not settings."""
    said_to_a_command = {
        "LUODI_COMMAND",
        "LUODI_LANG",
        *(f"LUODI_ADMIN_{part}" for part in ("ACCOUNT", "PASSWORD", "NAME", "UNIT")),
    }
    read = re.compile(r"""environ(?:\.get\(|\[)\s*["'](LUODI_\w+)""")
    found = {
        (file.name, name)
        for file in (root / "src").rglob("*.py")
        for name in read.findall(file.read_text("utf-8"))
        if name not in said_to_a_command
    }
    assert found == set()


def test_every_setting_says_what_it_does_in_both_languages() -> None:
    assert len({each.name for each in KNOBS}) == len(KNOBS)
    for each in KNOBS:
        assert each.name.startswith("LUODI_")
        assert re.search(r"[一-鿿]", each.zh)
        assert not re.search(r"[一-鿿]", each.en)


def test_a_name_that_nothing_reads_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("LUODI_")]:
        monkeypatch.delenv(name)
    for name in ("LUODI_DATA", "LUODI_HOME", "LUODI_NO_UV", "LUODI_ADMIN_UNIT"):
        monkeypatch.setenv(name, "x")
    assert unknown_names() == ("LUODI_DATA",)


def test_every_variable_that_the_code_reads_is_known() -> None:
    root = Path(__file__).parents[2]
    files = [*(root / "src").rglob("*.py"), *(root / "tools").rglob("*.py")]
    reads = r'environ(?:\.get\(|\[|\.setdefault\()\s*"(LUODI_[A-Z_]+)"'
    found = {name for file in files for name in re.findall(reads, file.read_text("utf-8"))}
    assert found
    with pytest.MonkeyPatch.context() as patch:
        for name in found:
            patch.setenv(name, "")
        assert not found & set(unknown_names())
