"""Forms of the area's pages. What may be stored is decided by the services, not here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luodi.documents.forms import Choices, with_all

from .vocabularies import IndicatorState


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
