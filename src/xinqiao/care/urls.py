"""Addresses of the room `care`, from the site's root."""

from django.urls import URLPattern

app_name = "care"
urlpatterns: list[URLPattern] = []
