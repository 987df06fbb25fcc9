"""Addresses of the room `desk`, below /desk/."""

from django.urls import path

from xinqiao.desk import views

app_name = "desk"
urlpatterns = [path("", views.home, name="home")]
