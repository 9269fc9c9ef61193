"""Documents, their versions, readings of them, and findings tied to their very characters."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from luodi.base.ids import uuid7
from luodi.base.models import Job, StoredFile
from luodi.people.models import Person, Unit

from .vocabularies import (
    DocumentKind,
    FindingKind,
    FindingState,
    MatchStatus,
    ModelState,
    ReadingState,
    RejectReason,
    Release,
    Settlement,
    Source,
    SpotAnswer,
    family_of,
)


class Document(models.Model):
    """A policy text; what it says of itself, who owns it and who may read it."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    title = models.CharField(_("Title"), max_length=300)
    kind = models.CharField(
        _("Kind"), max_length=10, choices=DocumentKind, default=DocumentKind.OTHER
    )
    # How an item came that was registered without a document; empty for a document that was given.
    source = models.CharField(_("Source"), max_length=10, choices=Source, blank=True)
    issuer = models.CharField(_("Issuer"), max_length=200, blank=True)
    number = models.CharField(_("Number"), max_length=100, blank=True)
    date = models.DateField(_("Date"), null=True, blank=True)
    release = models.CharField(
        _("Who may read it"), max_length=12, choices=Release, default=Release.INTERNAL
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="documents")
    created_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="documents"
    )
    created_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["release", "-created_at"], name="document_release")]

    def __str__(self) -> str:
        return self.title


class DocumentVersion(models.Model):
    """One state of a document: the file as it came, and the text that all offsets point into.

    The text is never changed: a changed document is a new version.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    n = models.PositiveIntegerField(default=1)
    latest = models.BooleanField(default=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="document_versions"
    )
    filename = models.CharField(max_length=200, blank=True)
    format = models.CharField(max_length=20)
    encoding = models.CharField(max_length=40, blank=True)
    extractor = models.CharField(max_length=60)
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64, db_index=True)
    length = models.PositiveIntegerField()
    notes = models.JSONField(default=list)
    # The text was recognised from pictures of its pages and may hold wrong characters.
    recognised = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["document", "-n"]
        constraints = [models.UniqueConstraint(fields=["document", "n"], name="version_once")]

    def __str__(self) -> str:
        return f"{self.document} v{self.n}"


class Recognition(models.Model):
    """A scan on its way to a text: its pages are recognised one by one in the background.

    Until `version` stands there is no text and no document (or, with `document`, no new version of
    it), and who may see it is settled as for a document. What cannot become one is let go of: then
    `file` is empty and `let_go_zh`, `let_go_en` say why.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    document = models.ForeignKey(
        Document, models.CASCADE, null=True, blank=True, related_name="recognitions"
    )
    version = models.OneToOneField(
        DocumentVersion, models.CASCADE, null=True, blank=True, related_name="recognition"
    )
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="recognitions"
    )
    filename = models.CharField(max_length=200)
    format = models.CharField(max_length=20)
    total = models.PositiveIntegerField()
    # What its giver says of it, as for a document; the rest is taken from the text.
    details = models.JSONField(default=dict)
    release = models.CharField(max_length=12, choices=Release, default=Release.INTERNAL)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="scans")
    created_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="scans"
    )
    created_at = models.DateTimeField()
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="scans")
    let_go_zh = models.TextField(blank=True)
    let_go_en = models.TextField(blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.filename} {self.state}"

    @property
    def state(self) -> ReadingState:
        """Return where it stands; one whose job was given up or tidied away has failed."""
        if self.version_id:
            return ReadingState.DONE
        if self.file_id is None or self.job is None:
            return ReadingState.FAILED
        state = ReadingState(self.job.state)
        return ReadingState.FAILED if state == ReadingState.DONE else state


class PageImage(models.Model):
    """A page of a scan: its picture as it is kept, and the lines recognised on it.

    `seen` is what the recogniser saw, until all pages are there; then `lines` are rows of start,
    end, confidence and box, with offsets in the version's text, and `start` and `end` hold them
    all. A page that could not be recognised has no file, and `fault_zh`, `fault_en` say why.
    """

    recognition = models.ForeignKey(Recognition, models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="page_images"
    )
    seen = models.JSONField(default=dict)
    lines = models.JSONField(default=list)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    fault_zh = models.TextField(blank=True)
    fault_en = models.TextField(blank=True)

    class Meta:
        ordering = ["recognition", "number"]
        constraints = [models.UniqueConstraint(fields=["recognition", "number"], name="page_once")]

    def __str__(self) -> str:
        return f"{self.recognition_id} {self.number}"


class Reading(models.Model):
    """One reader's answer for one version; who waits for it asks its job."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    version = models.ForeignKey(DocumentVersion, models.CASCADE, related_name="readings")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="readings")
    reader = models.CharField(max_length=60, blank=True)
    reader_version = models.CharField(max_length=20, blank=True)
    clauses = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    recorded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return f"{self.version} {self.reader} {self.state}"

    @property
    def state(self) -> ReadingState:
        """Return where the reading stands; one whose job was given up or tidied away has failed."""
        if self.recorded_at:
            return ReadingState.DONE
        return ReadingState(self.job.state) if self.job else ReadingState.FAILED


class Finding(models.Model):
    """A commitment, request or problem in a text, and what people decided about it.

    `version.text[start:end] == exact` always. `fields_read` is what the reader took and never
    changes; `fields_edited` replaces it as a whole. `revision` counts every change, so that a
    stale page overwrites nothing.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    version = models.ForeignKey(DocumentVersion, models.CASCADE, related_name="findings")
    # None: a person added it.
    reading = models.ForeignKey(
        Reading, models.CASCADE, null=True, blank=True, related_name="findings"
    )
    kind = models.CharField(max_length=10, choices=FindingKind)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    exact = models.TextField()
    prefix = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=64, blank=True)
    fields_read = models.JSONField()
    fields_edited = models.JSONField(null=True, blank=True)
    has_owner = models.BooleanField()
    has_date = models.BooleanField()
    has_measure = models.BooleanField()
    confidence = models.FloatField()
    reason = models.CharField(max_length=40)
    section_path = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=FindingState, default=FindingState.PROPOSED)
    reject_reason = models.CharField(max_length=20, choices=RejectReason, blank=True)
    reject_note = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="decided_findings"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_in_bulk = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    # Put aside: by a new reading, by a merge (then `merged_into` leads on), or by an undo.
    superseded = models.BooleanField(default=False)
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="merged"
    )

    class Meta:
        ordering = ["start", "end", "id"]
        indexes = [
            models.Index(fields=["version", "state", "start"], name="finding_review"),
            models.Index(fields=["state", "kind", "-decided_at"], name="finding_accepted"),
        ]

    def __str__(self) -> str:
        return self.exact[:40]

    @property
    def fields(self) -> dict[str, Any]:
        """Return the fields that hold: as edited, else as read."""
        return self.fields_edited if self.fields_edited is not None else self.fields_read

    @property
    def family(self) -> str:
        """Return the list that the finding goes into."""
        return family_of(self.kind)


class Decision(models.Model):
    """One step in the review of a finding, with what stood before, so that it can be undone.

    The steps of one operation (all above a confidence) are undone together; only those made on the
    newest version can be undone.
    """

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="decisions")
    version = models.ForeignKey(DocumentVersion, models.CASCADE, related_name="decisions")
    operation = models.UUIDField(db_index=True)
    move = models.CharField(max_length=10)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="decisions")
    at = models.DateTimeField()
    before = models.JSONField()
    undone = models.BooleanField(default=False)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["by", "undone", "-id"], name="decision_last")]

    def __str__(self) -> str:
        return f"{self.move} {self.finding_id}"


class VersionMatch(models.Model):
    """What became of a finding when a new version came: carried, or listed for a person to settle.

    The old place stays readable here: `from_version.text[old_start:old_end] == exact` always.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    finding = models.ForeignKey(Finding, models.CASCADE, related_name="matches")
    from_version = models.ForeignKey(DocumentVersion, models.CASCADE, related_name="matches_from")
    to_version = models.ForeignKey(DocumentVersion, models.CASCADE, related_name="matches_to")
    status = models.CharField(max_length=10, choices=MatchStatus)
    old_start = models.PositiveIntegerField()
    old_end = models.PositiveIntegerField()
    exact = models.TextField()
    candidates = models.JSONField(default=list)
    settlement = models.CharField(max_length=10, choices=Settlement, blank=True)
    settled_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="settled_matches"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["to_version", "old_start", "old_end", "id"]
        constraints = [
            models.UniqueConstraint(fields=["finding", "to_version"], name="matched_once")
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.exact[:40]}"


class SpotCheck(models.Model):
    """A clause drawn by chance that a person judges without the reader's answer.

    `said` is what the grammar answered for it (kind, or empty where it left the clause), untouched
    by what was learnt; `place` is its place in the random order of its document.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    version = models.ForeignKey(DocumentVersion, models.CASCADE, related_name="spot_checks")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    place = models.PositiveIntegerField()
    section_path = models.JSONField(default=list)
    said = models.JSONField()
    reader_version = models.CharField(max_length=20)
    drawn_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=SpotAnswer, blank=True)
    answered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="spot_checks"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["version", "place", "start"]
        constraints = [
            models.UniqueConstraint(fields=["version", "start", "end"], name="drawn_once")
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.start}–{self.end}"


class ReaderModel(models.Model):
    """A model that this deployment trained; its file is never changed, its state is.

    `trained_until` is the time of the last decision it knows; `report` compares before and after.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    n = models.PositiveIntegerField(unique=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="reader_models")
    state = models.CharField(max_length=10, choices=ModelState)
    made_at = models.DateTimeField()
    trained_until = models.DateTimeField()
    rows = models.PositiveIntegerField()
    documents = models.PositiveIntegerField()
    report = models.JSONField()
    # What was in use before it: None is the reader as it ships.
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by"
    )

    class Meta:
        ordering = ["-n"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state="in_use"), name="one_model_in_use"
            )
        ]

    def __str__(self) -> str:
        return f"{self.n} {self.state}"
