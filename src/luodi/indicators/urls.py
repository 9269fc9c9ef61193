"""Addresses of the area's own pages."""

from django.urls import path

from .views import indicators

app_name = "indicators"
urlpatterns = [
    path("", indicators.indicators, name="indicators"),
]
