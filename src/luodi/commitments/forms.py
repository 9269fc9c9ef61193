"""Forms of the area's pages. What may be stored is decided by the services, not here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luodi.base.forms import Choices, Day, with_all
from luodi.documents.vocabularies import Comparator

from .facts import Facts
from .vocabularies import PlanState, Rhythm, RowMode

Row = dict[str, str]


class PlanFilterForm(forms.Form):
    """What to look for among the plans."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=with_all(PlanState.choices))
    year = forms.CharField(label=_("Year"), required=False, max_length=4)
    year.widget.attrs["inputmode"] = "numeric"


class PlanForm(forms.Form):
    """A plan's title and year."""

    title = forms.CharField(label=_("Title"), max_length=200)
    year = forms.IntegerField(label=_("Year"))


class RowFilterForm(forms.Form):
    """What to look for among the rows of a plan."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    unit = forms.ChoiceField(label=_("Lead unit"), required=False)
    gap = forms.ChoiceField(label=_("What is to be settled"), required=False)
    mode = forms.ChoiceField(
        label=_("How it is followed up"), required=False, choices=with_all(RowMode.choices)
    )
    key = forms.BooleanField(label=_("Key items only"), required=False)

    def __init__(self, *args: Any, units: Choices, gaps: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].choices = with_all(units)  # type: ignore[attr-defined]
        self.fields["gap"].choices = with_all(gaps)  # type: ignore[attr-defined]


class TakeForm(forms.Form):
    """Which documents to take into a plan, and how."""

    documents = forms.MultipleChoiceField(
        label=_("Documents"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What is taken into a plan is read by everybody who reads plans."),
    )
    bundled = forms.BooleanField(
        label=_("Put the clauses of one measure into one row"), required=False, initial=True
    )

    def __init__(self, *args: Any, documents: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["documents"].choices = list(documents)  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class ApproveForm(forms.Form):
    """The approval of a plan; the reason is asked for when it is an amendment."""

    reason = forms.CharField(
        label=_("Reason of the amendment"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CarryForm(forms.Form):
    """Which rows go over, and into which plan."""

    into = forms.ChoiceField(label=_("Into the plan"))
    rows = forms.MultipleChoiceField(label=_("Rows"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, plans: Choices, rows: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["into"].choices = list(plans)  # type: ignore[attr-defined]
        self.fields["rows"].choices = list(rows)  # type: ignore[attr-defined]


class ConsultForm(forms.Form):
    """Who is asked about a plan, and by when."""

    units = forms.MultipleChoiceField(label=_("Units"), widget=forms.CheckboxSelectMultiple)
    due = Day(label=_("Replies by"), required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def __init__(self, *args: Any, units: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["units"].choices = list(units)  # type: ignore[attr-defined]


class ReplyForm(forms.Form):
    """A reply as it came: the edited table, a letter, or words; nothing of it is 无意见."""

    unit = forms.ChoiceField(label=_("Unit"))
    file = forms.FileField(
        label=_("Edited table or letter"),
        required=False,
        help_text=_("The table as .xlsx, a letter as .docx or .txt."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.docx,.txt"}),
    )
    row = forms.ChoiceField(label=pgettext_lazy("opinion", "About"), required=False)
    words = forms.CharField(
        label=_("Or the opinions, one a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, units: Choices, rows: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].choices = list(units)  # type: ignore[attr-defined]
        self.fields["row"].choices = with_all(rows, _("the whole plan"))  # type: ignore[attr-defined]


class CorrespondenceForm(forms.Form):
    """Which document is set against which plan."""

    document = forms.ChoiceField(label=_("Superior's document"))
    plan = forms.ChoiceField(label=_("Our plan"))

    def __init__(self, *args: Any, documents: Choices, plans: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["document"].choices = list(documents)  # type: ignore[attr-defined]
        self.fields["plan"].choices = list(plans)  # type: ignore[attr-defined]


class RowForm(forms.Form):
    """All that a row says; measures and milestones are rows, an empty one says nothing."""

    words = forms.CharField(label=_("What is to be done"), widget=forms.Textarea(attrs={"rows": 4}))
    heading = forms.CharField(label=_("Group"), max_length=200, required=False)
    mode = forms.ChoiceField(
        label=_("How it is followed up"), choices=RowMode.choices, widget=forms.RadioSelect
    )
    goal = forms.CharField(
        label=_("The year's goal"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    rhythm = forms.ChoiceField(label=_("Rhythm"), required=False, choices=Rhythm.choices)
    least = forms.CharField(label=_("At least, per period"), required=False, max_length=7)
    lead = forms.ChoiceField(label=_("Lead unit"), required=False)
    partners = forms.MultipleChoiceField(
        label=_("Partner units"), required=False, widget=forms.CheckboxSelectMultiple
    )
    leader = forms.ChoiceField(label=_("Responsible leader"), required=False)
    due = Day(label=_("Deadline"), required=False)
    theme = forms.CharField(label=_("Theme"), max_length=100, required=False)
    is_key = forms.BooleanField(label=_("Key item of the year"), required=False)

    of_measure = ("uuid", "words", "comparator", "value", "value2", "unit")
    of_milestone = ("uuid", "words", "due")
    comparators = Comparator.choices

    def __init__(self, data: Any = None, *, facts: Facts, units: Choices, leaders: Choices) -> None:
        super().__init__(data, initial=_shown(facts))
        units = list(units)
        self.fields["lead"].choices = with_all(units, _("not settled"))  # type: ignore[attr-defined]
        self.fields["partners"].choices = units  # type: ignore[attr-defined]
        self.fields["leader"].choices = with_all(leaders, _("not settled"))  # type: ignore[attr-defined]
        self.measures = rows_in(data, "measure", self.of_measure) if data else _measures(facts)
        self.milestones = rows_in(data, "step", self.of_milestone) if data else _steps(facts)

    @property
    def plain(self) -> list[Any]:
        """The fields that stand side by side."""
        names = ("lead", "leader", "partners", "due", "heading", "rhythm", "least", "theme")
        return [self[name] for name in (*names, "is_key")]

    @property
    def measure_rows(self) -> list[Row]:
        """The rows to fill in: what is there, and an empty one."""
        return [*self.measures, dict.fromkeys(self.of_measure, "")]

    @property
    def milestone_rows(self) -> list[Row]:
        """The rows to fill in: what is there, and an empty one."""
        return [*self.milestones, dict.fromkeys(self.of_milestone, "")]

    @property
    def given(self) -> Mapping[str, Any]:
        """What the service takes; nobody but the service judges it."""
        return {**self.cleaned_data, "measures": self.measures, "milestones": self.milestones}


def _shown(facts: Facts) -> dict[str, Any]:
    plain = ("words", "heading", "mode", "goal", "rhythm", "least", "due", "theme", "is_key")
    return {name: facts[name] for name in plain} | {
        "lead": facts["lead"]["uuid"] if facts["lead"] else "",
        "leader": facts["leader"]["uuid"] if facts["leader"] else "",
        "partners": [unit["uuid"] for unit in facts["partners"]],
    }


def _measures(facts: Facts) -> list[Row]:
    return [{name: m[name] or "" for name in RowForm.of_measure} for m in facts["measures"]]


def _steps(facts: Facts) -> list[Row]:
    return [{name: s[name] or "" for name in RowForm.of_milestone} for s in facts["milestones"]]


def rows_in(data: Any, prefix: str, names: Sequence[str]) -> list[Row]:
    """Return the repeated rows of a posted form that say something."""
    columns = [data.getlist(f"{prefix}_{name}") for name in names]
    rows = [dict(zip(names, cells, strict=False)) for cells in zip(*columns, strict=False)]
    return [row for row in rows if any(row[n].strip() for n in names if n not in _SILENT)]


_SILENT = ("uuid", "comparator")
