"""Addresses of the suggestions' pages, below `/admin/cases/suggestions/`."""

from django.urls import path

from xinqiao.cases.suggesting import views

urlpatterns = [
    path("", views.suggestions, name="suggestions"),
    path("<int:version>/use/", views.use, name="suggestions-use"),
]
