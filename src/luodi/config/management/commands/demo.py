"""`luodi demo`: loads the invented city into an empty database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from luodi.base.errors import LuodiError
from luodi.config.demonstration import build, greeting


class Command(BaseCommand):
    """Loads the demonstration."""

    help = "载入演示城市（只用于空数据库） / load the demonstration into an empty database"

    def handle(self, *args: Any, **options: Any) -> None:
        """Build it and say how to sign in; refuses a database that is not empty."""
        try:
            build(lambda line: self.stdout.write(line))
        except LuodiError as error:
            raise CommandError(f"{error.zh} / {error.en}") from error
        self.stdout.write(greeting())
