"""Django application of the room `grid`."""

from django.apps import AppConfig


class GridConfig(AppConfig):
    """Registers `xinqiao.grid`."""

    name = "xinqiao.grid"
    label = "grid"
    default_auto_field = "django.db.models.BigAutoField"
