"""A purged document leaves no word in plans, versions, answers or the ledger; numbers stay."""

from __future__ import annotations

import pytest
from django.apps import apps
from tests.people.factories import make_actor

from luodi.base import ledger
from luodi.base.actors import Actor
from luodi.base.errors import Invalid, NotAllowed
from luodi.base.models import Event
from luodi.commitments import queries, services
from luodi.commitments.services.purging import ERASED
from luodi.documents.models import Document

from .factories import TEXT, make_filled, make_plan, make_read

pytestmark = pytest.mark.django_db
LEAKED = "航空枢纽"


@pytest.fixture
def both(db) -> tuple[Actor, Actor]:
    """The two administrators."""
    return make_actor("system_admin"), make_actor("security_admin")


def everything() -> str:
    """All that the tables of plans and the ledger hold."""
    models = [*apps.get_app_config("commitments").get_models(), Event]
    return "\n".join(str(list(model.objects.values())) for model in models)


def test_nothing_of_the_document_is_left_and_the_chain_holds(office, both, units) -> None:
    plan = make_plan(office)
    kept = services.take_document(plan, make_read(office), actor=office).rows[0]
    secret = make_read(office, TEXT.replace("学校12所", f"{LEAKED}12座"))
    taken = services.take_document(plan, secret, actor=office)
    row = next(row for row in taken.rows if LEAKED in row.words)
    services.edit_row(row, {"goal": f"{LEAKED}开工", "theme": LEAKED}, actor=office)
    made = services.open_consultation(plan, [units["市财政局"]], actor=office)
    services.record_reply(made.consulted.get(), [f"{LEAKED}不宜"], row=row.uuid, actor=office)
    services.approve_plan(plan, actor=office)
    answers = services.start_correspondence(secret, plan, actor=office)
    assert LEAKED in everything()
    services.purge_document(secret, actors=both, reason="误收涉密内容")
    assert LEAKED not in everything()
    assert not Document.objects.filter(pk=secret.pk).exists()
    assert not type(answers).objects.filter(pk=answers.pk).exists()
    assert ledger.verify().ok
    # What other documents asked is untouched, and the gap is seen.
    shown = queries.plan_page(office, plan.uuid, queries.RowFilter(state="all"))
    words = {view.number: view.words for group in shown.groups for view in group.rows}
    assert words[kept.number] == kept.words
    assert words[row.number] == ERASED
    assert queries.version_page(office, plan.uuid, 1).groups


def test_one_administrator_erases_nothing(office, both) -> None:
    plan, rows = make_filled(office)
    document = rows[0].bundled.first().finding.version.document
    before = everything()
    for actors in (both[:1], (both[0], both[0]), (office, both[1])):
        with pytest.raises((Invalid, NotAllowed)):
            services.purge_document(document, actors=actors, reason="误收")
    assert everything() == before
    assert plan.rows.count() == len(rows)
