"""Forms of the area's pages. What may be stored is decided by the services, not here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luodi.base.forms import Choices, Day, with_all

from .vocabularies import Direction, Formula, Frequency, IndicatorState, PriceBasis


class IndicatorFilterForm(forms.Form):
    """What to look for among the indicators."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=100)
    q.widget.attrs["type"] = "search"
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=with_all(IndicatorState.choices, _("in use")),
    )
    unit = forms.ChoiceField(label=_("Owner unit"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)

    def __init__(self, *args: Any, units: Choices, themes: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, choices in (("unit", list(units)), ("theme", list(themes))):
            if choices:
                self.fields[name].choices = with_all(choices)  # type: ignore[attr-defined]
            else:
                del self.fields[name]


class IndicatorForm(forms.Form):
    """All that is said of an indicator; of one that is settled, what the definition fixes is
    shown and cannot be changed."""

    name = forms.CharField(label=_("Name of the indicator"), max_length=100)
    variant = forms.CharField(
        label=_("What this variant counts"),
        max_length=100,
        required=False,
        help_text=_("Only where the same words can be counted in several ways."),
    )
    variant_of = forms.ChoiceField(label=_("Variant of"), required=False)
    definition = forms.CharField(
        label=_("Definition"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    numerator = forms.CharField(label=_("Numerator"), max_length=200, required=False)
    denominator = forms.CharField(label=_("Denominator"), max_length=200, required=False)
    unit = forms.CharField(
        label=_("Unit of measure"),
        max_length=30,
        required=False,
        help_text=_("Percent, persons, yuan and the like; a computed indicator gets its own."),
    )
    direction = forms.ChoiceField(label=_("Direction"), choices=Direction.choices)
    frequency = forms.ChoiceField(
        label=_("Frequency"), choices=Frequency.choices, initial=Frequency.YEAR
    )
    cumulative = forms.BooleanField(label=_("Adds up over the year"), required=False)
    price_basis = forms.ChoiceField(label=_("Prices"), choices=PriceBasis.choices, required=False)
    source = forms.CharField(label=_("Source"), max_length=200, required=False)
    licence = forms.CharField(label=_("Licence"), max_length=100, required=False)
    owner = forms.ChoiceField(label=_("Owner post"), required=False)
    code = forms.CharField(
        label=_("Code"),
        max_length=60,
        required=False,
        help_text=_("For exchange with other systems."),
    )
    formula = forms.ChoiceField(label=_("Formula"), choices=Formula.choices, required=False)
    part = forms.ChoiceField(label=_("Computed from"), required=False)
    whole = forms.ChoiceField(label=_("Divided by"), required=False)
    base_period = forms.CharField(
        label=_("Base period"), max_length=10, required=False, help_text=_("Of an index: 2020")
    )

    def __init__(
        self,
        *args: Any,
        owners: Choices,
        heads: Choices,
        parts: Choices,
        fixed: Iterable[str] = (),
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        none = pgettext_lazy("choice", "none")
        parts = list(parts)
        for name, choices, empty in (
            ("owner", owners, _("not settled")),
            ("variant_of", heads, none),
            ("part", parts, none),
            ("whole", parts, none),
        ):
            self.fields[name].choices = with_all(choices, empty)  # type: ignore[attr-defined]
        for name in fixed:
            # A disabled field keeps its value whatever is sent.
            self.fields[name].disabled = True

    @property
    def computed(self) -> list[Any]:
        """The fields that only a computed indicator needs."""
        return [self[name] for name in ("formula", "part", "whole", "base_period")]

    @property
    def plain(self) -> list[Any]:
        """The fields that stand side by side."""
        names = (
            "unit", "direction", "frequency", "owner", "source", "licence", "price_basis", "code",
            "cumulative",
        )  # fmt: skip
        return [self[name] for name in names]


class SettleForm(forms.Form):
    """Which document settles a definition, and when."""

    document = forms.ChoiceField(
        label=_("Document"), required=False, help_text=_("If it stands in luodi.")
    )
    words = forms.CharField(
        label=_("Title and number of the document"),
        max_length=200,
        required=False,
        help_text=_("Empty: as the chosen document says."),
    )
    on = Day(label=_("Day of the decision"))

    def __init__(self, *args: Any, documents: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = with_all(documents, pgettext_lazy("choice", "none"))
        self.fields["document"].choices = choices  # type: ignore[attr-defined]


class BreakForm(forms.Form):
    """From which period on figures mean something else, and why."""

    period = forms.CharField(
        label=_("First period of the new meaning"),
        max_length=20,
        help_text=_("A period is written 2026, 2026-Q1 or 2026-03."),
    )
    reason = forms.CharField(label=_("What changed"), max_length=300)


class PeersForm(forms.Form):
    """Who is compared with whom, declared before figures are looked at."""

    name = forms.CharField(label=_("Name of the peers"), max_length=100)
    reason = forms.CharField(label=_("Why these"), max_length=300, required=False)
    places = forms.CharField(
        label=_("Places, one a line: code or full name"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("A code followed by * means all right below it: 4210*"),
    )
    bodies = forms.MultipleChoiceField(
        label=_("Or units"), required=False, widget=forms.SelectMultiple(attrs={"size": 8})
    )

    def __init__(self, *args: Any, units: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["bodies"].choices = list(units)  # type: ignore[attr-defined]
