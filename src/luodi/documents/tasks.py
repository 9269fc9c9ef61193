"""The area's background work."""

from __future__ import annotations

from luodi.base.jobs import Run, job
from luodi.reading.reader import read

from .queries.readings import text_to_read
from .services import record_reading
from .services.reading import JOB


@job(JOB)
def read_version(run: Run, *, reading: str) -> None:
    """Read a version's text and record what was found, together with the end of the job."""
    source = text_to_read(reading)
    if source is None:
        return
    run.progress(0, 3, "Reading the text")
    answer = read(source.text, date=source.date)
    run.progress(2, 3, "Writing down what was found")
    with run.finishing():
        record_reading(reading, answer, actor=run.actor)
