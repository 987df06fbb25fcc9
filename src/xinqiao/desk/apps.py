"""Django application of the room `desk`."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Registers `xinqiao.desk`."""

    name = "xinqiao.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
