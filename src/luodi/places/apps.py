"""The app's name and label."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """luodi.places."""

    name = "luodi.places"
    label = "places"
