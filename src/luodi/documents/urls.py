"""Addresses of the area's own pages."""

from django.urls import URLPattern

app_name = "documents"
urlpatterns: list[URLPattern] = []
