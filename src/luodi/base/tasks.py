"""What the base does by itself: tidying once a day, walking along the whole chain once a week."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop as _

from . import ledger, services
from .charts import packing, store
from .jobs import Run, job, periodic
from .jobs.upkeep import prune


@periodic(every=timedelta(days=1))
@job("base.tidy")
def tidy(run: Run) -> None:
    """Delete old tickets and jobs, drawings of long ago, and sign-ins that ended."""
    prune()
    store.forget_old()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@periodic(every=timedelta(days=7))
@job(services.VERIFY_JOB)
def verify(run: Run) -> None:
    """Walk along the whole chain and record what was found, together with the end of the job."""
    total = ledger.head().seq
    run.progress(0, total, _("Checking the entries"))
    seen = ledger.verify(tell=lambda seq: run.progress(seq, total, _("Checking the entries")))
    with run.finishing():
        services.record_verification(seen, actor=run.actor)


@job(store.JOB)
def draw_chart(run: Run, *, chart: Any, language: str) -> None:
    """Draw a chart and keep it under its digest."""
    # Imported here: the server process draws nothing and needs neither Altair nor its engine.
    from .charts.rendering import markup

    asked = packing.chart_of(chart)
    store.keep(packing.digest(asked, language), markup(asked, language))


@job(store.PICTURE_JOB)
def draw_picture(run: Run, *, chart: Any, language: str, half: bool) -> None:
    """Draw a chart for Word and keep it beside its drawing."""
    from .charts.rendering import png

    asked = packing.chart_of(chart)
    store.keep_picture(asked, language, png(asked, language, half=half), half=half)
