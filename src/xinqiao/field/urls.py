"""Addresses of the room `field`, from the site's root."""

from django.urls import URLPattern

app_name = "field"
urlpatterns: list[URLPattern] = []
