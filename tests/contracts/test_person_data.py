"""The register of personal data: what the models hold is what docs/reference/person-data.md says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from luodi.people.models import Holding, Person

# Models that are about persons throughout: all their fields, but for the keys, stand in the register.
ABOUT_PERSONS = (Person, Holding)
NOT_DATA = {"people.Holding.id", "people.Holding.post"}
# What a field is called that may hold a person's datum.
SPEAKS_OF_PERSONS = re.compile(
    r"(^|_)(name|nickname|title|account|login|password|phone|mobile|tel|mail|email|address|"
    r"contact|person|people|actor|behalf|holder|author|user|owner|worker|signer|leader|by|note|"
    r"remark|comment|issuer|filename)(_|$)"
)
FREE_TEXT = ("TextField", "JSONField")
# Fields under other names that the two rules above would pass over.
FURTHER = {"base.Event.subject_id", "documents.Finding.prefix", "documents.Finding.suffix"}
# What luodi never contains, whatever purpose is given.
FORBIDDEN = re.compile(
    r"check_?in|attendance|online|points|rank|score|grade|credit|photo|avatar|face|fingerprint|"
    r"track|gps|location|latitude|longitude|birth|gender|sex|ethnic|religion|marital|"
    r"id_?card|id_?number|passport|health|income|device"
)
ROW = re.compile(r"^\| `([\w.]+)` \|(.+)\|$")


def label(field: Any) -> str:
    return f"{field.model._meta.label}.{field.name}"


def own_fields() -> Iterator[Any]:
    """Every field that stands in a table of ours."""
    for model in apps.get_models():
        if model.__module__.startswith("luodi."):
            yield from model._meta.get_fields(include_parents=False)


def leads_to_a_person(field: Any) -> bool:
    return bool(field.is_relation and not field.auto_created and field.related_model is Person)


def relations() -> Iterator[Any]:
    """Every field that leads to an account, in tables of ours and of libraries."""
    for model in apps.get_models():
        yield from filter(leads_to_a_person, model._meta.get_fields(include_parents=False))


def may_hold_personal_data(field: Any) -> bool:
    if field.auto_created and not field.concrete:
        return False
    if field.model in ABOUT_PERSONS or field.get_internal_type() in FREE_TEXT:
        return True
    return not field.is_relation and bool(SPEAKS_OF_PERSONS.search(field.name))


def held_by_the_models() -> set[str]:
    found = {label(field) for field in relations()} | FURTHER
    return (found | {label(f) for f in own_fields() if may_hold_personal_data(f)}) - NOT_DATA


@pytest.fixture(scope="module")
def rows(root: Path) -> dict[str, list[str]]:
    """The rows of the page: field, and its other cells."""
    page = (root / "docs/reference/person-data.md").read_text(encoding="utf-8")
    found = [match for line in page.splitlines() if (match := ROW.match(line))]
    named = [match.group(1) for match in found]
    assert len(named) == len(set(named)), "a field stands there twice"
    return {m.group(1): [cell.strip() for cell in m.group(2).split("|")] for m in found}


def test_every_field_that_refers_to_a_person_stands_in_the_register(rows):
    assert held_by_the_models() - set(rows) == set()


def test_the_register_names_only_fields_that_are_there(rows):
    assert set(rows) - held_by_the_models() == set()


def test_every_field_has_its_purpose_and_how_long_it_stays(rows):
    certain = {label(field) for field in relations()}
    certain |= {label(f) for f in own_fields() if f.model in ABOUT_PERSONS and f.concrete}
    for name, cells in rows.items():
        assert all(cells), f"{name}: an empty cell"
        assert len(cells) == 2 or name not in certain, f"{name}: purpose and retention"


def test_nothing_measures_ranks_locates_or_describes_a_person():
    models = {Person, *(field.model for field in relations())}
    fields = [field for field in own_fields() if field.model in models]
    assert len(fields) > 20
    assert [label(field) for field in fields if FORBIDDEN.search(field.name)] == []


@pytest.mark.parametrize("app", ["base", "people", "documents"])
def test_the_walk_goes_through_every_area(app):
    assert any(name.startswith(f"{app}.") for name in held_by_the_models())


@pytest.mark.parametrize(
    "name", ["contact_phone", "decided_by", "reject_note", "holder_name", "mobile", "home_address"]
)
def test_names_that_speak_of_persons_are_known(name):
    assert SPEAKS_OF_PERSONS.search(name)
