"""Addresses of the room `notifications`, written from the site's root."""

from django.urls import URLPattern, path

from xinqiao.notifications import views

app_name = "notifications"
urlpatterns: list[URLPattern] = [
    path("notices/", views.inbox, name="inbox"),
    path("notices/bell", views.bell, name="bell"),
    path("notices/read", views.read_all, name="read-all"),
    path("notices/<int:notice_id>", views.open_notice, name="open"),
    path("admin/text-messages/", views.unsent, name="unsent"),
    path("admin/text-messages/<int:delivery_id>/again", views.send_again, name="send-again"),
]
