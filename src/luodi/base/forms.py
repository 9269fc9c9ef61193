"""What the forms of all areas share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import pgettext_lazy

from .errors import Invalid

Result = TypeVar("Result")
Choices = Iterable[tuple[str, Any]]


class Day(forms.DateField):
    """A date, picked in the browser's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def with_all(choices: Choices, label: Any = None) -> list[tuple[str, Any]]:
    """Return choices for a filter: the first narrows nothing."""
    return [("", label or pgettext_lazy("filter", "all")), *choices]


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, None when the page is only looked at.

    An empty form that was sent is not the same as none: `request.POST or None` would drop it.
    """
    return request.POST if request.method == "POST" else None


def attempt(form: forms.Form, step: Callable[[], Result]) -> Result | None:
    """Return what the step returns; what it refuses as invalid becomes an error of the form."""
    try:
        return step()
    except Invalid as error:
        form.add_error(error.field if error.field in form.fields else None, error.sentence)
        return None


def narrowed(form: forms.Form) -> dict[str, Any]:
    """Return what a filter form asks for; a value it does not know narrows nothing."""
    form.is_valid()
    return {name: form.cleaned_data.get(name) or "" for name in form.fields}
