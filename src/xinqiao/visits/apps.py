"""Django application of the room `visits`."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """Registers `xinqiao.visits`."""

    name = "xinqiao.visits"
    label = "visits"
    default_auto_field = "django.db.models.BigAutoField"
