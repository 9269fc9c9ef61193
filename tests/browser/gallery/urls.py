"""The product's addresses and the gallery's own."""

from __future__ import annotations

from django.urls import path

from luodi.config.urls import urlpatterns as product

from . import views

urlpatterns = [
    path("gallery/", views.gallery),
    path("gallery/charts/", views.drawings),
    path("gallery/plain/", views.plain),
    path("gallery/refused/<int:status>/", views.refused),
    path("gallery/progress/", views.progress),
    path("gallery/broken/", views.broken),
    *product,
]
