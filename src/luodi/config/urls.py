"""Where each area's pages begin."""

from django.urls import include, path

urlpatterns = [
    path("", include("luodi.web.urls")),
    path("indicators/", include("luodi.indicators.urls")),
    path("plans/", include("luodi.commitments.urls")),
    path("documents/", include("luodi.documents.urls")),
    path("people/", include("luodi.people.urls")),
    path("places/", include("luodi.places.urls")),
    path("system/", include("luodi.base.urls")),
    path("account/", include("allauth.urls")),
]
