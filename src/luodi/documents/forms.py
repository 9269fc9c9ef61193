"""Forms of the area's pages. What may be stored is decided by the services, not here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luodi.base.forms import Choices, Day, with_all

from .fields import Fields
from .vocabularies import (
    OF_OTHERS,
    Comparator,
    DocumentKind,
    FindingKind,
    Gap,
    OwnerRole,
    RejectReason,
    Release,
    Source,
)
from .words import read_duration, spoken_duration

PICTURES = ".png,.jpg,.jpeg,.tif,.tiff,.bmp,.webp"
ACCEPTS = f".txt,.md,.html,.htm,.docx,.pdf,.doc,.wps,.xls,.xlsx,.et,.ofd,{PICTURES}"
MOST_FILES = 50
LEVELS = (95, 90, 85, 80, 75, 70, 60, 50)


# Lists


class DocumentFilterForm(forms.Form):
    """What to look for among the documents."""

    q = forms.CharField(label=_("Title, number or issuer"), required=False, max_length=100)
    q.widget.attrs["type"] = "search"
    kind = forms.ChoiceField(
        label=pgettext_lazy("document", "Kind"),
        required=False,
        choices=with_all(DocumentKind.choices),
    )
    release = forms.ChoiceField(
        label=_("Who may read it"), required=False, choices=with_all(Release.choices)
    )
    waiting = forms.BooleanField(label=_("Waiting for review"), required=False)


class AcceptedFilterForm(forms.Form):
    """What to look for among the accepted findings of one family."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    kind = forms.ChoiceField(label=pgettext_lazy("document", "Kind"), required=False)
    document = forms.ChoiceField(label=_("Document"), required=False)
    missing = forms.ChoiceField(label=_("What is missing"), required=False)
    family = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, kinds: Sequence[str], documents: Choices, gaps: Sequence[str], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        labels: dict[str, Any] = dict(FindingKind.choices)
        self.choose("kind", [(kind, labels[kind]) for kind in kinds], len(kinds) > 1)
        self.choose("document", documents, True)
        self.choose("missing", [(gap, Gap(gap).label) for gap in gaps], bool(gaps))

    def choose(self, name: str, choices: Choices, shown: bool) -> None:
        """Give a field its choices, or take it away where there is nothing to choose."""
        if not shown:
            del self.fields[name]
            return
        self.fields[name].choices = with_all(choices)  # type: ignore[attr-defined]


# A document


class DetailsForm(forms.Form):
    """What is said of a document."""

    title = forms.CharField(label=pgettext_lazy("document", "Title"), max_length=300)
    kind = forms.ChoiceField(label=pgettext_lazy("document", "Kind"), choices=DocumentKind.choices)
    issuer = forms.CharField(label=_("Issuer"), max_length=200, required=False)
    number = forms.CharField(label=_("Number"), max_length=100, required=False)
    date = Day(label=_("Date"), required=False)


class ReleaseForm(forms.Form):
    """Who may read a document."""

    release = forms.ChoiceField(
        label=_("Who may read it"),
        choices=[
            (Release.PUBLIC, _("Public: may be shown to everybody")),
            (Release.INTERNAL, _("Internal: everybody with a post that deals with documents")),
            (
                Release.WORK_SECRET,
                _("Work secret: follow-up office, city leaders, auditor and the document's unit"),
            ),
        ],
        widget=forms.RadioSelect,
    )


class ManyFiles(forms.FileInput):
    """Takes several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return every file of that name."""
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class FilesField(forms.FileField):
    """Several files, or none."""

    widget = ManyFiles(attrs={"accept": ACCEPTS, "multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Return the files; the service looks into each, so that one bad file spoils no other."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > MOST_FILES:
            raise forms.ValidationError(
                _("Please give at most %(most)d files at once."), params={"most": MOST_FILES}
            )
        return list(given)


class AddForm(forms.Form):
    """A document as files or as text, with what its giver says of it."""

    file = FilesField(label=_("Files"), required=False)
    text = forms.CharField(
        label=_("Or paste the text here"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    title = forms.CharField(
        label=pgettext_lazy("document", "Title"), max_length=300, required=False
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("document", "Kind"),
        required=False,
        choices=with_all(DocumentKind.choices, _("as the document says")),
    )
    issuer = forms.CharField(label=_("Issuer"), max_length=200, required=False)
    number = forms.CharField(label=_("Number"), max_length=100, required=False)
    date = Day(label=_("Date"), required=False)
    release = forms.ChoiceField(
        label=_("Who may read it"), choices=Release.choices, initial=Release.INTERNAL
    )
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    alone = ("title", "number")
    told = ("title", "kind", "issuer", "number", "date", "release", "unit")

    def __init__(self, *args: Any, units: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        if len(units) > 1:
            self.fields["unit"].choices = [("", _("my own unit")), *units]  # type: ignore[attr-defined]
        else:
            del self.fields["unit"]
        self.limit = settings.UPLOAD_BYTES // 1024 // 1024

    def clean(self) -> dict[str, Any]:
        """Refuse nothing at all, and a title or number for several documents."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        count = len(given.get("file") or []) + bool((given.get("text") or "").strip())
        if not count and not self.errors:
            raise forms.ValidationError(_("Please choose a file or paste a text."))
        for name in self.alone if count > 1 else ():
            if given.get(name):
                self.add_error(name, _("Can be said of one document only; please add it alone."))
        return given

    @property
    def details(self) -> list[forms.BoundField]:
        """The fields that may be left to the document itself."""
        return [self[name] for name in self.told if name in self.fields]

    @property
    def details_open(self) -> bool:
        """Whether something was said of the document, or wrongly."""
        said = [name for name in self.told if name != "release" and self.data.get(name)]
        return bool(said or set(self.errors) & set(self.told))


# An item without a document, and new versions


class RegisterForm(forms.Form):
    """An item as it was said: how it came, from whom, when, and its exact words."""

    source = forms.ChoiceField(label=_("Source"), choices=Source.choices, widget=forms.RadioSelect)
    leader = forms.CharField(
        label=_("Leader, meeting or body"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    date = Day(label=_("Day"))
    words = forms.CharField(
        label=_("The exact words"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Of minutes all items, each with its number."),
    )
    owned_by = forms.CharField(
        label=_("Who has to act"),
        max_length=500,
        required=False,
        help_text=_("Several parted by commas; the first leads."),
        widget=forms.TextInput(attrs={"list": "unit-names", "autocomplete": "off"}),
    )
    scan = forms.FileField(
        label=_("Scan"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.ofd,.png,.jpg,.jpeg,.tif,.tiff"}),
    )
    release = forms.ChoiceField(
        label=_("Who may read it"),
        choices=[(one.value, one.label) for one in (Release.INTERNAL, Release.WORK_SECRET)],
        help_text=_("A work secret: your unit, the follow-up office and city leaders only."),
    )
    unit = forms.ChoiceField(label=_("On behalf of"), required=False)

    def __init__(self, *args: Any, units: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = list(units)
        if len(choices) < 2:
            del self.fields["unit"]
        else:
            self.fields["unit"].choices = [("", _("my own unit")), *choices]  # type: ignore[attr-defined]

    @property
    def owners(self) -> list[str]:
        """The units that have to act, the first leads."""
        return self.cleaned_data["owned_by"].replace(",", "、").replace("，", "、").split("、")


class VersionForm(forms.Form):
    """The file of a new version."""

    file = forms.FileField(label=_("File"), widget=forms.FileInput(attrs={"accept": ACCEPTS}))


# A finding


class RejectForm(forms.Form):
    """Why a finding is not taken over."""

    reason = forms.ChoiceField(
        label=_("Why is it not taken over?"),
        choices=[one for one in RejectReason.choices if one[0] != RejectReason.DROPPED],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


Row = dict[str, str]


class FindingForm(forms.Form):
    """What a finding says; targets and owners are rows, an empty row says nothing."""

    kind = forms.ChoiceField(label=pgettext_lazy("document", "Kind"), choices=FindingKind.choices)
    by = Day(label=_("Due by"), required=False)
    duration = forms.CharField(
        label=_("Or within"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("3 years, 10 working days")}),
    )
    recurring = forms.BooleanField(label=_("Recurring"), required=False)
    places = forms.CharField(
        label=_("Places"), max_length=1000, required=False, help_text=_("Several parted by commas.")
    )
    of_target = ("comparator", "value", "value2", "unit", "indicator", "text")
    of_owner = ("name", "role")
    comparators, roles = Comparator.choices, OwnerRole.choices

    def __init__(self, data: Any = None, *, fields: Fields) -> None:
        super().__init__(data, initial=_shown(fields))
        self.targets = _rows(data, "target", self.of_target) if data else _targets(fields)
        self.owners = _rows(data, "owner", self.of_owner) if data else _owners(fields)

    @property
    def target_rows(self) -> list[Row]:
        """The rows to fill in: what is there, and an empty one."""
        return [*self.targets, dict.fromkeys(self.of_target, "")]

    @property
    def owner_rows(self) -> list[Row]:
        """The rows to fill in: what is there, and an empty one."""
        return [*self.owners, dict.fromkeys(self.of_owner, "")]

    @property
    def given(self) -> Mapping[str, Any]:
        """What the service takes; nobody but the service judges it."""
        data = self.cleaned_data
        duration, working = read_duration(data["duration"])
        places = data["places"].replace(",", "、").replace("，", "、").split("、")
        return {
            "kind": data["kind"],
            "targets": self.targets,
            "deadline": {
                "by": data["by"],
                "duration": duration,
                "working": working,
                "recurring": data["recurring"],
            },
            "owners": [{"text": row["name"], "role": row["role"]} for row in self.owners],
            "places": [{"text": place} for place in places if place.strip()],
        }


def _shown(fields: Fields) -> dict[str, Any]:
    due = fields["deadline"] or {"by": None, "duration": "", "recurring": False, "working": False}
    return {
        "kind": fields["kind"],
        "by": due["by"],
        "duration": spoken_duration(due["duration"], working=due["working"]) or due["duration"],
        "recurring": due["recurring"],
        "places": "、".join(row["text"] for row in fields["places"]),
    }


def _targets(fields: Fields) -> list[Row]:
    names = FindingForm.of_target
    return [{name: row[name] or "" for name in names} for row in fields["targets"]]


def _owners(fields: Fields) -> list[Row]:
    return [{"name": row["text"], "role": row["role"]} for row in fields["owners"]]


def _rows(data: Any, prefix: str, names: Sequence[str]) -> list[Row]:
    """Return the rows of a posted form that say something; a choice alone says nothing, but for
    the level of others, which needs no figure."""
    columns = [data.getlist(f"{prefix}_{name}") for name in names]
    rows = [dict(zip(names, cells, strict=False)) for cells in zip(*columns, strict=False)]
    silent = {"comparator", "role", "text"}
    return [
        row
        for row in rows
        if row.get("comparator") in OF_OTHERS
        or any(v.strip() for k, v in row.items() if k not in silent)
    ]


class SpanForm(forms.Form):
    """The words of a finding; their place is told by what somebody selected, else looked for."""

    words = forms.CharField(
        label=_("The words of the finding"),
        max_length=4000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Exactly as they stand in the text."),
    )
    start = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    end = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    @property
    def place(self) -> tuple[int, int] | None:
        """Where the words were selected, or None for words that were typed."""
        start, end = self.cleaned_data["start"], self.cleaned_data["end"]
        return None if start is None or end is None else (start, end)


class AddFindingForm(SpanForm):
    """A finding that the reader missed; `of_kind` because `kind` says which cards are shown."""

    of_kind = forms.ChoiceField(
        label=pgettext_lazy("document", "Kind"), choices=FindingKind.choices, initial="task"
    )
    field_order = ("words", "of_kind")


class LevelForm(forms.Form):
    """From which confidence on findings are accepted at once."""

    above = forms.TypedChoiceField(
        label=_("Confidence at least"),
        coerce=int,
        choices=[(level, f"{level}%") for level in LEVELS],
        initial=85,
    )

    @property
    def level(self) -> int:
        """The chosen level in percent; the usual one for what is no level."""
        return int(self.cleaned_data["above"]) if self.is_valid() else 85
