"""The ledger, the stored files and the background jobs."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .ids import uuid7


class Event(models.Model):
    """One change of state. The chain covers the header and the payload's digest, so a payload
    (which names actor and data) can be purged and the chain still verifies."""

    seq = models.BigIntegerField(primary_key=True)
    id = models.UUIDField(unique=True)
    name = models.CharField(max_length=100, db_index=True)
    at = models.DateTimeField(db_index=True)
    operation = models.UUIDField(db_index=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64)
    actor_id = models.CharField(max_length=64, blank=True, db_index=True)
    behalf_id = models.CharField(max_length=64, blank=True, db_index=True)
    salt = models.CharField(max_length=64, blank=True)
    payload = models.TextField(blank=True)
    payload_digest = models.CharField(max_length=64)
    algorithm = models.CharField(max_length=10)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    purged = models.BooleanField(default=False)

    class Meta:
        ordering = ["seq"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "seq"], name="event_subject"),
            # An opaque id alone, as people type it and as a purge of a person asks: without it
            # SQLite read the whole ledger (207 ms with 100,000 entries, 0.7 ms with it).
            models.Index(fields=["subject_id"], name="event_subject_id"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.name}"


class ChainHead(models.Model):
    """The last link; locked last in every changing transaction."""

    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="", blank=True)

    def __str__(self) -> str:
        return f"{self.seq} {self.hash[:12]}"


class StoredFile(models.Model):
    """A write-once file, known by the SHA-256 of its content and not by any name."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.sha256[:12]} {self.media_type}"


class JobState(models.TextChoices):
    """Where a background job stands."""

    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


OPEN_STATES = (JobState.QUEUED, JobState.RUNNING)


class Job(models.Model):
    """Background work. Only the holder of `lease` may write progress or finish it."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(max_length=100)
    key = models.CharField(max_length=200)
    args = models.JSONField(default=dict)
    actor_id = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    lease = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=100, blank=True)
    ticket = models.UUIDField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=200, blank=True)
    error_zh = models.TextField(blank=True)
    error_en = models.TextField(blank=True)
    fault = models.CharField(max_length=300, blank=True)
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name", "key"],
                condition=models.Q(state__in=["queued", "running"]),
                name="job_open_once",
            )
        ]
        indexes = [
            models.Index(fields=["state", "lease_until"], name="job_state"),
            models.Index(fields=["name", "key", "id"], name="job_key"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.key} {self.state}"

    @property
    def is_open(self) -> bool:
        """Return whether the job still waits or runs."""
        return self.state in OPEN_STATES


class Timetable(models.Model):
    """When a periodic job is due next."""

    name = models.CharField(max_length=100, primary_key=True)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.due_at:%Y-%m-%d %H:%M}"


class SearchRow(models.Model):
    """What can be found of one thing of any area: see `base.search`, which alone writes it.

    How it is found lies beside it and differs by database: see the migration 0002_search. The
    long columns come last, so that a list never touches them on SQLite.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    unit = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=40, blank=True)
    day = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    access = models.CharField(max_length=100, blank=True)
    head = models.TextField(blank=True)
    title = models.TextField(blank=True)
    body = models.TextField(blank=True)
    folded = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="search_row_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
