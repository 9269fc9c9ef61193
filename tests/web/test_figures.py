"""From a figure in a paper to the sentence that asked for it: every one of the demonstration's."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import docx
import lxml.html
import pytest
from django.test import Client
from openpyxl import load_workbook
from tests.web.crawling import crawl

from luodi.base.models import Event
from luodi.commitments.models import PlanRow
from luodi.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ROW = re.compile(r"/plans/rows/([0-9a-f-]{36})/")
INDICATOR = re.compile(r"/indicators/[0-9a-f-]{36}/")
FIGURE = re.compile(r"\d+(?:\.\d+)?")
VALUE = re.compile(
    r"([\d,]+(?:\.\d+)?)(?:/\d+)?"
)  # a cell that holds a value, or a rank of so many
WORD, EXCEL = "wordprocessingml.document", "spreadsheetml.sheet"
NOT_ASKED = re.compile(r"《|[0-9a-f]{8}-")  # the cells of the source, and of the row's id
ENTERED = ("commitments.row.edited", "commitments.change.accepted")


@dataclass(frozen=True)
class Printed:
    """A row as a paper prints it: the address behind it, and the words of its cells."""

    address: str
    cells: tuple[str, ...]

    @cached_property
    def row(self) -> PlanRow:
        """The row of the plan that the paper leads to."""
        found = ROW.search(self.address)
        assert found, f"{self.cells} leads nowhere"
        return PlanRow.objects.get(uuid=found[1])

    @property
    def figures(self) -> set[str]:
        """The figures of what is asked; the first cell counts the rows."""
        asked = (cell for cell in self.cells[1:] if not NOT_ASKED.match(cell))
        return set(FIGURE.findall(" ".join(asked)))


def _printed(name: str, data: bytes) -> Iterator[Printed]:
    if WORD in name:
        whole = docx.Document(io.BytesIO(data))
        for row in (row for table in whole.tables for row in table.rows):
            links = row._tr.xpath(".//w:hyperlink/@r:id")
            if links:
                address = whole.part.rels[links[0]].target_ref
                yield Printed(address, tuple(cell.text for cell in row.cells))
    elif EXCEL in name:
        for row in load_workbook(io.BytesIO(data)).active.iter_rows():
            links = [cell.hyperlink.target for cell in row if cell.hyperlink]
            if links:
                yield Printed(links[0], tuple(str(cell.value or "") for cell in row))


def _said(row: PlanRow) -> str:
    """What the sentences behind a row and their headings say, and what words were read as: days,
    and values such as the 2 of 倍增, which keep their own characters."""
    words = []
    for item in row.bundled.select_related("finding"):
        deadline = item.finding.fields.get("deadline") or {}
        words += [item.finding.exact, *item.finding.section_path]
        words.append(str(deadline.get("by", "")).replace("-0", "-"))
    for measure in row.measures.exclude(version=None).select_related("version"):
        assert measure.version.text[measure.start : measure.end].strip()
        words += [str(measure.value)]
    return " ".join(words)


def _entered(row: PlanRow) -> bool:
    """Whether a person typed something into the row: the ledger has who, when and what."""
    events = Event.objects.filter(name__in=ENTERED)
    return any(str(row.uuid) in str(event.payload) for event in events)


@pytest.fixture(scope="module")
def office(demonstration: Path, django_db_blocker) -> Iterator[Client]:
    """Somebody of the follow-up office, signed in."""
    with django_db_blocker.unblock():
        client = Client()
        client.force_login(Person.objects.get(account="duchashi"))
        yield client


@pytest.fixture(scope="module")
def all_printed(office: Client) -> list[Printed]:
    """The rows of every paper that a link leads to."""
    found = []
    for _link, answer in crawl(office.get, most=2):
        if answer.status_code == 200:
            data = b"".join(answer) if answer.streaming else answer.content
            found += _printed(answer.get("Content-Type", ""), data)
    return found


@pytest.fixture(scope="module")
def printed(all_printed) -> list[Printed]:
    """Those that come from rows of plans."""
    return [one for one in all_printed if not INDICATOR.search(one.address)]


def test_every_figure_of_an_indicator_stands_on_the_page_it_leads_to(all_printed, office) -> None:
    told = [one for one in all_printed if INDICATOR.search(one.address)]
    assert len(told) > 10
    pages: dict[str, str] = {}
    for one in told:
        parts = urlsplit(one.address)
        address = f"{parts.path}?{parts.query}"
        if address not in pages:
            page = office.get(address)
            assert page.status_code == 200, f"{one.cells} leads to {page.status_code}"
            pages[address] = lxml.html.fromstring(page.content.decode()).text_content()
        values = [found[1] for cell in one.cells if (found := VALUE.fullmatch(cell))]
        assert values, one.cells
        value = values[0].replace(",", "")
        assert value in pages[address].replace(",", ""), f"{value} in {one.cells}"


def test_every_figure_of_a_paper_is_in_a_sentence_or_was_entered(printed) -> None:
    assert sum(len(one.figures) for one in printed) > 100
    lost = [
        f"{figure} in {one.cells}"
        for one in printed
        for figure in one.figures - set(FIGURE.findall(_said(one.row)))
        if not _entered(one.row)
    ]
    assert not lost, "\n".join(lost)


def test_every_row_of_a_paper_leads_to_the_characters_that_asked_for_it(printed, office) -> None:
    rows = {one.row.pk: one for one in printed}
    assert len(rows) > 15
    reviews = {}
    for one in rows.values():
        page = lxml.html.fromstring(office.get(urlsplit(one.address).path).content.decode())
        for item in one.row.bundled.select_related("finding__version"):
            finding = item.finding
            links = page.xpath(f"//a[contains(@href, '{finding.uuid}')]/@href")
            assert links, f"{one.row} does not lead to {finding.exact}"
            if finding.version_id not in reviews:  # the text is the same, whichever mark is chosen
                shown = office.get(links[0]).content.decode()
                reviews[finding.version_id] = lxml.html.fromstring(shown)
            marks = reviews[finding.version_id].xpath(f"//mark[@data-finding='{finding.uuid}']")
            assert "".join(mark.text_content() for mark in marks) == finding.exact
