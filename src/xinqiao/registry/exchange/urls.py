"""Addresses of the exchange, written from the site's root; the register's list takes them in."""

from django.urls import path

from xinqiao.registry.exchange import export_views, views

urlpatterns = [
    path("desk/registry/import/", views.files, name="imports"),
    path("desk/registry/import/example.xlsx", views.example, name="import-example"),
    path("desk/registry/import/<int:import_id>/", views.one_file, name="import"),
    path("desk/registry/import/<int:import_id>/progress/", views.progress, name="import-progress"),
    path("desk/registry/import/<int:import_id>/confirm/", views.confirm, name="import-confirm"),
    path("desk/registry/import/<int:import_id>/leave/", views.leave, name="import-leave"),
    path(
        "desk/registry/import/<int:import_id>/refused.xlsx",
        views.refused_rows,
        name="import-refused",
    ),
    path("desk/registry/export/", export_views.export, name="export"),
]
