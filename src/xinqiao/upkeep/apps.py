"""Django application of the room `upkeep`."""

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    """Registers `xinqiao.upkeep`."""

    name = "xinqiao.upkeep"
    label = "upkeep"
    default_auto_field = "django.db.models.BigAutoField"
