"""The app's name and label."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """luodi.web."""

    name = "luodi.web"
    label = "web"
