"""What the management commands share: refusals as one clear sentence in both languages."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from .errors import LuodiError


class LuodiCommand(BaseCommand):
    """A command whose refusals end it with exit code 1 and a sentence, never with a traceback."""

    # They import every page, more than a second; `migrate` and `./run check` make them.
    requires_system_checks: list[str] = []

    def execute(self, *args: Any, **options: Any) -> Any:
        """Carry the command out."""
        try:
            return super().execute(*args, **options)
        except LuodiError as error:
            raise CommandError(f"{error.zh}\n{error.en}") from error
        except DatabaseError as error:
            raise CommandError(
                f"数据库没有完成这一步：{error}\n请运行 doctor 查看原因。\n"
                "The database did not do this; run `doctor` to see why."
            ) from error
        except OSError as error:
            raise CommandError(f"无法读写文件：{error}\nA file could not be used.") from error
