"""The form of a target: what is asked for, of whom, from where, by when, along which path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luodi.base.figures import written
from luodi.base.forms import Choices, Day, with_all

from .models import Target
from .queries.choices import subject_named
from .vocabularies import Aim, Group, Shape

FIGURES = ("value", "value2", "baseline")
_STEP = ("step_on", "step_value")


class TargetForm(forms.Form):
    """All that a target says; what may stand there is decided by the service."""

    indicator = forms.ChoiceField(label=_("Indicator"), required=False)
    who = forms.CharField(
        label=_("Place or unit"),
        max_length=200,
        help_text=_("Name of the unit, or code or full name of the place."),
    )
    aim = forms.ChoiceField(label=_("What is asked for"), choices=Aim.choices)
    value = forms.CharField(label=_("Figure asked for"), max_length=45, required=False)
    value2 = forms.CharField(
        label=_("Upper end"), max_length=45, required=False, help_text=_("Of a range only.")
    )
    relative = forms.BooleanField(label=_("in per cent of the baseline"), required=False)
    due = Day(label=_("To be reached by"))
    baseline = forms.CharField(label=_("Baseline"), max_length=45, required=False)
    baseline_on = Day(label=_("Day of the baseline"), required=False)
    peers = forms.ChoiceField(
        label=_("Declared peers"),
        required=False,
        help_text=_("For a median, or among whom one ranks."),
    )
    shape = forms.ChoiceField(label=_("Path"), choices=Shape.choices, initial=Shape.STRAIGHT)
    quarters = forms.CharField(
        label=_("Shares of the quarters"),
        required=False,
        max_length=60,
        help_text=_("For a path by quarters, sum 1: 0.2 0.25 0.25 0.3"),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        indicators: Choices,
        peers: Choices,
        own: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(data, **more)
        empty = _("one of its own: the count itself") if own else pgettext_lazy("choice", "none")
        none = pgettext_lazy("choice", "none")
        self.fields["indicator"].choices = with_all(indicators, empty)  # type: ignore[attr-defined]
        self.fields["peers"].choices = with_all(peers, none)  # type: ignore[attr-defined]
        for name in FIGURES:
            self.fields[name].widget.attrs["inputmode"] = "decimal"
        columns = [data.getlist(name) for name in _STEP] if data is not None else [[], []]
        typed = list(zip(*columns, strict=False))
        self.steps = typed if data is not None else list(self.initial.get("steps", ()))

    @property
    def step_rows(self) -> Sequence[tuple[str, str]]:
        """The steps to fill in: what is there, and some empty ones."""
        return [*((day, value) for day, value in self.steps if day or value), *[("", "")] * 3]

    def groups(self) -> list[list[Any]]:
        """The fields as they stand together."""
        return [
            [self[name] for name in names]
            for names in (
                ("indicator", "who"),
                ("aim", "value", "value2", "relative", "due"),
                ("baseline", "baseline_on", "peers"),
                ("shape", "quarters"),
            )
        ]

    @property
    def given(self) -> Mapping[str, Any]:
        """What the service takes; refuses a name that names nobody."""
        cleaned = dict(self.cleaned_data)
        place, body = subject_named(cleaned.pop("who"))
        cleaned |= {"place": place} if place else {"body": body}
        cleaned["quarters"] = cleaned["quarters"].replace("，", " ").replace(",", " ").split()
        cleaned["steps"] = [(day, value) for day, value in self.steps if day or value]
        if not cleaned["indicator"]:
            del cleaned["indicator"]
        return cleaned


class BoardFilterForm(forms.Form):
    """What to look for among the targets."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    q.widget.attrs["type"] = "search"
    group = forms.ChoiceField(
        label=_("How it stands"), required=False, choices=with_all(Group.choices)
    )
    unit = forms.ChoiceField(label=_("Lead unit"), required=False)
    plan = forms.ChoiceField(label=_("Plan"), required=False)
    year = forms.ChoiceField(label=_("Due in"), required=False)

    def __init__(self, *args: Any, choices: Mapping[str, Choices], **more: Any) -> None:
        super().__init__(*args, **more)
        for name, offered in choices.items():
            self.fields[name].choices = with_all(offered)  # type: ignore[attr-defined]


def values_of(target: Target) -> dict[str, Any]:
    """Return what the form of a target begins with."""
    figures = {name: getattr(target, name) for name in FIGURES}
    return {
        **{name: "" if one is None else written(one) for name, one in figures.items()},
        "indicator": str(target.indicator.uuid),
        "who": typed_name(target.place, target.body),
        "aim": target.aim,
        "relative": target.relative,
        "due": target.due,
        "baseline_on": target.baseline_on,
        "peers": str(target.peers.uuid) if target.peers else "",
        "shape": target.shape,
        "quarters": " ".join(target.quarters),
        "steps": [tuple(step) for step in target.steps],
    }


def typed_name(place: Any, body: Any) -> str:
    """Return what one types for a place or a unit."""
    if place is not None:
        return f"{place.code} {place.name}"
    return str(body.short_name or body.name) if body is not None else ""
