"""Addresses of the area's own pages."""

from django.urls import path

from .views import carrying, consulting, correspondence, issuing, papers, plans, rows, versions

app_name = "commitments"
urlpatterns = [
    path("", plans.plans, name="plans"),
    path("new/", plans.new, name="new"),
    path("<uuid:uuid>/", plans.plan, name="plan"),
    path("<uuid:uuid>/edit/", plans.edit, name="edit"),
    path("<uuid:uuid>/take/", plans.take, name="take"),
    path("<uuid:uuid>/approve/", plans.approve, name="approve"),
    path("<uuid:uuid>/moves/<str:move>/", plans.move, name="move"),
    path("<uuid:uuid>/carry/", carrying.carry, name="carry"),
    path("<uuid:uuid>/effect/", versions.effect, name="effect"),
    path("<uuid:uuid>/compare/", versions.compare, name="compare"),
    path("<uuid:uuid>/versions/<int:n>/", versions.version, name="version"),
    path("rows/<uuid:uuid>/", rows.row, name="row"),
    path("rows/<uuid:uuid>/edit/", rows.edit, name="row_edit"),
    path("rows/<uuid:uuid>/split/", rows.split, name="row_split"),
    path("rows/<uuid:uuid>/join/", rows.join, name="row_join"),
    path("rows/<uuid:uuid>/place/", rows.place, name="row_place"),
    path("rows/<uuid:uuid>/remove/", rows.remove, name="row_remove"),
    path("rows/<uuid:uuid>/cancel/", rows.cancel, name="row_cancel"),
    path("rows/<uuid:uuid>/reinstate/", rows.reinstate, name="row_reinstate"),
    path("<uuid:uuid>/papers/<str:kind>/", papers.plan_paper, name="plan_paper"),
    path("answers/<uuid:uuid>/papers/<str:kind>/", papers.answers_paper, name="answers_paper"),
    path("<uuid:uuid>/consult/", consulting.consult, name="consult"),
    path("<uuid:uuid>/consultation/", consulting.consultation, name="consultation"),
    path("<uuid:uuid>/consultation/papers/<str:kind>/", consulting.paper, name="consult_paper"),
    path("opinions/<uuid:uuid>/", consulting.opinion, name="opinion"),
    path("changes/<uuid:uuid>/<str:decision>/", consulting.change, name="change"),
    path("<uuid:uuid>/notices/", issuing.papers, name="papers"),
    path("<uuid:uuid>/notices/draft/", issuing.draft, name="paper_draft"),
    path("notices/<uuid:uuid>/sign/", issuing.sign, name="paper_sign"),
    path("notices/<uuid:uuid>/drop/", issuing.drop, name="paper_drop"),
    path("notices/<uuid:uuid>/stamp/", issuing.stamp, name="paper_stamp"),
    path("notices/<uuid:uuid>/withdraw/", issuing.withdraw, name="paper_withdraw"),
    path("notices/<uuid:uuid>/<str:kind>/", issuing.file, name="paper_file"),
    path("answers/", correspondence.correspondences, name="correspondences"),
    path("answers/new/", correspondence.new, name="correspondence_new"),
    path("answers/<uuid:uuid>/", correspondence.correspondence, name="correspondence"),
    path("answers/<uuid:uuid>/renew/", correspondence.renew, name="correspondence_renew"),
    path("answers/clauses/<uuid:uuid>/", correspondence.answer, name="answer"),
]
