"""What to look at on the pages that compare places."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

Choices = list[tuple[str, str]]


class PlaceSearchForm(forms.Form):
    """Which place to look for."""

    q = forms.CharField(label=_("Name or code of the place"), required=False, max_length=60)
    q.widget.attrs["type"] = "search"


class PeersForm(forms.Form):
    """Among whom a place is ranked."""

    peers = forms.ChoiceField(label=_("Ranked among"), required=False)

    def __init__(self, *args: Any, peers: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["peers"].choices = peers  # type: ignore[attr-defined]


class ComparisonForm(forms.Form):
    """Which indicator of whom is compared, and how a map is classed."""

    indicator = forms.ChoiceField(label=_("Indicator"), required=False)
    scope = forms.ChoiceField(label=_("Compared among"), required=False)
    period = forms.ChoiceField(label=_("Period"), required=False)
    classes = forms.ChoiceField(
        label=_("Classes of the map"),
        required=False,
        choices=[("quantiles", _("about as many places each")), ("equal", _("of equal width"))],
    )
    focus = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        indicators: Choices,
        scopes: Choices,
        periods: Choices = (),  # type: ignore[assignment]
        is_mapped: bool = True,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        for name, choices in (
            ("indicator", indicators), ("scope", scopes), ("period", periods),
        ):  # fmt: skip
            self.fields[name].choices = list(choices)  # type: ignore[attr-defined]
        if not periods:
            del self.fields["period"]
        if not is_mapped:
            del self.fields["classes"]


class ScatterForm(forms.Form):
    """Which two indicators of whom are held against each other."""

    x = forms.ChoiceField(label=_("Across"), required=False)
    y = forms.ChoiceField(label=_("Up"), required=False)
    scope = forms.ChoiceField(label=_("Compared among"), required=False)
    focus = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, indicators: Choices, scopes: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, choices in (("x", indicators), ("y", indicators), ("scope", scopes)):
            self.fields[name].choices = list(choices)  # type: ignore[attr-defined]


class MonthForm(forms.Form):
    """Of whom and of which month a report is made, and the group it is ranked in."""

    of = forms.ChoiceField(label=_("Place or unit"), required=False)
    month = forms.ChoiceField(label=_("Month"), required=False)
    group = forms.ChoiceField(label=_("Ranked in the group"), required=False)

    def __init__(
        self, *args: Any, of: Choices, months: Choices, groups: Choices, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        for name, choices in (("of", of), ("month", months), ("group", groups)):
            if choices:
                self.fields[name].choices = choices  # type: ignore[attr-defined]
            else:
                del self.fields[name]
