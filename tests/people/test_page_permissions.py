"""To whom every page of people and places opens: the whole matrix, yes and no."""

from __future__ import annotations

import pytest
from tests import matrix
from tests.matrix import NOBODY, SOMEBODY

from luodi.people import urls
from luodi.places import urls as place_urls

from .factories import make_person
from .page_rows import PAGES

pytestmark = pytest.mark.django_db


def test_every_address_has_a_row():
    assert {entry.name for entry in PAGES} == matrix.page_names(urls, place_urls)


@pytest.mark.parametrize("entry", PAGES, ids=str)
def test_a_page_opens_to_its_roles_and_to_nobody_else(world, entry):
    visitors = {**world["people"], SOMEBODY: make_person(), NOBODY: None}
    opened = {role for role, who in visitors.items() if matrix.opened(entry, world, who)}
    assert opened == set(entry.allowed)


def test_the_reference_page_holds_the_matrix(root):
    page = (root / "docs/reference/permissions.md").read_text(encoding="utf-8")
    assert matrix.table(PAGES, "page") in page
