"""Administrative divisions: codes with the time they held, and what succeeded them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """The level of a division."""

    PROVINCE = "province", _("Province")
    CITY = "city", _("Prefecture-level city")
    COUNTY = "county", _("County, district or county-level city")
    STREET = "street", _("Township, town or street")


class Division(models.Model):
    """A division under one code; a new code is a new row, and the old row names its successor.

    `valid_from` and `valid_to` (the last day included) are empty where the day is not known.
    """

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=60, db_index=True)
    level = models.CharField(max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    successor_code = models.CharField(max_length=12, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Outline(models.Model):
    """The outline of a division as the operator loaded it: polygons, each an outer ring and its
    holes, in degrees. luodi ships none; `source` says whose they are."""

    division = models.OneToOneField(Division, models.CASCADE, related_name="outline")
    polygons = models.JSONField()
    source = models.CharField(max_length=200)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.division_id} {self.source}"
