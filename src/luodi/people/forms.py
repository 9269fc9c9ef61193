"""Forms of the area's pages. What may be stored is decided by the services, not here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luodi.base.forms import Day

from .models import Role, UnitKind


class UnitForm(forms.Form):
    """Name and kind of a unit."""

    name = forms.CharField(label=_("Full name"), max_length=100)
    short_name = forms.CharField(label=_("Short name"), max_length=50, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices)
    code = forms.CharField(
        label=_("Code"),
        max_length=30,
        required=False,
        help_text=_("Unified credit code or another number the unit is known by."),
    )
    order = forms.IntegerField(
        label=_("Order"),
        min_value=0,
        max_value=999_999,
        required=False,
        help_text=_("Small numbers come first."),
    )


class NewUnitForm(UnitForm):
    """A unit to set up."""

    parent = forms.ChoiceField(label=_("Unit above"))
    aliases = forms.CharField(
        label=_("Other names"),
        required=False,
        help_text=_("As texts call it; several parted by commas."),
    )
    duty = forms.CharField(
        label=_("Duties"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    field_order = ("parent", "name", "short_name", "aliases", "kind", "duty", "code", "order")

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = units  # type: ignore[attr-defined]


class DutyForm(forms.Form):
    """What a unit is there for."""

    duty = forms.CharField(
        label=_("Duties"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("The reader suggests the lead unit from these words."),
    )


class AliasForm(forms.Form):
    """A further name."""

    name = forms.CharField(label=_("Another name"), max_length=100)


class UnitChoiceForm(forms.Form):
    """One unit."""

    unit = forms.ChoiceField(label=_("Unit above"))

    def __init__(
        self,
        *args: Any,
        units: list[tuple[str, str]],
        label: Any = None,
        required: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        field.choices = units if required else [("", _("none")), *units]  # type: ignore[attr-defined]
        field.required = required
        field.label = label or field.label


class PostForm(forms.Form):
    """A post; its role cannot be changed later."""

    title = forms.CharField(label=_("Title of the post"), max_length=60)
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Role.choices,
        help_text=_("Whoever holds the post has the rights of this role."),
    )
    assists = forms.ChoiceField(
        label=_("Assists"),
        required=False,
        help_text=_("Only for an assistant: the leader for whom the post acts."),
    )
    order = forms.IntegerField(label=_("Order"), min_value=0, max_value=999_999, required=False)

    def __init__(self, *args: Any, leaders: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assists"].choices = [("", _("nobody")), *leaders]  # type: ignore[attr-defined]


class PostTitleForm(forms.Form):
    """The title and place of a post that exists."""

    title = forms.CharField(label=_("Title of the post"), max_length=60)
    order = forms.IntegerField(label=_("Order"), min_value=0, max_value=999_999, required=False)


class AppointForm(forms.Form):
    """Who takes a post, from when."""

    person = forms.CharField(
        label=_("Person"),
        help_text=_("Account, mobile number or name."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    begins = Day(label=_("First day"), required=False)


class ReleaseForm(forms.Form):
    """The last day in a post."""

    last_day = Day(label=_("Last day"), required=False)


class AccountFilter(forms.Form):
    """What to look for among the accounts."""

    q = forms.CharField(label=_("Account, name, mobile number or unit"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("all")),
            ("active", _("active")),
            ("waiting", _("not signed in yet")),
            ("idle", _("without a post")),
            ("inactive", _("deactivated")),
        ],
    )


class AccountForm(forms.Form):
    """One new account."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=60)
    account = forms.CharField(
        label=_("Account"),
        max_length=60,
        required=False,
        help_text=_("Small letters and digits; empty: the mobile number."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    mobile = forms.CharField(label=_("Mobile number"), max_length=20, required=False)


class PersonForm(forms.Form):
    """Name and mobile number of an account."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=60)
    mobile = forms.CharField(label=_("Mobile number"), max_length=20, required=False)


class MobileForm(forms.Form):
    """The own mobile number."""

    mobile = forms.CharField(
        label=_("Mobile number"),
        max_length=20,
        required=False,
        help_text=_("You can sign in with it instead of your account."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )


class LinesForm(forms.Form):
    """Several new accounts, one a line."""

    lines = forms.CharField(
        label=_("One account a line: name, account, mobile number"),
        help_text=_("Parted by blanks or commas; the account or the mobile number may be missing."),
        widget=forms.Textarea(attrs={"rows": 12, "class": "mono"}),
        max_length=100_000,
    )


class TableForm(forms.Form):
    """A table to import."""

    file = forms.FileField(
        label=_("Table (.xlsx or .csv)"),
        help_text=_("Columns may stand in any order. Nothing is written before you confirm."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
