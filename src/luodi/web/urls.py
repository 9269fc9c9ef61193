"""Addresses of the pages over several areas."""

from django.urls import path

from . import views, views_ledger, views_rows, views_search

app_name = "web"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("search/", views_search.search, name="search"),
    # The page of a row with what stands above plans: it answers before the one of plans alone.
    path("plans/rows/<uuid:uuid>/", views_rows.row, name="row"),
    path("ledger/", views_ledger.ledger, name="ledger"),
    path("ledger/<int:seq>/", views_ledger.ledger_entry, name="ledger_entry"),
]
