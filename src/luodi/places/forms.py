"""The one form of the area."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class DivisionFilter(forms.Form):
    """What to look for among the divisions."""

    q = forms.CharField(label=_("Name or code"), required=False)
