"""The words of the area, each declared once with its label; `ROLES` gives the colour role."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlanState(TextChoices):
    """Where a plan stands."""

    DRAFT = "draft", pgettext_lazy("plan", "Draft")
    CONSULTATION = "consultation", _("In consultation")
    APPROVED = "approved", _("Approved")
    AMENDED = "amended", _("Being amended")
    CLOSED = "closed", pgettext_lazy("plan", "Closed")


class RowState(TextChoices):
    """Where a row stands in its plan."""

    LIVE = "live", pgettext_lazy("row", "In force")
    CANCELLED = "cancelled", pgettext_lazy("row", "Cancelled")
    CARRIED = "carried", _("Carried over")


class RowMode(TextChoices):
    """How a row is followed up, settled at 立项."""

    GOAL = "goal", _("With a year's goal")
    STANDING = "standing", _("Standing")
    RECORD = "record", _("For the record")


# As papers and tables write it, whatever the language of the page.
MODE_TITLES = {RowMode.GOAL: "年度目标", RowMode.STANDING: "常态化", RowMode.RECORD: "只备案"}


class Rhythm(TextChoices):
    """How often a standing row is judged."""

    NONE = "", _("not settled")
    WEEK = "week", _("every week")
    MONTH = "month", _("every month")
    QUARTER = "quarter", _("every quarter")
    HALF = "half", _("every half-year")
    YEAR = "year", _("every year")


class RowGap(TextChoices):
    """What a row does not say yet, or says of a day that is gone."""

    LEAD = "lead", _("No lead unit")
    DUE = "due", _("No date")
    PAST = "past", _("Date has passed")
    MEASURE = "measure", _("No measure")


class Effect(TextChoices):
    """What an amendment does to a row."""

    UNCHANGED = "unchanged", _("Unchanged")
    SIGN_AGAIN = "sign_again", _("To be signed for again")
    REASSIGNED = "reassigned", _("Reassigned")
    CANCELLED = "cancelled", pgettext_lazy("effect", "Cancelled")
    NEW = "new", pgettext_lazy("effect", "New")


class ReplyState(TextChoices):
    """How a consulted unit replied."""

    WAITING = "waiting", _("No reply yet")
    NONE = "none", _("No opinion")
    REPLIED = "replied", _("Replied")


class OpinionState(TextChoices):
    """What became of an opinion."""

    PENDING = "pending", _("To be decided")
    ADOPTED = "adopted", _("Adopted")
    PARTLY = "partly", _("Partly adopted")
    DECLINED = "declined", _("Not adopted")


class ChangeState(TextChoices):
    """What became of a proposed change."""

    PROPOSED = "proposed", _("To be decided")
    ACCEPTED = "accepted", pgettext_lazy("change", "Accepted")
    DECLINED = "declined", _("Not adopted")


class AnswerState(TextChoices):
    """How a superior's clause is answered."""

    OPEN = "open", _("Open")
    ANSWERED = "answered", _("Answered")
    PARTLY = "partly", _("Partly answered")
    NOT_APPLICABLE = "not_applicable", _("Does not apply")


class PaperKind(TextChoices):
    """The papers for which a city may bring its own template."""

    BREAKDOWN = "breakdown", _("Task table")
    ANSWERS = "answers", _("Answers to a superior")
    OPINIONS = "opinions", _("Opinions and decisions")
    NOTICE = "notice", _("Notice to a unit")


class PaperState(TextChoices):
    """Where a paper stands."""

    DRAFT = "draft", pgettext_lazy("paper", "Draft")
    SIGNED = "signed", _("Signed out")
    WITHDRAWN = "withdrawn", _("Withdrawn")


ROLES: dict[str, str] = {
    PlanState.DRAFT: "quiet",
    PlanState.CONSULTATION: "info",
    PlanState.APPROVED: "good",
    PlanState.AMENDED: "warn",
    PlanState.CLOSED: "quiet",
    RowState.LIVE: "good",
    RowState.CANCELLED: "quiet",
    RowState.CARRIED: "info",
    **dict.fromkeys(RowGap, "warn"),
    Effect.UNCHANGED: "quiet",
    Effect.SIGN_AGAIN: "warn",
    Effect.REASSIGNED: "warn",
    Effect.NEW: "good",
    ReplyState.WAITING: "quiet",
    ReplyState.REPLIED: "info",
    OpinionState.PENDING: "info",
    OpinionState.ADOPTED: "good",
    OpinionState.PARTLY: "warn",
    OpinionState.DECLINED: "quiet",
    PaperState.SIGNED: "good",
    PaperState.WITHDRAWN: "quiet",
    AnswerState.OPEN: "warn",
    AnswerState.ANSWERED: "good",
    AnswerState.NOT_APPLICABLE: "quiet",
}
