"""Addresses of the room `publicity`."""

from django.urls import URLPattern

app_name = "publicity"
urlpatterns: list[URLPattern] = []
