"""Addresses of the room `visits`, from the site's root."""

from django.urls import URLPattern

app_name = "visits"
urlpatterns: list[URLPattern] = []
