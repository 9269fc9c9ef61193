"""Addresses of the area's own pages."""

from django.urls import path

from . import views

app_name = "places"
urlpatterns = [path("divisions/", views.divisions, name="divisions")]
