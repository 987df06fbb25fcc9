"""Addresses of the room `registry`, from the site's root."""

from django.urls import URLPattern

from xinqiao.registry.law_urls import law_patterns

app_name = "registry"
urlpatterns: list[URLPattern] = [
    *law_patterns,
]
