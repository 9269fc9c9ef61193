"""`luodi open_file`: the address of the review, or one clear sentence."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from tests.people.factories import make_holder

from luodi.documents.models import Document

pytestmark = pytest.mark.django_db


def opened(path: Path) -> list[str]:
    said = io.StringIO()
    call_command("open_file", str(path), stdout=said)
    return said.getvalue().splitlines()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "安排.txt"
    path.write_text("工作安排\n市教育局要新建学校12所。\n", "utf-8")
    return path


def test_a_file_is_opened_for_the_office_once(file, client):
    office = make_holder("followup")
    first, again = opened(file), opened(file)
    document = Document.objects.get()
    assert document.created_by == office
    assert first[-1] == again[-1] == f"/documents/{document.uuid}/review/"
    assert "已存入" in first[0]
    assert "此前" in again[0]
    client.force_login(office)
    assert client.get(first[-1]).status_code == 200


def test_without_an_office_the_system_takes_it(file):
    opened(file)
    assert Document.objects.get().created_by is None


def test_what_cannot_be_taken_is_said_in_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="核对路径"):
        opened(tmp_path / "没有.txt")
    (tmp_path / "密.txt").write_text("绝密★长期\n某市某事\n", "utf-8")
    with pytest.raises(CommandError, match="保密"):
        opened(tmp_path / "密.txt")
    assert not Document.objects.exists()
