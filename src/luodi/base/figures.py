"""Exact decimals: stored as text, summed in Python, rounded half up at declared places."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import FieldError, ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

# Room for the sum of a million figures of 38 digits; a sum that would not be exact is an error.
EXACT = Context(prec=100, traps=[Inexact, InvalidOperation])
ROUNDING = Context(prec=100, rounding=ROUND_HALF_UP, traps=[InvalidOperation])


def exact(value: Decimal | int | str) -> Decimal:
    """Return the decimal that was written; refuses floats, NaN, infinity and other text."""
    if isinstance(value, float | bool):
        raise TypeError("a float is no exact figure")
    try:
        figure = EXACT.create_decimal(value.strip() if isinstance(value, str) else value)
    except InvalidOperation:
        raise ValueError(f"not a figure: {value!r}") from None
    if not figure.is_finite():
        raise ValueError(f"not a figure: {value!r}")
    return figure


def written(figure: Decimal) -> str:
    """Return the figure in plain digits as stored: no exponent, no minus before zero."""
    return format(figure.copy_abs() if figure.is_zero() else figure, "f")


def total(figures: Iterable[Decimal]) -> Decimal:
    """Return the exact sum; the sum of nothing is 0."""
    result = Decimal(0)
    for figure in figures:
        # Not `+`: that rounds to 28 digits without a word.
        result = EXACT.add(result, figure)
    return result


def rounded(figure: Decimal, places: int) -> Decimal:
    """Return the figure rounded half up, away from zero, to so many decimal places."""
    return figure.quantize(Decimal(1).scaleb(-places), context=ROUNDING)


class ExactDecimalField(models.Field[Any, Any]):
    """A decimal kept digit by digit as text, the same on every database.

    `digits` bounds all digits, `places` those after the point: more are refused, never rounded.
    Databases would compare the text, so only exact, in and isnull may be asked; sums and order
    are made in Python.
    """

    description = _("Exact decimal")
    LOOKUPS = frozenset({"exact", "in", "isnull"})

    def __init__(self, *args: Any, digits: int = 38, places: int | None = None, **kwargs: Any):
        self.digits, self.places = digits, places
        kwargs["max_length"] = digits + 2
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Return what a migration needs."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, {**kwargs, "digits": self.digits, "places": self.places}

    def get_internal_type(self) -> str:
        """Return the field whose column this one uses."""
        return "CharField"

    def from_db_value(self, value: str | None, *_: object) -> Decimal | None:
        """Return the stored figure."""
        return None if value is None else Decimal(value)

    def to_python(self, value: Any) -> Decimal | None:
        """Return the exact figure; refuses what is none or has too many digits."""
        if value is None or value == "":
            return None
        try:
            figure = exact(value)
        except (TypeError, ValueError):
            raise ValidationError(_("Enter a number."), code="invalid") from None
        self._check_digits(figure)
        return figure

    def _check_digits(self, figure: Decimal) -> None:
        whole, _point, after = written(figure.copy_abs()).partition(".")
        if self.places is not None and len(after) > self.places:
            message = _("At most %(places)d digits may follow the decimal point.")
            raise ValidationError(message, code="places", params={"places": self.places})
        if len(whole.lstrip("0")) + len(after) > self.digits:
            message = _("The number may have at most %(digits)d digits.")
            raise ValidationError(message, code="digits", params={"digits": self.digits})

    def get_prep_value(self, value: Any) -> str | None:
        """Return the text to store, with all declared places."""
        figure = self.to_python(super().get_prep_value(value))
        if figure is None:
            return None
        return written(figure if self.places is None else rounded(figure, self.places))

    def get_lookup(self, lookup_name: str) -> Any:
        """Return the lookup; refuses those that would compare text."""
        if lookup_name not in self.LOOKUPS:
            raise FieldError(f"exact decimals cannot be asked for {lookup_name}")
        return super().get_lookup(lookup_name)

    def value_to_string(self, obj: models.Model) -> str:
        """Return the text of a row's figure, for serialisers."""
        value = self.value_from_object(obj)
        return "" if value is None else written(value)

    def formfield(self, *args: Any, **kwargs: Any) -> Any:
        """Return a form field that keeps every digit."""
        kwargs.setdefault("form_class", forms.DecimalField)
        limits: dict[str, Any] = {"max_digits": self.digits, "decimal_places": self.places}
        return super().formfield(*args, **limits, **kwargs)
