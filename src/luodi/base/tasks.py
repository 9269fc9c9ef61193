"""What the base does by itself once a day."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

from django.conf import settings

from .jobs import Run, job, periodic
from .jobs.upkeep import prune


@periodic(every=timedelta(days=1))
@job("base.tidy")
def tidy(run: Run) -> None:
    """Delete old tickets and jobs, and sign-ins that ended."""
    prune()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
