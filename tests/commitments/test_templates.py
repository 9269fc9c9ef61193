"""A city's own Word template: filled with every row, refused with its line when broken."""

from __future__ import annotations

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.people.factories import make_holder

from luodi.base.errors import Invalid
from luodi.commitments import papers, services
from luodi.commitments.models import PaperTemplate

from .factories import make_filled

pytestmark = pytest.mark.django_db


def template(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def text_of(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


def test_the_sample_takes_every_row_until_it_is_dropped(client, office) -> None:
    client.force_login(make_holder("followup", name="某人"))
    plan, rows = make_filled(office)
    at = reverse("commitments:plan_paper", args=[plan.uuid, "docx"])
    own = client.get(at).content
    services.set_template("breakdown", papers.sample(7), "模板.docx", actor=office)
    filled = text_of(client.get(at).content)
    assert all(row.words in filled for row in rows)
    assert "{" not in filled
    services.drop_template("breakdown", actor=office)
    assert text_of(client.get(at).content) == text_of(own)
    with pytest.raises(Invalid):
        services.drop_template("breakdown", actor=office)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("标题 {{ title }", "正文"), "标题"),
        (("{% for row in rows %}{{ row.c1 }}",), ""),
        (("{{ title.__class__.__mro__ }}",), ""),
        (("{{ rows[99].c1.x.y }}",), ""),
    ],
)
def test_a_broken_or_wicked_template_is_refused_with_its_line(office, lines, told) -> None:
    with pytest.raises(Invalid) as refusal:
        services.set_template("notice", template(*lines), "坏.docx", actor=office)
    assert "模板有误" in refusal.value.zh
    assert told in refusal.value.zh
    assert not PaperTemplate.objects.exists()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", b"<html>"])
def test_a_file_that_is_no_template_is_refused(office, data) -> None:
    with pytest.raises(Invalid):
        services.set_template("notice", data, "坏.docx", actor=office)


def test_words_of_a_row_are_words_in_a_template_too(office) -> None:
    data = services.templates.fill(
        template("{{ title }}"), {"title": "<w:p>{{ 7 * 7 }}&", "rows": []}
    )
    assert "<w:p>{{ 7 * 7 }}&" in text_of(data)


def test_the_page_takes_and_drops_a_template(client, office) -> None:
    client.force_login(make_holder("followup", name="某人"))
    at = reverse("commitments:templates")
    sample = client.get(reverse("commitments:template_sample")).content
    client.post(at, {"kind": "notice", "file": SimpleUploadedFile("自备.docx", sample)})
    assert "自备.docx" in client.get(at).content.decode()
    client.post(reverse("commitments:template_drop", args=["notice"]))
    assert "自备.docx" not in client.get(at).content.decode()
    client.force_login(make_holder("liaison", name="某人"))
    assert client.get(at).status_code == 403
