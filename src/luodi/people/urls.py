"""Addresses of the area's own pages."""

from django.urls import path

from .views import accounts, own, tables, units

app_name = "people"
urlpatterns = [
    path("units/", units.units, name="units"),
    path("units/new/", units.unit_new, name="unit_new"),
    path("units/<uuid:uuid>/", units.unit, name="unit"),
    path("units/<uuid:uuid>/edit/", units.unit_edit, name="unit_edit"),
    path("units/<uuid:uuid>/duty/", units.unit_duty, name="unit_duty"),
    path("units/<uuid:uuid>/move/", units.unit_move, name="unit_move"),
    path("units/<uuid:uuid>/close/", units.unit_close, name="unit_close"),
    path("units/<uuid:uuid>/reopen/", units.unit_reopen, name="unit_reopen"),
    path("units/<uuid:uuid>/names/", units.alias_add, name="alias_add"),
    path("units/<uuid:uuid>/names/<int:alias>/remove/", units.alias_remove, name="alias_remove"),
    path("units/<uuid:uuid>/posts/new/", units.post_new, name="post_new"),
    path("posts/<uuid:uuid>/edit/", units.post_edit, name="post_edit"),
    path("posts/<uuid:uuid>/close/", units.post_close, name="post_close"),
    path("posts/<uuid:uuid>/appoint/", units.appoint, name="appoint"),
    path("posts/<uuid:uuid>/release/", units.release, name="release"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/", accounts.account_new, name="account_new"),
    path("accounts/bulk/", accounts.accounts_bulk, name="accounts_bulk"),
    path("accounts/<uuid:uuid>/", accounts.account, name="account"),
    path("accounts/<uuid:uuid>/edit/", accounts.account_edit, name="account_edit"),
    path("accounts/<uuid:uuid>/reset/", accounts.account_reset, name="account_reset"),
    path(
        "accounts/<uuid:uuid>/deactivate/", accounts.account_deactivate, name="account_deactivate"
    ),
    path(
        "accounts/<uuid:uuid>/reactivate/", accounts.account_reactivate, name="account_reactivate"
    ),
    path(
        "accounts/<uuid:uuid>/second-step/",
        accounts.account_second_step,
        name="account_second_step",
    ),
    path("tables/<str:kind>/", tables.table_import, name="table_import"),
    path("tables/<str:kind>/confirm/", tables.table_confirm, name="table_confirm"),
    path("tables/<str:kind>/template/", tables.table_template, name="table_template"),
    path("tables/<str:kind>/export/", tables.table_export, name="table_export"),
    path("me/", own.me, name="me"),
    path("acting/<uuid:uuid>/", own.acting_start, name="acting_start"),
    path("acting/stop/", own.acting_stop, name="acting_stop"),
    path("link/<str:token>/", own.sign_in_link, name="sign_in_link"),
]
