"""Background work of the area."""

from __future__ import annotations

from datetime import timedelta

from luodi.base.jobs import Run, job, periodic

from .models import Target
from .queries.judgements import outlook_tests
from .services import record_outlook_tests


@periodic(every=timedelta(days=1))
@job("indicators.test_outlooks")
def test_outlooks(run: Run) -> None:
    """Score the probabilities of the past, so that today's are shown only where it pays."""
    targets = Target.objects.select_related("indicator", "place", "body")
    tests = outlook_tests(list(targets))
    with run.finishing():
        if tests:
            record_outlook_tests(tests, actor=run.actor)
