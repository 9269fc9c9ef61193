"""The app's name and label."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """luodi.documents."""

    name = "luodi.documents"
    label = "documents"
