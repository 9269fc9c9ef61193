"""The app's name and label."""

from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    """luodi.commitments."""

    name = "luodi.commitments"
    label = "commitments"
