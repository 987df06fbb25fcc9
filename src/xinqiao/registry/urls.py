"""Addresses of the room `registry`, from the site's root."""

from django.urls import URLPattern

app_name = "registry"
urlpatterns: list[URLPattern] = []
