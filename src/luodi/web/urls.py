"""Addresses of the pages over several areas."""

from django.urls import path

from . import views, views_ledger, views_search

app_name = "web"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("search/", views_search.search, name="search"),
    path("ledger/", views_ledger.ledger, name="ledger"),
    path("ledger/<int:seq>/", views_ledger.ledger_entry, name="ledger_entry"),
]
