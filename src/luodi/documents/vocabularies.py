"""The words of the area, each declared once with its label; `ROLES` gives the colour role."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DocumentKind(TextChoices):
    """What a document is."""

    SPEECH = "speech", _("Speech")
    PLAN = "plan", pgettext_lazy("document", "Plan")
    REPORT = "report", _("Report")
    MINUTES = "minutes", _("Minutes")
    NOTICE = "notice", pgettext_lazy("document", "Notice")
    LETTER = "letter", _("Letter")
    REMARK = "remark", _("Remark")
    RULE = "rule", pgettext_lazy("document", "Rules")
    GUIDE = "guide", pgettext_lazy("document", "Announcement or guide")
    OTHER = "other", pgettext_lazy("document", "Other")


class Source(TextChoices):
    """How an item came that is registered without a document."""

    REMARK = "remark", _("Leader's remark")
    MINUTES = "minutes", _("Decided at a meeting")
    SUPERIOR = "superior", _("Assigned from above")
    PROPOSAL = "proposal", _("Deputies' proposal")
    HOTLINE = "hotline", _("Hotline 12345")


class Release(TextChoices):
    """Who may read a document."""

    PUBLIC = "public", _("Public")
    INTERNAL = "internal", _("Internal")
    WORK_SECRET = "work_secret", _("Work secret")


class ReadingState(TextChoices):
    """Where a reading stands."""

    QUEUED = "queued", _("Waiting to be read")
    RUNNING = "running", _("Being read")
    DONE = "done", _("Read")
    FAILED = "failed", _("Reading failed")


class FindingKind(TextChoices):
    """What a finding is."""

    GOAL = "goal", pgettext_lazy("finding", "Goal")
    TASK = "task", _("Task")
    PROJECT = "project", _("Project")
    REFORM = "reform", _("Reform")
    REQUEST = "request", _("Request")
    PROBLEM = "problem", _("Problem")


class Family(TextChoices):
    """The three lists that findings go into."""

    COMMITMENT = "commitment", _("Commitments")
    REQUEST = "request", _("Requests")
    PROBLEM = "problem", _("Problems")


class FindingState(TextChoices):
    """What people have decided about a finding."""

    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")


class RejectReason(TextChoices):
    """Why a finding is not taken over."""

    NOT_A_COMMITMENT = "not_a_commitment", _("Asks for nothing that could be checked")
    ALREADY_DONE = "already_done", _("Tells of what is already done")
    REPEATED = "repeated", _("Says the same as another finding")
    WRONG_SPAN = "wrong_span", _("Cut out wrongly")
    NOT_OURS = "not_ours", _("Does not concern us")
    DROPPED = "dropped", _("No longer in the new version")
    OTHER = "other", pgettext_lazy("reason", "Another reason")


class MatchStatus(TextChoices):
    """How a finding of the old version stands in the new one."""

    EXACT = "exact", _("At the same place")
    MOVED = "moved", _("Moved")
    AMBIGUOUS = "ambiguous", _("At several places")
    CHANGED = "changed", _("Changed")
    GONE = "gone", _("Gone")


class Settlement(TextChoices):
    """What was decided about a finding of the old version."""

    CARRIED = "carried", pgettext_lazy("finding", "Carried over")
    PLACED = "placed", _("Given its new place")
    DROPPED = "dropped", _("No longer asked for")
    OVERTAKEN = "overtaken", _("Overtaken by a newer version")


class SpotAnswer(TextChoices):
    """What a person says of a clause of the random sample."""

    GOAL = "goal", pgettext_lazy("finding", "Goal")
    TASK = "task", _("Task")
    PROJECT = "project", _("Project")
    REFORM = "reform", _("Reform")
    REQUEST = "request", _("Request")
    PROBLEM = "problem", _("Problem")
    NONE = "none", _("None of these")
    UNSURE = "unsure", _("I cannot tell")


class ModelState(TextChoices):
    """Where a model that this deployment trained stands."""

    IN_USE = "in_use", _("In use")
    NOT_TAKEN = "not_taken", _("Not taken: not surely better")
    RETIRED = "retired", _("Replaced")
    TAKEN_BACK = "taken_back", _("Taken back")


class Gap(TextChoices):
    """What a commitment does not say."""

    OWNER = "owner", _("No owner")
    DATE = "date", _("No date")
    MEASURE = "measure", _("No measure")


class Comparator(TextChoices):
    """How a figure is meant."""

    EQUAL = "=", _("exactly")
    AT_LEAST = ">=", _("at least")
    AT_MOST = "<=", _("at most")
    ABOUT = "~", _("about")
    RANGE = "range", _("from … to …")
    RANK = "rank<=", _("rank within")
    TIMES = "x", _("times")
    UP = "+", _("up by")
    DOWN = "-", _("down by")
    MEDIAN = "median>=", _("at least the median")
    MEDIAN_AT_MOST = "median<=", _("at most the median")
    AVERAGE = "average>=", _("at least the average")
    AVERAGE_AT_MOST = "average<=", _("at most the average")

    @property
    def holds_figure(self) -> bool:
        """Return whether it compares with a figure of its own, not with what others reach."""
        return self not in OF_OTHERS


OF_OTHERS = frozenset(
    {
        Comparator.MEDIAN,
        Comparator.MEDIAN_AT_MOST,
        Comparator.AVERAGE,
        Comparator.AVERAGE_AT_MOST,
    }
)


class OwnerRole(TextChoices):
    """What a unit does for a commitment."""

    LEAD = "lead", _("Lead unit")
    PARTNER = "partner", _("Partner unit")


FAMILIES: dict[str, tuple[str, ...]] = {
    Family.COMMITMENT: (
        FindingKind.GOAL,
        FindingKind.TASK,
        FindingKind.PROJECT,
        FindingKind.REFORM,
    ),
    Family.REQUEST: (FindingKind.REQUEST,),
    Family.PROBLEM: (FindingKind.PROBLEM,),
}

# Colour roles of the page parts; a state is never told by colour alone.
ROLES: dict[str, str] = {
    Release.PUBLIC: "good",
    Release.INTERNAL: "quiet",
    Release.WORK_SECRET: "warn",
    ReadingState.QUEUED: "quiet",
    ReadingState.RUNNING: "info",
    ReadingState.DONE: "good",
    ReadingState.FAILED: "bad",
    FindingState.PROPOSED: "info",
    FindingState.ACCEPTED: "good",
    FindingState.REJECTED: "quiet",
    ModelState.IN_USE: "good",
    ModelState.NOT_TAKEN: "quiet",
    ModelState.RETIRED: "quiet",
    ModelState.TAKEN_BACK: "warn",
    MatchStatus.EXACT: "good",
    MatchStatus.MOVED: "info",
    MatchStatus.AMBIGUOUS: "warn",
    MatchStatus.CHANGED: "warn",
    MatchStatus.GONE: "bad",
    **dict.fromkeys(Gap, "warn"),
    **{kind: f"kind-{kind.value}" for kind in FindingKind},
}


def family_of(kind: str) -> Family:
    """Return the list that a kind of finding goes into."""
    return next(Family(family) for family, kinds in FAMILIES.items() if kind in kinds)
