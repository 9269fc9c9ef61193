"""Every setting an administrator can change: one environment variable each, read only here."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

YES = ("1", "true", "yes", "on")
NO = ("0", "false", "no", "off", "")


@dataclass(frozen=True, slots=True)
class Knob:
    """One setting: its variable, its kind, its default, and what it does in both languages."""

    name: str
    kind: type
    default: Any
    zh: str
    en: str
    choices: tuple[str, ...] = ()

    def read(self) -> Any:
        """Return the value of the environment, or the default; refuses a value of the wrong kind
        with a sentence that names the variable."""
        given = os.environ.get(self.name)
        if given is None or (given.strip() == "" and self.kind is not str):
            return self.default
        value = _READERS[self.kind](given.strip())
        if value is None or (self.choices and value not in self.choices):
            raise ImproperlyConfigured(f"{self.name}={given}: {self._expected()}")
        return value

    def _expected(self) -> str:
        kinds = {int: "正整数 / a whole number above 0", bool: "1 或 0 / 1 or 0"}
        return kinds.get(self.kind) or " | ".join(self.choices)


def _int(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and int(text) > 0 else None


def _bool(text: str) -> bool | None:
    return True if text.lower() in YES else False if text.lower() in NO else None


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


_READERS: dict[type, Callable[[str], Any]] = {str: str, int: _int, bool: _bool, list: _list}


# One knob a line reads best, however long.
# fmt: off
# ruff: noqa: E501
KNOBS: tuple[Knob, ...] = (
    Knob("LUODI_HOME", str, "", "数据目录；空则为 ~/.local/share/luodi", "data folder; empty: ~/.local/share/luodi"),
    Knob("LUODI_DATABASE_URL", str, "", "数据库地址；空则用数据目录中的 SQLite", "database; empty: SQLite in the data folder"),
    Knob("LUODI_SECRET_KEY", str, "", "签名密钥；空则首次启动时生成并存于数据目录", "signing key; empty: made at first start and kept in the data folder"),
    Knob("LUODI_HOSTS", list, ["localhost", "127.0.0.1", "[::1]"], "允许访问的主机名，逗号分隔", "host names served, with commas"),
    Knob("LUODI_HTTPS", bool, False, "是否经由 HTTPS 访问", "whether the site is reached by HTTPS"),
    Knob("LUODI_DEBUG", bool, False, "开发调试；生产环境不得打开", "developers' mode; never in production"),
    Knob("LUODI_TIME_ZONE", str, "Asia/Shanghai", "时区", "time zone"),
    Knob("LUODI_LANG", str, "zh", "命令行输出的语言：zh 或 en", "language of the command line: zh or en", ("zh", "en")),
    Knob("LUODI_LEDGER_HASH", str, "sha256", "台账摘要算法：sha256 或 sm3", "hash of the ledger: sha256 or sm3", ("sha256", "sm3")),
    Knob("LUODI_UPLOAD_MB", int, 50, "单个文件大小上限（MB）", "largest file, in MB"),
    Knob("LUODI_PARSE_SECONDS", int, 60, "解析单个文件的时间上限（秒）", "longest time to parse one file, in seconds"),
    Knob("LUODI_PARSE_MEMORY_MB", int, 1500, "解析单个文件的内存上限（MB）", "most memory to parse one file, in MB"),
    Knob("LUODI_OCR_PAGES", int, 200, "识别扫描件文字的页数上限", "most pages of a scan whose text is recognised"),
    Knob("LUODI_OCR_SECONDS", int, 120, "识别一页文字的时间上限（秒）", "longest time to recognise one page, in seconds"),
    Knob("LUODI_OCR_MEMORY_MB", int, 3000, "识别一页文字的内存上限（MB）", "most memory to recognise one page, in MB"),
    Knob("LUODI_JOB_ATTEMPTS", int, 3, "后台任务最多尝试次数", "attempts a background job is given"),
    Knob("LUODI_JOB_LEASE_SECONDS", int, 60, "后台任务租约（秒），逾时视为中断并重排", "lease of a background job, in seconds"),
    Knob("LUODI_LLM_URL", str, "", "第二读取器：兼容 OpenAI 接口的大模型地址（如 http://10.0.0.8:8000/v1）；空则不启用", "second reader: a language model behind an OpenAI-compatible address; empty: off"),
    Knob("LUODI_LLM_MODEL", str, "", "第二读取器的模型名称", "name of the second reader's model"),
    Knob("LUODI_LLM_KEY", str, "", "第二读取器的密钥；可空", "key of the second reader; may be empty"),
    Knob("LUODI_LLM_SEND", str, "public", "哪些文件的句子可以发给第二读取器：public 仅公开；internal 公开和内部；work_secret 连同工作秘密", "whose sentences may be sent to it: public ones only; internal ones too; work secrets too", ("public", "internal", "work_secret")),
    Knob("LUODI_LLM_SECONDS", int, 30, "等待第二读取器回答一句的最长时间（秒）", "longest wait for an answer about one sentence, in seconds"),
    Knob("LUODI_SESSION_HOURS", int, 12, "登录有效时长（小时）", "hours a sign-in lasts"),
    Knob("LUODI_OIDC_NAME", str, "", "统一身份认证的名称；空则不启用", "name of the city's own sign-on; empty: off"),
    Knob("LUODI_OIDC_URL", str, "", "统一身份认证的 OIDC 地址", "issuer address of the sign-on (OIDC)"),
    Knob("LUODI_OIDC_CLIENT", str, "", "统一身份认证的客户端编号", "client id at the sign-on"),
    Knob("LUODI_OIDC_SECRET", str, "", "统一身份认证的客户端密钥", "client secret at the sign-on"),
)
# fmt: on

_BY_NAME = {knob.name: knob for knob in KNOBS}
# What the launcher, the first start and the tests read beside the settings.
_ELSEWHERE = frozenset(
    "LUODI_" + name
    for name in (
        *("ADMIN_ACCOUNT", "ADMIN_NAME", "ADMIN_PASSWORD", "ADMIN_UNIT"),
        *("COMMAND", "COUNTS", "NO_UV", "WRITE_COUNTS"),
    )
)


def unknown_names() -> tuple[str, ...]:
    """Return the variables that look like settings and are none: a slip of the pen does nothing."""
    given = {name for name in os.environ if name.startswith("LUODI_")}
    return tuple(sorted(given - _BY_NAME.keys() - _ELSEWHERE))


def knob(name: str) -> Any:
    """Return the value of a declared setting; refuses a name that is not in `KNOBS`."""
    return _BY_NAME[name].read()


def home() -> Path:
    """Return the data folder, made when it is missing, readable by its owner only."""
    path = Path(knob("LUODI_HOME") or Path.home() / ".local" / "share" / "luodi").resolve()
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def secret_key() -> str:
    """Return the signing key: the setting, or one made once and kept in the data folder."""
    if given := knob("LUODI_SECRET_KEY"):
        return str(given)
    path = home() / "secret.key"
    if not path.exists():
        _make_once(path, secrets.token_urlsafe(64))
    return path.read_text().strip()


def _make_once(path: Path, content: str) -> None:
    """Give the whole content its name at once: of two processes starting together, one makes the
    file, and the other never reads half of it."""
    temporary = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(temporary, path)
    temporary.unlink()
