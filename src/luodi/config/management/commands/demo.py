"""`luodi demo`: loads the invented city into an empty database."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from luodi.base.errors import LuodiError
from luodi.config.demonstration.build import build
from luodi.config.demonstration.greeting import greeting


class Command(BaseCommand):
    """Loads the demonstration."""

    requires_system_checks: list[str] = []  # as in base.commands

    help = "载入演示城市（只用于空数据库） / load the demonstration into an empty database"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--quiet", action="store_true", help="do not print the accounts")

    def handle(self, *args: Any, quiet: bool, **options: Any) -> None:
        """Build it and say how to sign in; refuses a database that is not empty."""
        try:
            build(lambda line: self.stdout.write(line))
        except LuodiError as error:
            raise CommandError(f"{error.zh} / {error.en}") from error
        if not quiet:
            self.stdout.write(greeting())
