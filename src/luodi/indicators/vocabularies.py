"""The words of the area, each declared once with its label; `ROLES` gives the colour role."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class IndicatorState(TextChoices):
    """How far an indicator's meaning is agreed on."""

    DRAFT = "draft", pgettext_lazy("indicator", "Draft")
    UNSETTLED = "unsettled", _("Definition not settled")
    SETTLED = "settled", _("Definition settled")
    RETIRED = "retired", pgettext_lazy("indicator", "Retired")


class Direction(TextChoices):
    """Which way is good."""

    UP = "up", _("More is better")
    DOWN = "down", _("Less is better")
    BAND = "band", _("Best within a range")


class Frequency(TextChoices):
    """How often a figure is due."""

    MONTH = "month", _("every month")
    QUARTER = "quarter", _("every quarter")
    HALF = "half", _("every half-year")
    YEAR = "year", _("every year")
    OTHER = "other", _("now and then")


class PriceBasis(TextChoices):
    """In which prices a figure of money stands."""

    NONE = "", pgettext_lazy("prices", "not a figure of money")
    CURRENT = "current", _("Current prices")
    CONSTANT = "constant", _("Comparable prices")


class Formula(TextChoices):
    """How an indicator is computed from others, if it is."""

    NONE = "", _("Reported, not computed")
    SHARE = "share", _("Share: part of a whole, in %")
    PER_HEAD = "per_head", _("Per head: a total by the number of people")
    GROWTH = "growth", _("Growth on the same period a year before, in %")
    INDEX = "index", _("Index: a base period is 100")


class FigureKind(TextChoices):
    """What an observation says. Official growth rates and ranks stand by themselves: they are
    never replaced by what levels give."""

    LEVEL = "level", pgettext_lazy("figure", "Value")
    GROWTH = "growth", _("Official growth rate, %")
    RANK = "rank", _("Official rank")


class ObservationState(TextChoices):
    """How far a figure is trusted."""

    REPORTED = "reported", pgettext_lazy("figure", "Reported")
    CHECKED = "checked", pgettext_lazy("figure", "Checked")
    DISPUTED = "disputed", pgettext_lazy("figure", "Disputed")


class Aim(TextChoices):
    """What a target asks for."""

    THRESHOLD = "threshold", _("Reach a value")
    RANGE = "range", _("Lie within a range")
    RANK = "rank", _("Be among the first")
    MEDIAN = "median", _("Reach the median of the peers")
    MULTIPLE = "multiple", _("Multiply the baseline")
    INCREASE = "increase", _("Add to the baseline")


class Shape(TextChoices):
    """How the way from baseline to target is to be walked."""

    STRAIGHT = "straight", _("In equal parts")
    STEPPED = "stepped", _("In steps")
    S = "s", _("Slowly, fast, slowly")
    QUARTERS = "quarters", _("By shares of the quarters")


class Meeting(TextChoices):
    """Whether a target is met, by the newest figure."""

    MET = "met", _("Met")
    NOT_YET = "not_yet", _("Not yet met")
    MISSED = "missed", _("Missed")
    UNKNOWN = "unknown", _("Not assessable")


class Pace(TextChoices):
    """Where the newest figure stands against the plan for its day."""

    AHEAD = "ahead", _("On or ahead of plan")
    BEHIND = "behind", _("Behind plan")
    NONE = "none", _("No plan to compare with")


class Chance(TextChoices):
    """What is to be expected on the due date."""

    LIKELY = "likely", _("Likely to be reached")
    OPEN = "open", pgettext_lazy("chance", "Open")
    UNLIKELY = "unlikely", _("Unlikely to be reached")
    AT_PACE = "at_pace", _("Reached at the present pace")
    NOT_AT_PACE = "not_at_pace", _("Not reached at the present pace")
    NONE = "none", _("Not assessable")


class ImportState(TextChoices):
    """How far a table of figures has come."""

    MAPPING = "mapping", _("Columns to be settled")
    CHECKING = "checking", _("Rows being examined")
    PREVIEW = "preview", _("To be looked through")
    WRITING = "writing", _("Figures being written")
    DONE = "done", pgettext_lazy("import", "Done")


class RowOutcome(TextChoices):
    """What becomes of a figure of a table."""

    NEW = "new", pgettext_lazy("figure", "New")
    REVISED = "revised", pgettext_lazy("figure", "Revised")
    UNCHANGED = "unchanged", pgettext_lazy("figure", "There already")
    REPEATED = "repeated", pgettext_lazy("figure", "Said twice")
    REFUSED = "refused", pgettext_lazy("figure", "Refused")


class Doubt(TextChoices):
    """What looks odd about a figure that is taken all the same."""

    JUMP = "jump", _("ten thousand times the figure before: a slip of units?")
    FRACTION = "fraction", _("not above 1 %: meant as a share of 1?")
    FELL = "fell", _("the sum since January fell")


class Group(TextChoices):
    """Where a target stands on the board, in the order of the board."""

    BETWEEN = "between", _("Can go either way")
    UNLIKELY = "behind", _("Not at this pace")
    MISSED = "overdue", _("Missed")
    UNKNOWN = "none_known", _("Not assessable")
    LIKELY = "expected", _("Expected to be reached")
    MET = "reached", _("Met")


ROLES: dict[str, str] = {
    IndicatorState.DRAFT: "quiet",
    IndicatorState.UNSETTLED: "warn",
    IndicatorState.SETTLED: "good",
    IndicatorState.RETIRED: "quiet",
    ObservationState.REPORTED: "info",
    ObservationState.CHECKED: "good",
    ObservationState.DISPUTED: "bad",
    ImportState.MAPPING: "info",
    ImportState.CHECKING: "info",
    ImportState.PREVIEW: "warn",
    ImportState.WRITING: "info",
    ImportState.DONE: "good",
    RowOutcome.NEW: "good",
    RowOutcome.REVISED: "info",
    RowOutcome.UNCHANGED: "quiet",
    RowOutcome.REPEATED: "quiet",
    RowOutcome.REFUSED: "bad",
    Meeting.MET: "good",
    Meeting.NOT_YET: "info",
    Meeting.MISSED: "bad",
    Meeting.UNKNOWN: "quiet",
    Pace.AHEAD: "good",
    Pace.BEHIND: "warn",
    Pace.NONE: "quiet",
    Chance.LIKELY: "good",
    Chance.OPEN: "warn",
    Chance.UNLIKELY: "bad",
    Chance.AT_PACE: "good",
    Chance.NOT_AT_PACE: "warn",
    Chance.NONE: "quiet",
    Group.BETWEEN: "warn",
    Group.UNLIKELY: "bad",
    Group.MISSED: "bad",
    Group.UNKNOWN: "quiet",
    Group.LIKELY: "info",
    Group.MET: "good",
}
