"""Addresses of the room `field`, from the site's root."""

from django.urls import path

from xinqiao.field.views import page, phones, sent

app_name = "field"
urlpatterns = [
    path("field/", page.page, name="page"),
    path("field/manifest.webmanifest", page.manifest, name="manifest"),
    path("accounts/phones/", phones.mine, name="my-phones"),
    path("accounts/phones/<uuid:phone_id>/end", phones.end, name="end-phone"),
    path("admin/phones/", phones.everybody, name="phones"),
    path("desk/field/", sent.sent, name="sent"),
    path("desk/field/conflicts/<uuid:command_id>/settle", sent.settle, name="settle"),
]
