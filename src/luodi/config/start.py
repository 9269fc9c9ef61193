"""`luodi start`: prepares the database, then serves until stopped. The same after `pip install`."""

from __future__ import annotations

import argparse
import http.client
import os
import socket
import subprocess
import sys
from pathlib import Path

from .supervisor import Service, Supervisor

HOST = "127.0.0.1"
PORT = 8000
PORTS_TRIED = 100


def main(words: list[str]) -> int:
    """Prepare, serve, supervise; return the exit code."""
    chosen = _options(words)
    if chosen.file and not Path(chosen.file).is_file():
        return _refuse(f"找不到文件 {chosen.file}。", f"There is no file {chosen.file}.")
    port = _port(chosen.host, chosen.port)
    if port is None:
        wanted = chosen.port or f"{PORT}-{PORT + PORTS_TRIED - 1}"
        return _refuse(
            f"端口 {wanted} 已被占用：请用 --port 另选。",
            f"Port {wanted} is taken: choose another with --port.",
        )
    address = f"http://{chosen.host}:{port}"
    if code := _prepare(address, chosen):
        return code
    supervisor = Supervisor(
        _services(chosen.host, port),
        ready=lambda: _answers(chosen.host, port),
        announce=lambda: _announce(address),
    )
    return supervisor.run()


def _options(words: list[str]) -> argparse.Namespace:
    name = f"{os.environ.get('LUODI_COMMAND', 'luodi')} start"
    parser = argparse.ArgumentParser(
        prog=name,
        description="启动 luodi；给出文件则存入并打开审阅 / Start luodi; open FILE in review.",
    )
    formats = "txt, md, html, docx, pdf, ofd, doc, wps, xlsx"
    parser.add_argument("file", nargs="?", metavar="FILE", help=formats)
    parser.add_argument(
        "--port", type=int, help=f"端口，默认 {PORT}，被占用时另选 / {PORT}, or another when taken"
    )
    parser.add_argument(
        "--host",
        default=HOST,
        help=f"服务地址，默认只限本机 / address to serve on; {HOST}, this machine only",
    )
    parser.add_argument(
        "--empty",
        action="store_true",
        help="不装示范城市，设立首位管理员 / no demonstration; set up the first administrator",
    )
    return parser.parse_args(words)


def _port(host: str, wanted: int | None) -> int | None:
    """Return the port asked for, or the first free one from 8000; None when taken."""
    candidates = [wanted] if wanted is not None else range(PORT, PORT + PORTS_TRIED)
    return next((port for port in candidates if _free(host, port)), None)


def _free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        # As the server binds: what a closed server left in TIME_WAIT does not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError):
            return False
    return True


def _answers(host: str, port: int) -> bool:
    """Return whether a page comes: the socket alone is open long before anything stands behind."""
    asked = http.client.HTTPConnection(host, port, timeout=1.0)
    try:
        asked.request("HEAD", "/")
        asked.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()
    return True


def _prepare(address: str, chosen: argparse.Namespace) -> int:
    """Run the preparation in a process of its own, so that the supervisor stays small."""
    command = [sys.executable, "-m", "luodi.config.preparation", address]
    command += ["--empty"] if chosen.empty else []
    command += ["--file", str(Path(chosen.file).resolve())] if chosen.file else []
    try:
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        return 130


def _services(host: str, port: int) -> list[Service]:
    server = [sys.executable, "-m", "luodi.config.serve", host, str(port)]
    worker = [sys.executable, "-m", "luodi", "work"]
    return [Service("server", server), Service("worker", worker, waits=True)]


def _announce(address: str) -> None:
    print(f"\nluodi 落地  {address}\n按 Ctrl-C 停止 / Ctrl-C stops it", flush=True)


def _refuse(zh: str, en: str) -> int:
    print(f"{zh} / {en}", file=sys.stderr)
    return 2
