"""The app's name and label."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """luodi.base."""

    name = "luodi.base"
    label = "base"
