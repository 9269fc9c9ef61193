"""Background work of the area."""

from __future__ import annotations

from datetime import timedelta

from luodi.base.jobs import Run, job, periodic

from .models import Target
from .queries.judgements import outlook_tests
from .queries.profile import draw_standings as drawn
from .queries.profile import peers_by_id
from .queries.sides import find_side
from .services import keep_standings, record_outlook_tests
from .services.import_runs import CHECK_JOB, WRITE_JOB, check_rows, write_rows
from .services.standings import JOB


@periodic(every=timedelta(days=1))
@job("indicators.test_outlooks")
def test_outlooks(run: Run) -> None:
    """Score the probabilities of the past, so that today's are shown only where it pays."""
    targets = Target.objects.select_related("indicator", "place", "body")
    tests = outlook_tests(list(targets))
    with run.finishing():
        if tests:
            record_outlook_tests(tests, actor=run.actor)


@job(JOB)
def draw_standings(run: Run, *, side: str, peers: str) -> None:
    """Draw where one stands among peers that are too many for a request."""
    found, chosen = find_side(side), peers_by_id(peers)
    if found is None or chosen is None:
        return
    digest, standings = drawn(found, chosen)
    with run.finishing():
        keep_standings(found, chosen, digest, standings, actor=run.actor)


@job(CHECK_JOB)
def check_table(run: Run, *, table: str) -> None:
    """Examine the rows of a table that is too large for a request."""
    check_rows(table, run.progress)


@job(WRITE_JOB)
def write_table(run: Run, *, table: str) -> None:
    """Write the figures of a table that is too large for a request, part by part."""
    write_rows(table, run.progress)
