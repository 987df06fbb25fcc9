"""Django application of the room `care`."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    """Registers `xinqiao.care`."""

    name = "xinqiao.care"
    label = "care"
    default_auto_field = "django.db.models.BigAutoField"
