"""Prepares an installation for its first page: tables, demonstration or administrator, file."""

from __future__ import annotations

import argparse
import os
import sys
from io import StringIO
from pathlib import Path

import django
from django.core.management import call_command
from django.core.management.base import CommandError


def main(words: list[str]) -> int:
    """Prepare the data folder for serving at an address; return the exit code."""
    chosen = _options(words)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luodi.config.settings")
    django.setup()
    say_what_nothing_reads()
    try:
        prepare(empty=chosen.empty)
        say_how_to_sign_in()
        if chosen.file:
            open_in_review(chosen.file, chosen.address)
    except CommandError as reason:
        print(reason, file=sys.stderr)
        return 1
    except (KeyboardInterrupt, EOFError):
        return 130
    return 0


def _options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m luodi.config.preparation")
    parser.add_argument("address")
    parser.add_argument("--empty", action="store_true")
    parser.add_argument("--file")
    return parser.parse_args(words)


def prepare(*, empty: bool) -> None:
    """Update the tables; give a fresh database the demonstration or an administrator."""
    from django.conf import settings

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    if not _anybody():
        call_command("first_admin") if empty else call_command("demo", quiet=True)


def _anybody() -> bool:
    from django.contrib.auth import get_user_model

    return bool(get_user_model()._default_manager.exists())


def say_what_nothing_reads() -> None:
    """Warn of variables that look like settings: with a slip in LUODI_HOME data lie elsewhere."""
    from django.conf import settings

    for name in settings.UNKNOWN_NAMES:
        said = f"! 没有名为 {name} 的设置，不起作用 / there is no setting {name}; it does nothing"
        print(said, file=sys.stderr, flush=True)


def say_how_to_sign_in() -> None:
    """Print the accounts of the demonstration, at every start; nothing where there is none."""
    from .demonstration.greeting import greeting

    if said := greeting():
        print(f"\n{said}", flush=True)


def open_in_review(file: str, address: str) -> None:
    """Store the file and print where it is reviewed, as addresses that can be clicked."""
    said = StringIO()
    call_command("open_file", file, stdout=said)
    for line in said.getvalue().splitlines():
        print(f"{address}{line}" if line.startswith("/") else line)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
