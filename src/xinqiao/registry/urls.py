"""Addresses of the room `registry`, from the site's root."""

from django.urls import URLPattern, path

from xinqiao.registry.views import reveal

app_name = "registry"
urlpatterns: list[URLPattern] = [
    path("desk/registry/people/<int:person_id>/reveal/<slug:field>/", reveal.show, name="reveal"),
]
