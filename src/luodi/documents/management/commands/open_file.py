"""luodi open_file: takes a file in and says where it is reviewed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from luodi.base.actors import SYSTEM, Actor
from luodi.base.errors import LuodiError
from luodi.documents.services import Stored, store_document
from luodi.people.models import Role
from luodi.people.queries import actor_of, holders_of, person_of


class Command(BaseCommand):
    """Stores the file in the name of the follow-up office where somebody holds such a post, else
    of the system, and prints the path of its review; refuses a file as its upload would."""

    requires_system_checks: list[str] = []  # as in base.commands

    help = "读取一个文件并打开复核 / take a file in and open its review"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Store the file and say where it is."""
        path: Path = options["file"]
        data = _content(path)
        try:
            stored = store_document(data, path.name, actor=_office())
        except LuodiError as error:
            raise CommandError(f"{path.name}：{error.zh}\n{path.name}: {error.en}") from error
        self.stdout.write(_sentence(stored))
        self.stdout.write(reverse("documents:review", args=[stored.document.uuid]))


def _content(path: Path) -> bytes:
    """Return what is in the file, no more than tells that it is over the limit."""
    try:
        with path.open("rb") as file:
            return file.read(settings.UPLOAD_BYTES + 1)
    except OSError as error:
        raise CommandError(
            f"无法打开文件 {path}：{error.strerror}。请核对路径。\n"
            f"The file {path} cannot be opened: {error.strerror}. Please check the path."
        ) from error


def _office() -> Actor:
    holders = holders_of([Role.FOLLOWUP])
    if not holders:
        return SYSTEM
    return actor_of(person_of(Actor(str(holders[0].holder_uuid), holders[0].holder)))


def _sentence(stored: Stored) -> str:
    title = stored.document.title
    if stored.is_new:
        return f"文件《{title}》已存入，正在读取 / “{title}” is stored and being read"
    return f"文件《{title}》此前已存入 / “{title}” was here already"
