"""Django application of the room `notifications`."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Registers `xinqiao.notifications`."""

    name = "xinqiao.notifications"
    label = "notifications"
    default_auto_field = "django.db.models.BigAutoField"
