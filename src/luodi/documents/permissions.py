"""Who may see and do what with documents.

Public and internal documents are for everybody with a business role; a work secret is for the
follow-up office, the auditor, city leaders and the unit that owns it (and the leaders above that
unit). Administrators of system and security see no business content. The auditor changes nothing.
`visible` says the same as a condition for lists.
"""

from __future__ import annotations

from typing import Any

import rules
from django.db.models import Q

from luodi.base.actors import SYSTEM_ROLE, Actor
from luodi.base.permissions import declare
from luodi.people.models import Role

from .models import Document, Recognition
from .vocabularies import Release

OFFICE = (Role.FOLLOWUP, Role.CITY_LEADER)
UNIT_ROLES = (Role.LIAISON, Role.UNIT_LEADER, Role.ASSISTANT)
BUSINESS = OFFICE + UNIT_ROLES
SEE_ALL = (Role.FOLLOWUP, Role.AUDITOR, Role.CITY_LEADER, SYSTEM_ROLE)


def owns(actor: Actor, document: Document | None, *roles: str) -> bool:
    """Return whether the actor works in the document's unit with one of these roles, or leads a
    unit above it."""
    if document is None or document.unit is None:
        return False
    unit, path = str(document.unit.uuid), document.unit.path
    inside = any(grant.unit == unit for grant in actor.grants_of(*roles))
    leads = Role.UNIT_LEADER in roles and any(
        grant.unit_path and path.startswith(grant.unit_path)
        for grant in actor.grants_of(Role.UNIT_LEADER)
    )
    return inside or leads


def visible(actor: Actor, prefix: str = "") -> Q:
    """Return the condition of the documents the actor may see; `prefix` leads to the document."""
    if actor.has(*SEE_ALL):
        return Q()
    if not actor.has(*BUSINESS):
        return Q(pk=None)
    own = ~Q(**{f"{prefix}release": Release.WORK_SECRET})
    own |= Q(
        **{f"{prefix}unit__uuid__in": [g.unit for g in actor.grants_of(*UNIT_ROLES) if g.unit]}
    )
    return own | _below(actor, prefix, Role.UNIT_LEADER)


def reviewable(actor: Actor, prefix: str = "") -> Q:
    """Return the condition of the documents whose findings the actor may decide about."""
    if actor.has(Role.FOLLOWUP, SYSTEM_ROLE):
        return Q()
    units = [g.unit for g in actor.grants_of(Role.LIAISON, Role.UNIT_LEADER) if g.unit]
    return Q(**{f"{prefix}unit__uuid__in": units}) | _below(actor, prefix, Role.UNIT_LEADER)


def _below(actor: Actor, prefix: str, *roles: str) -> Q:
    condition = Q(pk=None)
    for grant in actor.grants_of(*roles):
        if grant.unit_path:
            condition |= Q(**{f"{prefix}unit__path__startswith": grant.unit_path})
    return condition


@rules.predicate
def reads_business(actor: Actor, subject: object = None) -> bool:
    """Anyone with a business role, and the auditor."""
    return actor.has(*BUSINESS, Role.AUDITOR)


@rules.predicate
def sees(actor: Actor, document: Document | None = None) -> bool:
    """Whoever the release state lets read it."""
    if document is None or not actor.has(*BUSINESS, Role.AUDITOR):
        return False
    if document.release != Release.WORK_SECRET or actor.has(*SEE_ALL):
        return True
    return owns(actor, document, *UNIT_ROLES)


@rules.predicate
def adds(actor: Actor, subject: object = None) -> bool:
    """Everybody with a business role."""
    return actor.has(*BUSINESS)


@rules.predicate
def tends(actor: Actor, document: Document | None = None) -> bool:
    """The follow-up office, and the unit that owns the document."""
    if document is None:
        return False
    return actor.has(Role.FOLLOWUP) or owns(actor, document, Role.LIAISON, Role.UNIT_LEADER)


@rules.predicate
def releases(actor: Actor, document: Document | None = None) -> bool:
    """The follow-up office, and the leader of the unit that owns the document."""
    if document is None:
        return False
    return actor.has(Role.FOLLOWUP) or owns(actor, document, Role.UNIT_LEADER)


@rules.predicate
def sees_scan(actor: Actor, scan: Recognition | None = None) -> bool:
    """Whoever may read the document it belongs to, or would become as its giver said."""
    return scan is not None and bool(sees(actor, document_of_scan(scan)))


@rules.predicate
def tends_scan(actor: Actor, scan: Recognition | None = None) -> bool:
    """Who gave it, the follow-up office, and the unit that owns it."""
    if scan is None or not actor.has(*BUSINESS):
        return False
    gave = scan.created_by is not None and str(scan.created_by.uuid) == actor.id
    return gave or bool(tends(actor, document_of_scan(scan)))


def document_of_scan(scan: Recognition) -> Document:
    """Return the document a scan belongs to or would become, for questions of access."""
    return scan.document or Document(release=scan.release, unit=scan.unit)


def visible_scans(actor: Actor) -> Q:
    """Return the condition of the scans the actor may see."""
    own = Q(document=None) & visible(actor)
    return own | (Q(document__isnull=False) & visible(actor, "document__"))


@rules.predicate
def sees_accuracy(actor: Actor, subject: object = None) -> bool:
    """Those who see all documents: the sample is drawn from all of them."""
    return actor.has(Role.FOLLOWUP, Role.AUDITOR, Role.CITY_LEADER)


def _declare(name: str, predicate: Any) -> str:
    return declare(f"documents.{name}", predicate)


VIEW_DOCUMENTS = _declare("view_documents", reads_business)
VIEW_DOCUMENT = _declare("view_document", sees)
ADD_DOCUMENT = _declare("add_document", adds)
REGISTER_WORDS = _declare("register_words", adds)
EDIT_DOCUMENT = _declare("edit_document", tends)
SET_RELEASE = _declare("set_release", releases)
REVIEW_DOCUMENT = _declare("review_document", tends)
RECORD_READING = _declare("record_reading", rules.always_false)
VIEW_SCAN = _declare("view_scan", sees_scan)
TEND_SCAN = _declare("tend_scan", tends_scan)
RECORD_SCAN = _declare("record_scan", rules.always_false)
VIEW_ACCURACY = _declare("view_accuracy", sees_accuracy)
TRAIN_READER = _declare("train_reader", rules.always_false)
