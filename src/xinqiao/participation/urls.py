"""Addresses of the room `participation`, from the site's root."""

from django.urls import URLPattern

app_name = "participation"
urlpatterns: list[URLPattern] = []
