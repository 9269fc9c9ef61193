"""The app that holds the commands over every area."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """luodi.config."""

    name = "luodi.config"
    label = "config"
