"""Addresses of GeoReport v2, under `/open311/v2/`; the format is part of the address."""

from django.urls import re_path

from xinqiao.cases.open311 import views

app_name = "open311"
_FORM = r"\.(?P<form>xml|json)$"

urlpatterns = [
    re_path(rf"^discovery{_FORM}", views.discovery, name="discovery"),
    re_path(rf"^services{_FORM}", views.services, name="services"),
    re_path(rf"^services/(?P<code>[^/]{{1,60}}){_FORM}", views.definition, name="definition"),
    re_path(rf"^requests{_FORM}", views.requests, name="requests"),
    re_path(rf"^requests/(?P<number>[^/]{{1,40}}){_FORM}", views.one_request, name="request"),
    re_path(rf"^tokens/(?P<token>[^/]{{1,64}}){_FORM}", views.token, name="token"),
]
