"""The app's name and label."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """luodi.indicators."""

    name = "luodi.indicators"
    label = "indicators"
