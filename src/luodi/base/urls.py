"""Addresses of the area's own pages."""

from django.urls import URLPattern, path

from . import views, views_charts, views_page

app_name = "base"
urlpatterns: list[URLPattern] = [
    path("language/", views_page.set_language, name="set_language"),
    path("theme/", views_page.set_theme, name="set_theme"),
    path("status/", views.status, name="status"),
    path("verify/", views.verify, name="verify"),
    path("verify/progress/", views.verification, name="verification"),
    path("charts/<str:name>/", views_charts.chart, name="chart"),
]
