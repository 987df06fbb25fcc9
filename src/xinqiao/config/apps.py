"""Django application of the room `config`."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Registers `xinqiao.config`."""

    name = "xinqiao.config"
    label = "config"
    default_auto_field = "django.db.models.BigAutoField"
