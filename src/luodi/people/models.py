"""Units, posts that outlive persons, and persons as accounts."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luodi.base import clock
from luodi.base.ids import uuid7

MAX_DEPTH = 10


class UnitKind(models.TextChoices):
    """What a unit is."""

    CITY = "city", _("City")
    COUNTY = "county", _("County")
    DEPARTMENT = "department", _("Department")
    SECTION = "section", _("Section office")
    FIRM = "firm", _("State firm")
    TOWNSHIP = "township", _("Township")
    OTHER = "other", _("Other body")


class Role(models.TextChoices):
    """What a post may do; permissions are in each area's `permissions.py`."""

    SYSTEM_ADMIN = "system_admin", _("System administrator")
    SECURITY_ADMIN = "security_admin", _("Security administrator")
    AUDITOR = "auditor", _("Auditor")
    FOLLOWUP = "followup", _("Follow-up office")
    LIAISON = "liaison", _("Liaison officer")
    UNIT_LEADER = "unit_leader", _("Leader of a unit")
    CITY_LEADER = "city_leader", _("City leader")
    ASSISTANT = "assistant", _("Assistant of a leader")


# A person with an administrative role holds no business role, and an auditor holds nothing else.
ADMINISTRATIVE = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN})
LEADERS = frozenset({Role.UNIT_LEADER, Role.CITY_LEADER})


class Unit(models.Model):
    """A body or a part of one; `path` is the public ids from the root, each ended by a slash,
    so a subtree is a prefix."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(max_length=400, db_index=True)
    kind = models.CharField(max_length=20, choices=UnitKind)
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=50, blank=True)
    code = models.CharField(max_length=30, blank=True, db_index=True)
    duty = models.TextField(blank=True)
    order = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.short_name or self.name


class UnitAlias(models.Model):
    """Another name under which texts and tables know the unit."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=100, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="alias_once")]

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """Finds accounts; they are made by services only."""


class Person(AbstractBaseUser):
    """An account. Personal data is only what signing in and calling back needs."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    # Django names these three when a password reads too much like one of them.
    account = models.CharField(_("Account"), max_length=60, unique=True)
    mobile = models.CharField(_("Mobile number"), max_length=20, null=True, blank=True, unique=True)
    name = models.CharField(pgettext_lazy("person", "Name"), max_length=60)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)
    slip_expires = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    deactivated_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "account"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = PersonManager()

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A place in a unit with a role; what it owns stays when its holder changes."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    title = models.CharField(max_length=60)
    role = models.CharField(max_length=20, choices=Role)
    assists = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="assistants"
    )
    order = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"{self.unit} {self.title}"


class Holding(models.Model):
    """Who holds a post, from when to when (the last day included; empty: still).

    A holding replaced on the very day it began ends the day before it began: it never took effect.
    """

    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings")
    begins = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-begins", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=models.Q(ends=None), name="post_held_by_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.post}"
