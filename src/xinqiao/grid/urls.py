"""Addresses of the room `grid`, written from the site's root."""

from django.urls import URLPattern

app_name = "grid"
urlpatterns: list[URLPattern] = []
