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
