"""The app's name and label."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """luodi.people."""

    name = "luodi.people"
    label = "people"
