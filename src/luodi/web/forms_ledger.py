"""The filter bar of the ledger."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from luodi.base.events import all_event_types
from luodi.base.forms import Day


class LedgerFilter(forms.Form):
    """What happened, who, about what, when."""

    name = forms.ChoiceField(label=_("What happened"), required=False)
    person = forms.CharField(
        label=pgettext_lazy("ledger", "Person"), required=False, max_length=60, strip=True
    )
    subject = forms.CharField(
        label=_("Subject or operation"), required=False, max_length=130, strip=True
    )
    first = Day(label=pgettext_lazy("ledger", "From"), required=False)
    last = Day(label=pgettext_lazy("ledger", "To"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or ""
        kinds = [(kind.name, kind.label(language)) for kind in all_event_types()]
        self.fields["name"].choices = [("", _("anything")), *kinds]  # type: ignore[attr-defined]
