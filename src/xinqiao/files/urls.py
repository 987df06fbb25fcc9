"""Addresses of the room `files`, written from the site's root."""

from django.urls import URLPattern, path

from xinqiao.files import views

app_name = "files"
urlpatterns: list[URLPattern] = [
    path("files/upload", views.upload, name="upload"),
    path("files/<str:token>", views.open_file, name="open"),
    path("files/<str:token>/thumb", views.open_thumb, name="thumb"),
]
