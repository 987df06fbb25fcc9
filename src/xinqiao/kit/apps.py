"""Django application of the room `kit`."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    """Registers `xinqiao.kit`."""

    name = "xinqiao.kit"
    label = "kit"
    default_auto_field = "django.db.models.BigAutoField"
