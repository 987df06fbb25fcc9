"""Addresses of the room `upkeep`, from the site's root."""

from django.urls import URLPattern

app_name = "upkeep"
urlpatterns: list[URLPattern] = []
