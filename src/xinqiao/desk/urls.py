"""Addresses of the room `desk`, written from the site's root."""

from django.urls import URLPattern

app_name = "desk"
urlpatterns: list[URLPattern] = []
