"""Addresses of the area's own pages."""

from django.urls import path

from .views import comparison, indicators, profile

app_name = "indicators"
urlpatterns = [
    path("", indicators.indicators, name="indicators"),
    path("comparison/", comparison.comparison, name="comparison"),
    path("comparison/two/", comparison.scatter, name="scatter"),
    path("profiles/", profile.choose, name="profiles"),
    path("profiles/<str:key>/", profile.profile, name="profile"),
    path("profiles/<str:key>/ranks/", profile.ranks, name="profile_ranks"),
    path("profiles/<str:key>/paper/", profile.paper, name="profile_paper"),
]
