"""Addresses of the area's own pages."""

from django.urls import path

from .views import (
    comparison,
    definitions,
    figures,
    importing,
    indicators,
    monthly,
    outlooks,
    profile,
    targets,
)

app_name = "indicators"
urlpatterns = [
    path("", indicators.indicators, name="indicators"),
    path("comparison/", comparison.comparison, name="comparison"),
    path("comparison/two/", comparison.scatter, name="scatter"),
    path("monthly/", monthly.monthly, name="monthly"),
    path("monthly/<str:key>/<str:kind>/", monthly.paper, name="monthly_paper"),
    path("export.csv", importing.export, name="export"),
    path("imports/", importing.tables, name="imports"),
    path("imports/<uuid:uuid>/", importing.table, name="import"),
    path("imports/<uuid:uuid>/columns/", importing.columns, name="import_columns"),
    path("imports/<uuid:uuid>/progress/", importing.progress, name="import_progress"),
    path("imports/<uuid:uuid>/answers/", importing.answers, name="import_answers"),
    path("imports/<uuid:uuid>/write/", importing.write, name="import_write"),
    path("imports/<uuid:uuid>/drop/", importing.drop, name="import_drop"),
    path("profiles/", profile.choose, name="profiles"),
    path("profiles/<str:key>/", profile.profile, name="profile"),
    path("profiles/<str:key>/ranks/", profile.ranks, name="profile_ranks"),
    path("profiles/<str:key>/paper/", profile.paper, name="profile_paper"),
    path("new/", definitions.new, name="new"),
    path("peers/", definitions.peer_sets, name="peers"),
    path("peers/new/", definitions.peers_new, name="peers_new"),
    path("figures/<uuid:uuid>/check/", figures.check, name="figure_check"),
    path("figures/<uuid:uuid>/dispute/", figures.dispute, name="figure_dispute"),
    path("outlooks/", outlooks.outlooks, name="outlooks"),
    path("targets/", targets.board, name="board"),
    path("targets/new/<uuid:measure>/", targets.new, name="target_new"),
    path("targets/<uuid:uuid>/", targets.target, name="target"),
    path("targets/<uuid:uuid>/edit/", targets.edit, name="target_edit"),
    path("targets/<uuid:uuid>/drop/", targets.drop, name="target_drop"),
    path("<uuid:uuid>/", indicators.indicator, name="indicator"),
    path("<uuid:uuid>/edit/", definitions.edit, name="edit"),
    path("<uuid:uuid>/settle/", definitions.settle, name="settle"),
    path("<uuid:uuid>/steps/<str:step>/", definitions.step, name="step"),
    path("<uuid:uuid>/break/", definitions.mark_break, name="break"),
    path("<uuid:uuid>/figures/", figures.record, name="figures"),
]
