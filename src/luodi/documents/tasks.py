"""The area's background work."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_noop as _

from luodi.base.jobs import Run, enqueue, job, periodic
from luodi.reading.learnt import adjusted
from luodi.reading.naming import namer, with_names
from luodi.reading.reader import read

from .queries.learning import learnt_model
from .queries.readings import question_of, text_to_read
from .services import draw, learn, record_reading, record_second_reading, scans, second_reading
from .services.reading import JOB


@job(JOB)
def read_version(run: Run, *, reading: str) -> None:
    """Read a version's text and record what was found, together with the end of the job."""
    source = text_to_read(reading)
    if source is None:
        return
    run.progress(0, 3, "Reading the text")
    answer = read(source.text, date=source.date)
    drawn = draw(answer, source.text_sha256)
    answer = with_names(adjusted(answer, learnt_model()), source.text, namer())
    run.progress(2, 3, "Writing down what was found")
    with run.finishing():
        row = record_reading(reading, answer, actor=run.actor, drawn=drawn)
        if second_reading.may_send(row.version.document.release):
            enqueue(second_reading.JOB, key=reading, actor=run.actor, reading=reading)


@job(scans.JOB)
def recognise(run: Run, *, recognition: str) -> None:
    """Recognise the pages of a scan that are missing, then make a document of them, together with
    the end of the job. What was kept of pages stays when it is broken off."""
    todo = scans.left_to_read(recognition)
    if todo is None:
        return
    for number in todo.missing:
        run.progress(number - 1, todo.total, _("Recognising the pages"))
        scans.keep_page(recognition, number, scans.read_one(todo, number))
    run.progress(todo.total, todo.total, _("Putting the text together"))
    text = scans.text_of_scan(recognition)
    with run.finishing():
        scans.finish_scan(recognition, text, actor=run.actor)


@job(second_reading.JOB)
def read_second(run: Run, *, reading: str) -> None:
    """Ask the second reader about what the grammar left in doubt, when there is one and the
    document may be sent to it, and record what it proposes."""
    asked = question_of(reading)
    if asked is None or not second_reading.may_send(asked.version.document.release):
        return

    def tell(done: int, total: int) -> None:
        run.progress(done, total, "Asking the second reader")

    told = second_reading.question(asked.version, asked.clauses, asked.known, tell)
    with run.finishing():
        record_second_reading(reading, told, actor=run.actor)


@periodic(every=timedelta(days=30))
@job("documents.learn")
def learn_monthly(run: Run) -> None:
    """Learn from the reviews of this deployment; with too small a sample nothing changes."""
    learn(actor=run.actor)
