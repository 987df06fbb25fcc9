"""Django application of the room `registry`."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Registers `xinqiao.registry`."""

    name = "xinqiao.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"
