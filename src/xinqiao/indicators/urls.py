"""Addresses of the room `indicators`, written from the site's root."""

from django.urls import path

from xinqiao.indicators.views import definitions

app_name = "indicators"
urlpatterns = [
    path("admin/indicators/", definitions.indicator_list, name="list"),
    path("admin/indicators/new/", definitions.indicator_new, name="new"),
    path("admin/indicators/<slug:flow>/<slug:code>/", definitions.indicator, name="indicator"),
    path(
        "admin/indicators/<slug:flow>/<slug:code>/<int:version_id>/end/",
        definitions.version_end,
        name="version-end",
    ),
]
