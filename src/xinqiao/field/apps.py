"""Django application of the room `field`."""

from django.apps import AppConfig


class FieldConfig(AppConfig):
    """Registers `xinqiao.field`."""

    name = "xinqiao.field"
    label = "field"
    default_auto_field = "django.db.models.BigAutoField"
