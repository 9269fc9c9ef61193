"""Addresses of the area's own pages."""

from django.urls import path

from .views import (
    adding,
    describing,
    findings,
    learning,
    lists,
    registering,
    review,
    spans,
    versions,
)

app_name = "documents"
urlpatterns = [
    path("", lists.documents, name="documents"),
    path("accepted/", lists.accepted, name="accepted"),
    path("accuracy/", learning.accuracy, name="accuracy"),
    path("add/", adding.add, name="add"),
    path("register/", registering.register, name="register"),
    path("<uuid:uuid>/", describing.document, name="document"),
    path("<uuid:uuid>/edit/", describing.edit, name="edit"),
    path("<uuid:uuid>/release/", describing.release, name="release"),
    path("<uuid:uuid>/original/", describing.original, name="original"),
    path("<uuid:uuid>/progress/", describing.progress, name="progress"),
    path("<uuid:uuid>/read/", describing.read_again, name="read_again"),
    path("<uuid:uuid>/versions/new/", versions.add, name="new_version"),
    path("<uuid:uuid>/versions/settle/", versions.matches, name="matches"),
    path("<uuid:uuid>/versions/settle/one/", versions.settle, name="settle"),
    path("<uuid:uuid>/versions/<int:n>/", versions.version, name="version"),
    path("<uuid:uuid>/review/", review.review, name="review"),
    path("<uuid:uuid>/review/cards/", review.cards, name="cards"),
    path("<uuid:uuid>/compared/", review.compared, name="compared"),
    path("<uuid:uuid>/review/check/", learning.spot_check, name="spot_check"),
    path("<uuid:uuid>/review/undo/", review.undo, name="undo"),
    path("<uuid:uuid>/review/accept/", review.accept_above, name="accept_above"),
    path("<uuid:uuid>/review/add/", spans.add, name="add_finding"),
    path("<uuid:uuid>/review/merge/", spans.merge, name="merge_findings"),
    path("findings/<uuid:uuid>/", findings.finding, name="finding"),
    path("findings/<uuid:uuid>/accept/", findings.accept, name="finding_accept"),
    path("findings/<uuid:uuid>/edit/", findings.edit, name="finding_edit"),
    path("findings/<uuid:uuid>/reject/", findings.reject, name="finding_reject"),
    path("findings/<uuid:uuid>/restore/", findings.restore, name="finding_restore"),
    path("findings/<uuid:uuid>/span/", spans.change, name="finding_span"),
    path("findings/<uuid:uuid>/split/", spans.split, name="finding_split"),
    path("findings/<uuid:uuid>/merge/", spans.merge_next, name="finding_merge"),
]
