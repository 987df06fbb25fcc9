"""Addresses of the room `issues`."""

from django.urls import URLPattern

app_name = "issues"
urlpatterns: list[URLPattern] = []
