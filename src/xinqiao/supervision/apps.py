"""Django application of the room `supervision`."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Registers `xinqiao.supervision`."""

    name = "xinqiao.supervision"
    label = "supervision"
    default_auto_field = "django.db.models.BigAutoField"
