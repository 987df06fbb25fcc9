"""Addresses of the tables to take along, under `/desk/export/`."""

from django.urls import path

from xinqiao.cases.exchange import views

urlpatterns = [
    path("requests.xlsx", views.requests_xlsx, name="export-xlsx"),
    path("requests.csv", views.requests_csv, name="export-csv"),
]
